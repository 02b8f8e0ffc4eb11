using GpuAc.Kernels.Lanes;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Lanes;

/// <summary>Runs a formula one sample a thread on an accelerator, and on the CPU's lanes.</summary>
internal static class LaneRunner
{
    public static void Kernel<TFormula>(Index1D i, ArrayView<float> inputs, ArrayView<float> outputs, int count)
        where TFormula : struct, ILaneFormula
    {
        Components<Lane1> input = default, output = default;
        for (var k = 0; k < Components.Capacity; k++)
            input[k] = Lane1.Of(inputs[(k * count) + i]);
        TFormula.Run(ref input, (uint)i.X, ref output);
        for (var k = 0; k < Components.Capacity; k++)
            outputs[(k * count) + i] = output[k].Value;
    }

    public static float[] OnDevice<TFormula>(Accelerator accelerator, float[] inputs, int count)
        where TFormula : struct, ILaneFormula
    {
        using var a = accelerator.Allocate1D(inputs);
        using var b = accelerator.Allocate1D<float>(inputs.Length);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, int>(Kernel<TFormula>)(
            count, a.View, b.View, count);
        accelerator.Synchronize();
        return b.GetAsArray1D();
    }

    public static unsafe float[] OnLanes<TFormula, F>(float[] inputs, int count)
        where TFormula : struct, ILaneFormula
        where F : struct, IFloatLane<F>
    {
        var outputs = new float[inputs.Length];
        fixed (float* source = inputs, target = outputs)
        {
            for (var i = 0; i < count; i += F.Width)
            {
                Components<F> input = default, output = default;
                for (var k = 0; k < Components.Capacity; k++)
                    input[k] = F.Load(source + (k * count) + i);
                TFormula.Run(ref input, (uint)i, ref output);
                for (var k = 0; k < Components.Capacity; k++)
                    output[k].Store(target + (k * count) + i);
            }
        }

        return outputs;
    }
}
