using GpuAc.Kernels.Lanes;

namespace GpuAc.Compat.Ilgpu.Tests.Lanes;

/// <summary>Some of the toolkit's mathematics: sixteen inputs, sixteen outputs.</summary>
internal interface ILaneFormula
{
    static abstract void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>;
}
