using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>Settings of proximal policy optimisation. Schulman et al., arXiv:1707.06347.</summary>
public sealed record PpoConfig : OnPolicyConfig
{
    /// <inheritdoc/>
    public override Algorithm Algorithm => Ppo.Instance;

    /// <summary>λ of generalised advantage estimation, in [0, 1].</summary>
    public float GaeLambda { get; init; } = 0.95f;

    /// <summary>ε of the clipped surrogate, above 0.</summary>
    public float ClipRange { get; init; } = 0.2f;

    /// <summary>ε of the clipped value loss; 0 for the plain one.</summary>
    public float ValueClipRange { get; init; }

    /// <summary>Passes over each rollout, at least 1.</summary>
    public int NumEpochs { get; init; } = 4;

    /// <summary>Samples per gradient step: a multiple of 64 that divides the rollout size, or the rollout size itself.</summary>
    public long MinibatchSize { get; init; } = 4096;

    /// <summary>An epoch whose mean KL estimate exceeds 1.5 times this is the last of its iteration; 0 for never.</summary>
    public float TargetKl { get; init; }

    /// <inheritdoc/>
    public override TrainerConfig Fit() => MinibatchSize > 0 && NumEnvs > 0 && NumSteps > 0
        ? this with { MinibatchSize = NearestMinibatch(MinibatchSize) }
        : this;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        Require(faults, GaeLambda is >= 0 and <= 1, "gaeLambda", GaeLambda, "must be in [0, 1]");
        RequirePositive(faults, "clipRange", ClipRange);
        RequireNotNegative(faults, "valueClipRange", ValueClipRange, "no clipping");
        Require(faults, NumEpochs >= 1, "numEpochs", NumEpochs, "must be at least 1");
        RequireNotNegative(faults, "targetKl", TargetKl, "never stop early");
        RequireMinibatch(faults, MinibatchSize);
        return faults;
    }
}
