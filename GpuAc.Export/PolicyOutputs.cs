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
    }

    internal bool IsDiscrete { get; }

    internal int ActorOutputs { get; }

    internal int Components { get; }

    internal float[] Actions { get; }

    internal float[] Values { get; }

    internal float[] Distribution { get; }

    internal void Fill(float value)
    {
        Array.Fill(Actions, value);
        Array.Fill(Values, value);
        Array.Fill(Distribution, value);
    }
}
