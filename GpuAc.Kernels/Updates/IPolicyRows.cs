using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>What the forward pass of an actor left for some samples: the parameters of their action distributions.</summary>
internal interface IPolicyRows<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Choices or dimensions of the action.</summary>
    int ActionSize { get; }

    /// <summary>Outputs of the actor.</summary>
    int PolicyOutputs { get; }

    /// <summary>Log standard deviations: parameters of the distribution that no network computes.</summary>
    int LogStds { get; }

    /// <summary>An output of the actor.</summary>
    F Policy(int output);

    /// <summary>A log standard deviation, the same for all samples.</summary>
    float LogStd(int dimension);
}

/// <summary>Reads <see cref="IPolicyRows{F}"/>.</summary>
internal static class PolicyRows
{
    /// <summary>The parameters of a distribution, in its order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read<F, TRows>(ref TRows rows, ref Components<F> distribution)
        where F : struct, IFloatLane<F>
        where TRows : struct, IPolicyRows<F>
    {
        int outputs = rows.PolicyOutputs;
        for (int k = 0; k < outputs; k++)
            distribution[k] = rows.Policy(k);
        for (int k = 0; k < rows.LogStds; k++)
            distribution[outputs + k] = F.Of(rows.LogStd(k));
    }
}
