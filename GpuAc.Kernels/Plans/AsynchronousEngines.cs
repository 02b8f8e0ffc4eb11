using GpuAc.Kernels.Losses;

namespace GpuAc.Kernels.Plans;

/// <summary>
/// The device seam of asynchronous training: engines with environments and weights of their own, each of which may be used by one thread.
/// What one learns it pushes to parameters that all share, and it continues with the updated ones.
/// </summary>
/// <typeparam name="TLoss">What they learn by.</typeparam>
public sealed class AsynchronousEngines<TLoss> : IDisposable
    where TLoss : unmanaged, IPolicyLoss
{
    private readonly IDisposable shared;

    private AsynchronousEngines(IReadOnlyList<IOnPolicyEngine<TLoss>> workers, IDisposable shared)
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
    public static AsynchronousEngines<TLoss> Create(
        int count, RolloutPlan plan, IDisposable shared, Func<RolloutPlan, IOnPolicyEngine<TLoss>> create)
    {
        var workers = new IOnPolicyEngine<TLoss>[count];
        for (int i = 0; i < count; i++)
            workers[i] = create(plan with { FirstEnvironment = i * plan.NumEnvs });
        return new AsynchronousEngines<TLoss>(workers, shared);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IOnPolicyEngine<TLoss> worker in Workers)
            worker.Dispose();
        shared.Dispose();
    }
}
