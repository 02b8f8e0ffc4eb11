using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export;

/// <summary>Room for everything that a policy computes of a batch.</summary>
internal sealed class PolicyOutputs
{
    internal PolicyOutputs(PolicySnapshot snapshot, int rows)
    {
        IsDiscrete = snapshot.IsDiscrete;
        ActorOutputs = snapshot.ActionNames.Length;
        Components = IsDiscrete ? 1 : ActorOutputs;
        Actions = new float[rows * Components];
        Values = new float[snapshot.Network.HasCritic ? rows : 0];
        Distribution = new float[rows * ActorOutputs];
        LogStds = new float[snapshot.Distribution.HasLogStd() ? rows * ActorOutputs : 0];
    }

    internal bool IsDiscrete { get; }

    internal int ActorOutputs { get; }

    internal int Components { get; }

    internal float[] Actions { get; }

    internal float[] Values { get; }

    internal float[] Distribution { get; }

    internal float[] LogStds { get; }

    internal void Fill(float value)
    {
        Array.Fill(Actions, value);
        Array.Fill(Values, value);
        Array.Fill(Distribution, value);
        Array.Fill(LogStds, value);
    }
}
