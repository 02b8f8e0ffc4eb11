namespace GpuAc.Kernels.Losses;

/// <summary>The numbers that a policy loss is made with.</summary>
public readonly struct LossSettings
{
    /// <summary>ε of the clipped surrogate, above 0.</summary>
    public float ClipRange { get; init; }

    /// <summary>ε of the clipped value loss; 0 for the plain one.</summary>
    public float ValueClipRange { get; init; }

    /// <summary>Weight of the value loss, at least 0.</summary>
    public float ValueCoefficient { get; init; }

    /// <summary>Weight of the entropy bonus, at least 0.</summary>
    public float EntropyCoefficient { get; init; }

    /// <summary>
    /// Coefficient of a term that only a user's own loss has, such as the β of a penalty; the built-in losses do not read it.
    /// </summary>
    public float OwnCoefficient { get; init; }
}
