using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
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

    public static TheoryData<Target> All => [Target.Cpu, Target.OpenCL];

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
        var context = Context.Create(builder => settings(target == Target.Cpu ? builder.CPU(CPUDevice.Nvidia) : builder.OpenCL(d => true)).EnableAlgorithms());
        return context.Devices[0].CreateAccelerator(context);
    }
}
