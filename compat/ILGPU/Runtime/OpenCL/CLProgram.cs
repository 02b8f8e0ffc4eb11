using System.Text;
using ILGPU.Backends.C;

namespace ILGPU.Runtime.OpenCL;

/// <summary>A compiled kernel.</summary>
internal sealed unsafe class CLProgram : IDisposable
{
    private readonly nint program;

    /// <summary>Compiles a kernel, or takes it from the disk cache.</summary>
    public CLProgram(CLAccelerator accelerator, KernelSource source, string kernelName)
    {
        Source = source;
        var device = accelerator.Device;
        var options = Options(accelerator);
        string[] key = ["OpenCL", source.Source, options, device.Name, device.Version, device.DriverVersion];
        var isKept = !device.KeepsPrograms || accelerator.Context.Properties.CacheFolder is not null;
        var binary = isKept ? accelerator.Cache.Read(key) : null;
        program = binary is null ? 0 : FromBinary(accelerator, binary, options);
        if (program == 0)
        {
            program = FromSource(accelerator, source.Source, options, kernelName);
            if (isKept && Binary(program) is { Length: > 0 } compiled)
                accelerator.Cache.Write(compiled, key);
        }

        int status;
        fixed (byte* name = Encoding.UTF8.GetBytes(source.Name + '\0'))
            Kernel = OpenCLNative.CreateKernel(program, name, &status);
        CLException.Check(status, "clCreateKernel", kernelName);
        nuint largest;
        CLException.Check(
            OpenCLNative.GetKernelWorkGroupInfo(Kernel, device.DeviceId, 0x11B0, (nuint)sizeof(nuint), &largest, null),
            "clGetKernelWorkGroupInfo", kernelName);
        LargestGroup = (int)largest;
    }

    public KernelSource Source { get; }

    public nint Kernel { get; }

    public int LargestGroup { get; }

    public void Dispose()
    {
        CLException.Check(OpenCLNative.ReleaseKernel(Kernel), "clReleaseKernel");
        CLException.Check(OpenCLNative.ReleaseProgram(program), "clReleaseProgram");
    }

    private static string Options(CLAccelerator accelerator)
    {
        var properties = accelerator.Context.Properties;
        var options = new StringBuilder("-cl-std=CL1.2 -w");
        if (properties.OptimizationLevel == OptimizationLevel.Debug)
            options.Append(" -cl-opt-disable");
        if (properties.MathMode == MathMode.Default && accelerator.Device.RoundsDivisions)
            options.Append(" -cl-fp32-correctly-rounded-divide-sqrt");
        if (properties.MathMode != MathMode.Default)
            options.Append(" -cl-mad-enable");
        return options.ToString();
    }

    private static nint FromSource(CLAccelerator accelerator, string source, string options, string kernelName)
    {
        int status;
        nint program;
        var text = Encoding.UTF8.GetBytes(source);
        var length = (nuint)text.Length;
        fixed (byte* pointer = text)
        {
            var sources = pointer;
            program = OpenCLNative.CreateProgramWithSource(accelerator.ContextPtr, 1, &sources, &length, &status);
        }

        CLException.Check(status, "clCreateProgramWithSource", kernelName);
        status = Build(accelerator, program, options);
        if (status == 0)
            return program;
        var log = BuildLog(accelerator, program);
        OpenCLNative.ReleaseProgram(program);
        throw new CLException(
            $"clBuildProgram failed for kernel {kernelName}: {new CLException("clBuildProgram", status, null).Error}. "
            + $"The compiler said:\n{log}\nThe source was:\n{Numbered(source)}");
    }

    private static nint FromBinary(CLAccelerator accelerator, byte[] binary, string options)
    {
        int status, binaryStatus;
        nint program;
        var id = accelerator.Device.DeviceId;
        var length = (nuint)binary.Length;
        fixed (byte* pointer = binary)
        {
            var binaries = pointer;
            program = OpenCLNative.CreateProgramWithBinary(accelerator.ContextPtr, 1, &id, &length, &binaries, &binaryStatus, &status);
        }

        if (status != 0)
            return 0; // The driver no longer takes it: compile.
        if (binaryStatus == 0 && Build(accelerator, program, options) == 0)
            return program;
        OpenCLNative.ReleaseProgram(program);
        return 0;
    }

    private static int Build(CLAccelerator accelerator, nint program, string options)
    {
        var id = accelerator.Device.DeviceId;
        fixed (byte* text = Encoding.UTF8.GetBytes(options + '\0'))
            return OpenCLNative.BuildProgram(program, 1, &id, text, 0, 0);
    }

    private static byte[] Binary(nint program)
    {
        nuint size = 0;
        CLException.Check(OpenCLNative.GetProgramInfo(program, 0x1165, (nuint)sizeof(nuint), &size, null), "clGetProgramInfo");
        var binary = new byte[(int)size];
        fixed (byte* pointer = binary)
        {
            var binaries = pointer;
            CLException.Check(OpenCLNative.GetProgramInfo(program, 0x1166, (nuint)sizeof(byte*), &binaries, null), "clGetProgramInfo");
        }

        return binary;
    }

    private static string BuildLog(CLAccelerator accelerator, nint program)
    {
        nuint size = 0;
        OpenCLNative.GetProgramBuildInfo(program, accelerator.Device.DeviceId, 0x1183, 0, null, &size);
        var text = new byte[(int)size];
        fixed (byte* pointer = text)
            OpenCLNative.GetProgramBuildInfo(program, accelerator.Device.DeviceId, 0x1183, size, pointer, null);
        return Encoding.UTF8.GetString(text).TrimEnd('\0', '\n');
    }

    private static string Numbered(string source) => string.Join('\n', source.Split('\n').Select((line, i) => $"{i + 1,4}  {line}"));
}
