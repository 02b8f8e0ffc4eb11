using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Translation;
using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>The PTX of kernels, made as for a GPU but without one.</summary>
internal static partial class Ptx
{
    private static readonly Context Context = Context.Create(DeviceSurvey.Configure);

    /// <summary>The compiler, as for an A100.</summary>
    public static PTXBackend Backend { get; } = new(
        Context, new CudaCapabilityContext(CudaArchitecture.SM_80), CudaArchitecture.SM_80, CudaInstructionSet.ISA_80, null);

    private static readonly ConcurrentDictionary<KernelRequest, string> Made = [];

    /// <summary>A kernel's PTX.</summary>
    public static string Of(KernelRequest kernel) =>
        Made.GetOrAdd(kernel, request => ((PTXCompiledKernel)KernelTranslator.Compile(Backend, request)).PTXAssembly);

    /// <summary>What must not be in a kernel: memory that is no register, and calls, which pass arguments through it.</summary>
    public static IReadOnlyList<string> Faults(string ptx) => [.. ptx.Split('\n').Where(line => Forbidden().IsMatch(line))];

    /// <summary>One line of a table: instructions, loads from shared memory and barriers.</summary>
    public static string Describe(KernelRequest kernel)
    {
        string ptx = Of(kernel);
        return $"{kernel.Name,-90} {Instruction().Count(ptx),6} instructions {SharedLoad().Count(ptx),4} ld.shared "
            + $"{Barrier().Count(ptx),3} bar.sync";
    }

    [GeneratedRegex(@"\.local\b|\bcall\b|^\s*\.func\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"^\s+[a-z@].*;\s*$", RegexOptions.Multiline)]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\bld\.shared")]
    private static partial Regex SharedLoad();

    [GeneratedRegex(@"\bbar\.sync")]
    private static partial Regex Barrier();
}
