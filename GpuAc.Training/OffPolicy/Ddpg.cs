namespace GpuAc.Training.OffPolicy;

/// <summary>Deep deterministic policy gradient. Lillicrap et al., arXiv:1509.02971, algorithm 1.</summary>
/// <remarks>
/// Acts with a = tanh(actor(s)) + noise. Each update draws a minibatch, takes one step of the critic towards
/// y = r + γ·Q'(s', π'(s')) and one of the actor up the critic, and lets both targets follow by τ.
/// </remarks>
public sealed class Ddpg : DdpgAlgorithm<DdpgConfig>
{
    /// <summary>The algorithm.</summary>
    public static Ddpg Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "ddpg";

    /// <inheritdoc/>
    public override string Summary => "deep deterministic policy gradient";

    /// <inheritdoc/>
    public override DdpgConfig Defaults => new();
}
