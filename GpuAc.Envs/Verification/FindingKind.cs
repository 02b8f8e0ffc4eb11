namespace GpuAc.Envs.Verification;

/// <summary>What a finding of <see cref="EnvironmentChecker"/> is about.</summary>
public enum FindingKind
{
    /// <summary>The specification is unusable or contradicts itself.</summary>
    Specification,

    /// <summary>A member throws.</summary>
    Exception,

    /// <summary>A member leaves components unset, or uses components beyond the specified ones.</summary>
    Shape,

    /// <summary>A state, observation or reward is NaN or infinite.</summary>
    NonFinite,

    /// <summary>An observation lies outside its bounds.</summary>
    Bounds,

    /// <summary>The same inputs gave different results.</summary>
    Determinism,

    /// <summary>A lane's result depends on what the other lanes hold.</summary>
    LaneIndependence,

    /// <summary>Lane widths give different results.</summary>
    LaneWidth,

    /// <summary>The <c>terminated</c> output is not a mask.</summary>
    Mask,

    /// <summary>Start states are the same whatever is drawn, or end at once.</summary>
    Reset,

    /// <summary>Episodes do not start over, or are not truncated at their limit.</summary>
    Episode,
}
