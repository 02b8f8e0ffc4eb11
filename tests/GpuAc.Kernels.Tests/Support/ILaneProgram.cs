using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Support;

/// <summary>A computation over lanes: from one set of components a sample to another.</summary>
internal interface ILaneProgram
{
    /// <summary>Computes one register of samples, the first of which has the given index.</summary>
    void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
        where F : struct, IFloatLane<F>;
}
