using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Policies.Inference;

/// <summary>
/// Runs a policy on the CPU without any runtime: raw observations in, the deterministic action out. The trainer evaluates with it, and
/// exported files are verified against it.
/// </summary>
/// <remarks>
/// One instance serves one thread at a time. No call allocates. After disposal they throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public abstract class CpuPolicy : IDisposable
{
    private bool isDisposed;

    private protected CpuPolicy(PolicySnapshot snapshot) => Snapshot = snapshot;

    /// <summary>The policy.</summary>
    public PolicySnapshot Snapshot { get; }

    /// <summary>Components of an observation.</summary>
    public int ObservationSize => Snapshot.ObservationNames.Length;

    /// <summary>Components of an action: 1 when discrete.</summary>
    public int ActionComponents => Snapshot.IsDiscrete ? 1 : Snapshot.ActionNames.Length;

    /// <summary>True when the policy has a critic, so that values can be asked for.</summary>
    public bool HasValue => Snapshot.Network.HasCritic;

    /// <summary>Outputs of the actor: logits, or means.</summary>
    public int ActorOutputs => Snapshot.ActionNames.Length;

    /// <summary>True when the policy is a Gaussian, so that log standard deviations can be asked for.</summary>
    public bool HasLogStd => Snapshot.Distribution.HasLogStd();

    /// <summary>Prepares a policy.</summary>
    /// <param name="snapshot">The policy; its parameters are copied.</param>
    /// <param name="laneWidth">1, 4, 8 or 16 to force a lane width, or null for the machine's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distribution or an activation is none that there is.</exception>
    public static CpuPolicy Create(PolicySnapshot snapshot, int? laneWidth = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        KnownValues.Require(snapshot.Distribution);
        return LaneWidth.Accept(LaneWidth.Choose(laneWidth), new OfLane(snapshot));
    }

    /// <summary>The deterministic actions of a batch.</summary>
    /// <param name="observations">[batch, observation], raw, as the environment gives them.</param>
    /// <param name="actions">Output, [batch, action components]: an index as a float, or values in the environment's units.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together.</exception>
    public void Act(ReadOnlySpan<float> observations, Span<float> actions) => Forward(observations, actions, [], []);

    /// <summary>Everything that the policy computes of a batch.</summary>
    /// <param name="observations">[batch, observation], raw, as the environment gives them.</param>
    /// <param name="actions">Output, [batch, action components].</param>
    /// <param name="values">Output, [batch], in units of unscaled rewards, or empty when not wanted or when there is no critic.</param>
    /// <param name="distribution">Output, [batch, actor outputs]: logits, or means before squashing and clipping; or empty when not
    /// wanted.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together.</exception>
    /// <exception cref="InvalidOperationException">Values are asked for, but there is no critic.</exception>
    public void Forward(ReadOnlySpan<float> observations, Span<float> actions, Span<float> values, Span<float> distribution) =>
        Forward(observations, actions, values, distribution, []);

    /// <summary>Everything that the policy computes of a batch, with the spread of a Gaussian policy.</summary>
    /// <param name="observations">[batch, observation], raw, as the environment gives them.</param>
    /// <param name="actions">Output, [batch, action components].</param>
    /// <param name="values">Output, [batch], in units of unscaled rewards, or empty when not wanted or when there is no critic.</param>
    /// <param name="distribution">Output, [batch, actor outputs]: logits, or means before squashing and clipping; or empty when not
    /// wanted.</param>
    /// <param name="logStds">Output, [batch, actor outputs]: natural logarithms of the standard deviations before squashing and clipping;
    /// or empty when not wanted or when the policy is no Gaussian.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together.</exception>
    /// <exception cref="InvalidOperationException">Values are asked for, but there is no critic; or log standard deviations, but there are
    /// none.</exception>
    public void Forward(
        ReadOnlySpan<float> observations, Span<float> actions, Span<float> values, Span<float> distribution, Span<float> logStds)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        int batch = observations.Length / ObservationSize;
        // The messages are only made when they are needed: an interpolated string handed over would be an allocation per call.
        if (batch * ObservationSize != observations.Length)
            throw Mismatch(nameof(observations), observations.Length, $"a multiple of {ObservationSize}");
        if (actions.Length != batch * ActionComponents)
            throw Mismatch(nameof(actions), actions.Length, $"batch × {ActionComponents} = {batch * ActionComponents}");
        if (!values.IsEmpty && values.Length != batch)
            throw Mismatch(nameof(values), values.Length, $"batch = {batch}");
        if (!values.IsEmpty && !HasValue)
            throw new InvalidOperationException("The policy has no critic, so no values; leave 'values' empty.");
        if (!distribution.IsEmpty && distribution.Length != batch * ActorOutputs)
            throw Mismatch(nameof(distribution), distribution.Length, $"batch × {ActorOutputs} = {batch * ActorOutputs}");
        if (!logStds.IsEmpty && !HasLogStd)
            throw new InvalidOperationException("The policy is no Gaussian, so it has no standard deviations; leave 'logStds' empty.");
        if (!logStds.IsEmpty && logStds.Length != batch * ActorOutputs)
            throw Mismatch(nameof(logStds), logStds.Length, $"batch × {ActorOutputs} = {batch * ActorOutputs}");
        Run(observations, batch, actions, values, distribution, logStds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        Free();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Run(
        ReadOnlySpan<float> observations, int batch, Span<float> actions, Span<float> values, Span<float> distribution,
        Span<float> logStds);

    private protected abstract void Free();

    private static ArgumentException Mismatch(string name, int actual, string expected) =>
        new($"'{name}' must hold {expected} values, but holds {actual}.", name);

    private sealed class OfLane(PolicySnapshot snapshot) : ILaneVisitor<CpuPolicy>
    {
        public CpuPolicy Visit<F>()
            where F : struct, IFloatLane<F> => new CpuPolicy<F>(snapshot);
    }
}
