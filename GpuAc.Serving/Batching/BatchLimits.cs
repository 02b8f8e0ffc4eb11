namespace GpuAc.Serving.Batching;

/// <summary>How requests are put together.</summary>
/// <param name="MaxBatch">Most rows that are computed at once.</param>
/// <param name="MaxDelay">How long a request may wait for others; zero lets none wait.</param>
/// <param name="MaxQueuedRows">Most rows that wait.</param>
internal readonly record struct BatchLimits(int MaxBatch, TimeSpan MaxDelay, int MaxQueuedRows);
