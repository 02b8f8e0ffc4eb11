namespace GpuAc.Kernels.Updates;

/// <summary>The numbers of one update that its elementwise steps need; plain, so that kernels can take them.</summary>
public struct UpdateNumbers
{
    /// <summary>Seed of the run.</summary>
    public ulong Seed;

    /// <summary>Number of the update, from 1; keys its draws.</summary>
    public ulong Update;

    /// <summary>α; 0 for algorithms without.</summary>
    public float Temperature;

    /// <summary>σ of target smoothing; 0 for none.</summary>
    public float TargetNoise;

    /// <summary>What target smoothing is clipped to.</summary>
    public float TargetNoiseClip;

    /// <summary>Weight of ½·mean Q² in the critics' loss.</summary>
    public float QRegularizer;

    /// <summary>Weight of the entropy bonus of an actor that learns on-policy.</summary>
    public float EntropyCoefficient;

    /// <summary>A number that only a user's own update reads; see <c>OffPolicyPlan.OwnCoefficient</c>.</summary>
    public float OwnCoefficient;

    /// <summary>1 where critics learn symlog of the values.</summary>
    public int SymlogValues;
}
