using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>Settings of one-step actor-critic. Sutton and Barto, "Reinforcement Learning" (2nd edition), §13.5.</summary>
public sealed record OneStepAcConfig : OnPolicyConfig
{
    /// <summary>The defaults: an update after every step of all environments, from temporal-difference errors as they are.</summary>
    public OneStepAcConfig()
    {
        NumSteps = 1;
        NormalizeAdvantages = false;
    }

    /// <inheritdoc/>
    public override Algorithm Algorithm => OneStepAc.Instance;
}
