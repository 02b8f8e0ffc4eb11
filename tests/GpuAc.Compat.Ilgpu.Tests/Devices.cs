using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuAc.Compat.Ilgpu.Tests;

/// <summary>The accelerators that every test body runs on.</summary>
public enum Target
{
    Cpu,
    OpenCL,
    Cuda,
}

/// <summary>Contexts and accelerators, made once.</summary>
public static class Devices
{
    private static readonly Dictionary<Target, Accelerator> Known = [];

    /// <summary>
    /// CPU and OpenCL always: without PoCL the suite fails. CUDA where there is a GPU. <c>ILGPU_TEST_TARGETS=cpu,cuda</c> names them
    /// instead, for a machine that has no OpenCL driver.
    /// </summary>
    public static Target[] Present { get; } = Environment.GetEnvironmentVariable("ILGPU_TEST_TARGETS") is { Length: > 0 } names
        ? [.. names.Split(',').Select(name => Enum.Parse<Target>(name, ignoreCase: true))]
        : HasCuda() ? [Target.Cpu, Target.OpenCL, Target.Cuda] : [Target.Cpu, Target.OpenCL];

    /// <summary>One whose kernels a driver compiles.</summary>
    public static Target Compiling => Present.First(target => target != Target.Cpu);

    public static TheoryData<Target> All => [.. Present];

    public static Accelerator Get(Target target)
    {
        lock (Known)
        {
            if (Known.TryGetValue(target, out var accelerator))
                return accelerator;
            return Known[target] = Make(target, builder => builder);
        }
    }

    public static Accelerator Make(Target target, Func<Context.Builder, Context.Builder> settings)
    {
        var context = Context.Create(builder => settings(target switch
        {
            Target.Cpu => builder.CPU(CPUDevice.Nvidia),
            Target.OpenCL => builder.OpenCL(),
            _ => builder.Cuda(),
        }).EnableAlgorithms());
        Assert.False(context.Devices.IsEmpty, $"There is no {target} device. OpenCL tests need a driver such as pocl-opencl-icd.");
        return context.Devices[0].CreateAccelerator(context);
    }

    private static bool HasCuda()
    {
        using var context = Context.Create(builder => builder.Cuda());
        return !context.Devices.IsEmpty;
    }
}
