namespace GpuAc.Training.Comparison;

/// <summary>Episodes that ended in an iteration of training.</summary>
/// <param name="EnvSteps">Environment steps by the iteration's end.</param>
/// <param name="Episodes">How many ended, at least 1.</param>
/// <param name="MeanReturn">Their mean return.</param>
public readonly record struct CurvePoint(long EnvSteps, long Episodes, double MeanReturn);
