namespace GpuAc.Kernels.OffPolicy;

/// <summary>Noise that exploration adds to a policy's actions.</summary>
public enum NoiseKind
{
    /// <summary>None: the policy explores by itself, or by epsilon-greedy alone.</summary>
    None = 0,

    /// <summary>Independent normal draws.</summary>
    Gaussian = 1,

    /// <summary>An Ornstein-Uhlenbeck process, which keeps its direction for a while; starts at 0 in every episode.</summary>
    OrnsteinUhlenbeck = 2,
}

/// <summary>How one time step is explored; plain numbers, so that kernels can take it.</summary>
public readonly struct ExplorationStep
{
    /// <summary>Kind of noise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of <see cref="NoiseKind"/>.</exception>
    public NoiseKind Noise { get; init => field = KnownValues.Require(value); }

    /// <summary>Standard deviation of the noise, as a fraction of half the action range.</summary>
    public float Sigma { get; init; }

    /// <summary>Pull θ of the Ornstein-Uhlenbeck process towards 0, per unit of time.</summary>
    public float Theta { get; init; }

    /// <summary>Time step of the Ornstein-Uhlenbeck process.</summary>
    public float TimeStep { get; init; }

    /// <summary>Probability of a uniformly random action in place of the policy's.</summary>
    public float Epsilon { get; init; }
}
