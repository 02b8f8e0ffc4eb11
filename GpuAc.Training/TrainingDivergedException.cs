using GpuAc.Kernels;

namespace GpuAc.Training;

/// <summary>Training came to a value that is not finite. The trainer's snapshot is the last policy whose weights all are.</summary>
/// <param name="message">What was not finite first, when, and what helps.</param>
public sealed class TrainingDivergedException(string message) : GpuAcException(message);
