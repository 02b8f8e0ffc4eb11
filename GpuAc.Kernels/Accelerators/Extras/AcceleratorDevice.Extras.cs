using ILGPU.Extras;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <content>What only our own runtime can say of a device.</content>
internal sealed partial class AcceleratorDevice
{
    static partial void AskIsGpu(Device device, ref bool isGpu) => isGpu = AcceleratorSurvey.IsGpu(device);

    static partial void AskFreeBytes(Accelerator accelerator, ref long bytes) => bytes = accelerator.GetFreeBytes() ?? bytes;

    static partial void AskRegisters(Delegate launcher, ref int registers) =>
        registers = launcher.TryGetKernel(out Kernel? kernel) ? kernel.GetRegisters() ?? 0 : 0;

    static partial void AskAbsence(DeviceKind kind, ref string reason)
    {
        AcceleratorType type = kind == DeviceKind.Cuda ? AcceleratorType.Cuda : AcceleratorType.OpenCL;
        string? absence = AcceleratorSurvey.Run().FirstOrDefault(entry => entry.Type == type)?.Absence;
        reason = absence == null ? reason : $": {absence}";
    }
}
