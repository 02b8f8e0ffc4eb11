namespace GpuAc.Training;

/// <summary>Returns of a deterministic policy over whole episodes.</summary>
/// <param name="MeanReturn">Mean return.</param>
/// <param name="StdReturn">Standard deviation of the returns, divided by N.</param>
/// <param name="Episodes">Number of episodes.</param>
public readonly record struct EvaluationResult(double MeanReturn, double StdReturn, int Episodes);
