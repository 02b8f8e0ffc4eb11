using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Ddpg;

/// <summary>Settings of deep deterministic policy gradient. Lillicrap et al., arXiv:1509.02971.</summary>
public sealed record DdpgConfig : DeterministicConfig
{
    /// <inheritdoc/>
    public override string Algorithm => "ddpg";

    /// <inheritdoc/>
    private protected override int NumCritics => 1;
}
