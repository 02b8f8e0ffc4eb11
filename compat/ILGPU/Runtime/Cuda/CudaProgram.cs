using System.Text;
using ILGPU.Backends.C;

namespace ILGPU.Runtime.Cuda;

/// <summary>A compiled kernel, made for the device's own architecture.</summary>
internal sealed unsafe class CudaProgram : IDisposable
{
    private const int SharedBytesAttribute = 1;
    private const int LocalBytesAttribute = 3;
    private const int RegistersAttribute = 4;
    private const int MaxDynamicSharedAttribute = 8;
    private const int MaxThreadsAttribute = 0;
    private const int SharedBytesOfEveryFunction = 48 << 10;

    private readonly CudaAccelerator accelerator;
    private readonly nint module;
    private readonly Lock limit = new();
    private volatile int dynamicLimit;

    /// <summary>Compiles a kernel, or takes it from the disk cache.</summary>
    public CudaProgram(CudaAccelerator accelerator, KernelSource source, string kernelName)
    {
        this.accelerator = accelerator;
        Source = source;
        accelerator.Bind();
        var device = accelerator.Device;
        var options = Options(accelerator.Context.Properties, device.Major, device.Minor);
        int major, minor;
        CudaException.CheckCompiler(NvrtcNative.Version(&major, &minor), "nvrtcVersion");
        string[] key =
        [
            "CUDA", source.Source, .. options, $"NVRTC {major}.{minor}", $"driver {device.DriverVersion}", device.Name, device.Version,
        ];
        var image = accelerator.Cache.Read(key);
        nint loaded = 0;
        if (image is null || !TryLoad(image, out loaded))
        {
            image = Compile(source, options, kernelName);
            fixed (byte* pointer = image)
                CudaException.Check(CudaNative.ModuleLoadData(&loaded, pointer), "cuModuleLoadData", kernelName);
            accelerator.Cache.Write(image, key);
        }

        module = loaded;
        nint function;
        fixed (byte* name = Encoding.UTF8.GetBytes(source.Name + '\0'))
            CudaException.Check(CudaNative.ModuleGetFunction(&function, module, name), "cuModuleGetFunction", kernelName);
        Function = function;
        LargestGroup = Attribute(MaxThreadsAttribute);
        StaticSharedBytes = Attribute(SharedBytesAttribute);
        Registers = Attribute(RegistersAttribute);
        LocalBytes = Attribute(LocalBytesAttribute);
        dynamicLimit = SharedBytesOfEveryFunction - StaticSharedBytes;
    }

    public KernelSource Source { get; }

    public nint Function { get; }

    public int LargestGroup { get; }

    public int StaticSharedBytes { get; }

    public int Registers { get; }

    public int LocalBytes { get; }

    /// <summary>What NVRTC is told.</summary>
    public static string[] Options(ContextProperties properties, int major, int minor)
    {
        var exact = properties.MathMode == MathMode.Default;
        List<string> options = [$"--gpu-architecture=sm_{major}{minor}", "--std=c++17", exact ? "--fmad=false" : "--fmad=true"];
        if (!exact)
            options.Add("--use_fast_math");
        if (properties.OptimizationLevel == OptimizationLevel.Debug)
            options.Add("--device-debug");
        return [.. options];
    }

    /// <summary>
    /// Allows a launch to have more than 48 KiB of shared memory, declared and dynamic together, which a function has to ask for.
    /// </summary>
    public void AllowDynamicShared(int bytes, string kernelName)
    {
        if (bytes <= dynamicLimit)
            return;
        lock (limit)
        {
            // Another thread may have allowed more meanwhile, which the driver would forget.
            if (bytes <= dynamicLimit)
                return;
            CudaException.Check(
                CudaNative.FunctionSetAttribute(Function, MaxDynamicSharedAttribute, bytes), "cuFuncSetAttribute", kernelName);
            dynamicLimit = bytes;
        }
    }

    public void Dispose()
    {
        accelerator.Bind();
        CudaException.Check(CudaNative.ModuleUnload(module), "cuModuleUnload");
    }

    private static bool TryLoad(byte[] image, out nint module)
    {
        nint loaded;
        fixed (byte* pointer = image)
        {
            var loads = CudaNative.ModuleLoadData(&loaded, pointer) == 0;
            module = loads ? loaded : 0;
            return loads;
        }
    }

    private static byte[] Compile(KernelSource source, string[] options, string kernelName)
    {
        nint program;
        fixed (byte* text = Encoding.UTF8.GetBytes(source.Source + '\0'))
        fixed (byte* name = Encoding.UTF8.GetBytes(source.Name + ".cu\0"))
            CudaException.CheckCompiler(NvrtcNative.CreateProgram(&program, text, name, 0, null, null), "nvrtcCreateProgram", kernelName);
        try
        {
            var flat = options.Select(option => Encoding.UTF8.GetBytes(option + '\0')).ToArray();
            var joined = flat.SelectMany(option => option).ToArray();
            var pointers = stackalloc byte*[options.Length];
            int status;
            fixed (byte* start = joined)
            {
                var next = start;
                for (var i = 0; i < options.Length; next += flat[i++].Length)
                    pointers[i] = next;
                status = NvrtcNative.CompileProgram(program, options.Length, pointers);
            }

            if (status != 0)
                throw new CudaException(
                    $"nvrtcCompileProgram failed for kernel {kernelName}. "
                    + $"The compiler said:\n{Log(program)}\nThe source was:\n{Numbered(source.Source)}");
            nuint size;
            CudaException.CheckCompiler(NvrtcNative.GetCubinSize(program, &size), "nvrtcGetCUBINSize", kernelName);
            var image = new byte[(int)size];
            fixed (byte* pointer = image)
                CudaException.CheckCompiler(NvrtcNative.GetCubin(program, pointer), "nvrtcGetCUBIN", kernelName);
            return image;
        }
        finally
        {
            _ = NvrtcNative.DestroyProgram(&program);
        }
    }

    private static string Log(nint program)
    {
        nuint size;
        CudaException.CheckCompiler(NvrtcNative.GetProgramLogSize(program, &size), "nvrtcGetProgramLogSize");
        var log = new byte[(int)size];
        fixed (byte* pointer = log)
            CudaException.CheckCompiler(NvrtcNative.GetProgramLog(program, pointer), "nvrtcGetProgramLog");
        return Encoding.UTF8.GetString(log).TrimEnd('\0', '\n');
    }

    private static string Numbered(string source) => string.Join('\n', source.Split('\n').Select((line, i) => $"{i + 1,4}  {line}"));

    private int Attribute(int attribute)
    {
        int value;
        CudaException.Check(CudaNative.FunctionGetAttribute(&value, attribute, Function), "cuFuncGetAttribute");
        return value;
    }
}
