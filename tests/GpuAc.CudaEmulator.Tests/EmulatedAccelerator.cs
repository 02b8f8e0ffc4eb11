using GpuAc.Kernels.Accelerators;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>An accelerator of this process on the emulated driver, for one test, and ILGPU's own CPU alongside it.</summary>
internal sealed class EmulatedAccelerator : IDisposable
{
    private readonly Context context;

    /// <param name="mode">Whether mathematics is as IEEE 754 has it, or approximate with denormals as zeros.</param>
    public EmulatedAccelerator(MathMode mode = MathMode.Fast)
    {
        Emulator.Load();
        context = Context.Create(builder =>
        {
            DeviceSurvey.Configure(builder);
            builder.Cuda().CPU(new CPUDevice(32, 4, 1)).Math(mode);
        });
        Cuda = context.CreateCudaAccelerator(0);
    }

    public CudaAccelerator Cuda { get; }

    /// <summary>Groups of up to 128 threads, in warps of 32: what the emulator's results are compared with.</summary>
    public Accelerator CreateReference() => context.Devices.OfType<CPUDevice>().Single().CreateAccelerator(context);

    public void Dispose()
    {
        try
        {
            Cuda.Dispose();
        }
        finally
        {
            context.Dispose();
        }
    }
}
