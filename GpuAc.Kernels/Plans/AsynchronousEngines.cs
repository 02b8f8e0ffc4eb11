using GpuAc.Kernels.Losses;
using GpuAc.Kernels.States;

namespace GpuAc.Kernels.Plans;

/// <summary>
/// The device seam of asynchronous training: engines with environments and weights of their own, each of which may be used by one thread.
/// What one learns it pushes to parameters that all share, and it continues with the updated ones.
/// </summary>
/// <typeparam name="TLoss">What they learn by.</typeparam>
public sealed class AsynchronousEngines<TLoss> : IDisposable
    where TLoss : unmanaged, IPolicyLoss
{
    private readonly IStateful shared;
    private bool isDisposed;

    private AsynchronousEngines(IReadOnlyList<IOnPolicyEngine<TLoss>> workers, IStateful shared)
    {
        Workers = workers;
        this.shared = shared;
    }

    /// <summary>
    /// The engines. <see cref="IOnPolicyEngine.DownloadParameters"/> of each gives the shared parameters, while none of them is at work.
    /// </summary>
    public IReadOnlyList<IOnPolicyEngine<TLoss>> Workers { get; }

    /// <summary>Makes engines whose environments draw random numbers apart.</summary>
    /// <param name="count">Workers, at least 1.</param>
    /// <param name="plan">What each rolls out with.</param>
    /// <param name="shared">What they share; from now on these engines' to dispose, after all of them.</param>
    /// <param name="create">Makes an engine with a plan of its own.</param>
    internal static AsynchronousEngines<TLoss> Create(
        int count, RolloutPlan plan, IStateful shared, Func<RolloutPlan, IOnPolicyEngine<TLoss>> create)
    {
        var workers = new IOnPolicyEngine<TLoss>[count];
        for (int i = 0; i < count; i++)
            workers[i] = create(plan with { FirstEnvironment = i * plan.NumEnvs });
        return new AsynchronousEngines<TLoss>(workers, shared);
    }

    /// <summary>Everything that is needed to go on, bit for bit where there is one worker; to be called while none is at work.</summary>
    public EngineState Save()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return StateTransfer.Save(Transfer);
    }

    /// <summary>Puts a state in place, saved from as many engines with the same environment, network, sizes and seed.</summary>
    /// <exception cref="GpuAcException">It does not fit, and is refused by the name of what differs; nothing was changed.</exception>
    public void Restore(EngineState state)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        StateTransfer.Restore(state, Transfer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        foreach (IOnPolicyEngine<TLoss> worker in Workers)
            worker.Dispose();
        shared.Dispose();
    }

    private void Transfer(StateTransfer transfer)
    {
        transfer.Require("workers", Workers.Count);
        transfer.Prefix = "shared/";
        shared.Transfer(transfer);
        for (int i = 0; i < Workers.Count; i++)
        {
            transfer.Prefix = $"worker {i}/";
            ((IStateful)Workers[i]).Transfer(transfer);
        }
    }
}
