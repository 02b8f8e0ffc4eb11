namespace GpuAc.Lanes;

/// <summary>
/// What a random draw is keyed by, together with environment and step: the run's seed and the purpose of the draw. The same key,
/// environment and step give the same bits on every device and lane width, in any order.
/// </summary>
/// <param name="Seed">Seed of the run; the two key words of Philox-4x32.</param>
/// <param name="Purpose">What the draw is for; part of the counter, so purposes never share a stream.</param>
public readonly record struct RandomKey(ulong Seed, RandomPurpose Purpose);
