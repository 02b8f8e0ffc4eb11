using ILGPU;
using ILGPU.Backends.C;
using ILGPU.Backends.Cuda;
using ILGPU.Extras;
using ILGPU.Frontend;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.Compat.Ilgpu.Tests.Runtime;

/// <summary>What can be said of CUDA without a GPU: the source written for it, and what happens where it is missing.</summary>
public class CudaSourceTests
{
    [Fact]
    public void Source_OfAGroupedKernel_UsesCudasWords()
    {
        var source = Write((Action<ArrayView<float>>)Kernel, new KernelSpecialization(128, 4));
        Assert.Contains("extern \"C\" __global__ __launch_bounds__(128, 4) void", source.Source, StringComparison.Ordinal);
        Assert.Contains("__shared__ float tile_memory[64];", source.Source, StringComparison.Ordinal);
        Assert.Contains("extern __shared__", source.Source, StringComparison.Ordinal);
        Assert.Contains("__syncthreads()", source.Source, StringComparison.Ordinal);
        Assert.Contains("__shfl_down_sync(0xffffffffu,", source.Source, StringComparison.Ordinal);
        Assert.Contains("atomicAdd((float*)", source.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("__global ", source.Source, StringComparison.Ordinal);
        Assert.Equal([ArgumentKind.View, ArgumentKind.DynamicBytes], source.Arguments.Select(argument => argument.Kind));
        Assert.Equal(256, source.SharedBytes);
    }

    [Fact]
    public void Options_ForTheDeviceAndMathMode_SayArchitectureAndContraction()
    {
        using var exact = Context.Create(_ => { });
        using var fast = Context.Create(builder => builder.Math(MathMode.Fast));
        Assert.Equal(["--gpu-architecture=sm_90", "--std=c++17", "--fmad=false"], CudaProgram.Options(exact.Properties, 9, 0));
        Assert.Equal(
            ["--gpu-architecture=sm_86", "--std=c++17", "--fmad=true", "--use_fast_math"], CudaProgram.Options(fast.Properties, 8, 6));
    }

    [Fact]
    public void Survey_WithoutAKind_SaysWhy()
    {
        foreach (var entry in AcceleratorSurvey.Run())
            Assert.Equal(entry.Devices.Count == 0, entry.Absence is not null);
    }

    [Fact]
    public void Graph_OnAnotherAccelerator_IsRefused()
    {
        var stream = Devices.Get(Target.Cpu).DefaultStream;
        Assert.False(CudaGraph.IsSupported(stream));
        Assert.Throws<NotSupportedException>(() => CudaGraph.Record(stream, () => { }));
    }

    private static KernelSource Write(Delegate kernel, KernelSpecialization specialization) =>
        KernelWriter.Write(
            KernelMethod.Grouped(kernel), new CudaDialect(), isChecked: false, specialization, new Dictionary<int, object>());

    private static void Kernel(ArrayView<float> values)
    {
        var tile = SharedMemory.Allocate<float>(64);
        var more = SharedMemory.GetDynamic<float>();
        tile[Group.IdxX] = values[Grid.GlobalLinearIndex];
        more[Group.IdxX] = 1;
        Group.Barrier();
        Atomic.Add(ref values[0], Warp.ShuffleDown(tile[63 - Group.IdxX], 1) + more[0]);
    }
}
