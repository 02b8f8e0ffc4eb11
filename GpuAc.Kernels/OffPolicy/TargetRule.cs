namespace GpuAc.Kernels.OffPolicy;

/// <summary>How target networks follow the online ones.</summary>
public enum TargetRule
{
    /// <summary>τ·online + (1 − τ)·target, each network its own. Lillicrap et al., arXiv:1509.02971.</summary>
    Polyak = 0,

    /// <summary>
    /// A published course's rule, to be able to show what it does: (1 − τ)·online + τ·target, the usual shares the other way round; and the
    /// actor's result is written into the critic's target, wherever the layers have the same shape, before the critic's own. The actor's
    /// target never moves.
    /// </summary>
    CrossedBlend = 1,

    /// <summary>
    /// Its second version: the weights are copied outright, the actor's still into the critic's target, which the critic's then replace.
    /// </summary>
    CrossedCopy = 2,
}
