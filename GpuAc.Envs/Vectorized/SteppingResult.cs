namespace GpuAc.Envs.Vectorized;

/// <summary>What stepping with random actions measured.</summary>
/// <param name="EnvironmentSteps">Steps timed, over all environments and repetitions. Padding of a last, partly filled register is not
/// counted.</param>
/// <param name="EnvironmentStepsPerSecond">Median over the repetitions of steps per second of wall-clock time, all threads
/// together.</param>
/// <param name="Repetitions">Steps per second of each repetition, in the order in which they ran.</param>
/// <param name="Seconds">Wall-clock time of all repetitions together, the warm-up not included.</param>
/// <param name="Episodes">Episodes that ended in the timed steps.</param>
/// <param name="MeanEpisodeLength">Mean number of steps of those episodes; NaN when none ended.</param>
/// <param name="RewardSum">Sum of the timed steps' rewards.</param>
/// <param name="NumEnvs">Number of environments.</param>
/// <param name="Threads">Number of threads that stepped: no more than there are blocks of 64 environments.</param>
/// <param name="LaneWidth">Environments per register.</param>
public sealed record SteppingResult(
    long EnvironmentSteps,
    double EnvironmentStepsPerSecond,
    IReadOnlyList<double> Repetitions,
    double Seconds,
    long Episodes,
    double MeanEpisodeLength,
    double RewardSum,
    int NumEnvs,
    int Threads,
    int LaneWidth);
