namespace GpuAc.Export.Inference;

/// <summary>What goes into and comes out of a policy's session.</summary>
/// <param name="Observations">Components of an observation.</param>
/// <param name="ActorOutputs">Logits, or components of a continuous action.</param>
/// <param name="IsDiscrete">Actions are indices.</param>
/// <param name="HasValue">The session computes values.</param>
/// <param name="HasLogStd">The session gives log standard deviations.</param>
/// <param name="LogStdPerRow">It gives them for each row; otherwise once for all.</param>
/// <param name="ActsOnly">The session computes actions and nothing else.</param>
/// <param name="OnDevice">Inputs are copied to a device before each run.</param>
internal readonly record struct SessionShape(
    int Observations, int ActorOutputs, bool IsDiscrete, bool HasValue, bool HasLogStd, bool LogStdPerRow, bool ActsOnly, bool OnDevice);
