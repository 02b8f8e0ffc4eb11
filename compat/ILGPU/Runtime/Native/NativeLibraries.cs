using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime.Native;

/// <summary>Finds the drivers' libraries when they are first needed; nothing is linked.</summary>
internal static class NativeLibraries
{
    public const string OpenCL = "OpenCL";
    public const string Cuda = "cuda";
    public const string Nvrtc = "nvrtc";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Handles = [];

    /// <summary>Loads a library.</summary>
    /// <returns>Null when it is there; otherwise why it is not, with the names that were tried.</returns>
    public static string? Load(string library) =>
        Resolve(library) != 0 ? null : $"none of {string.Join(", ", Names(library))} could be loaded";

    /// <summary>File names to try, plain and versioned.</summary>
    public static IReadOnlyList<string> Names(string library) => (library, OperatingSystem.IsWindows()) switch
    {
        (OpenCL, true) => ["OpenCL.dll"],
        (OpenCL, false) => ["libOpenCL.so.1", "libOpenCL.so", "/System/Library/Frameworks/OpenCL.framework/OpenCL"],
        (Cuda, true) => ["nvcuda.dll"],
        (Cuda, false) => ["libcuda.so.1", "libcuda.so"],
        (Nvrtc, true) => ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"],
        _ =>
        [
            .. NvrtcFolders().SelectMany(folder => new[] { "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so" }
                .Select(name => Path.Combine(folder, name))),
        ],
    };

#pragma warning disable CA2255 // The resolver must be there before the first driver call.
    [ModuleInitializer]
    internal static void Connect() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, (name, _, _) => Resolve(name));
#pragma warning restore CA2255

    private static nint Resolve(string library)
    {
        lock (Gate)
        {
            if (Handles.TryGetValue(library, out var handle))
                return handle;
            foreach (var name in Names(library))
            {
                if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out handle))
                    break;
            }

            return Handles[library] = handle;
        }
    }

    /// <summary>The loader's own search first, then where toolkits install.</summary>
    private static IEnumerable<string> NvrtcFolders()
    {
        yield return string.Empty;
        foreach (var variable in new[] { "CUDA_PATH", "CUDA_HOME" })
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root)
                yield return Path.Combine(root, "lib64");
        }

        yield return "/usr/local/cuda/lib64";
        yield return "/usr/local/cuda/targets/x86_64-linux/lib";
    }
}
