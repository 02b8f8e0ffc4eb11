using System.Text.RegularExpressions;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>A kernel that ILGPU cannot translate; the message says which method does what no device can.</summary>
internal sealed partial class KernelRefusedException : NotSupportedException
{
    private KernelRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Says in one sentence what ILGPU says in a chain of exceptions.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="cause">ILGPU's exception.</param>
    public static KernelRefusedException Of(KernelRequest kernel, Exception cause)
    {
        string where = kernel.Name;
        Exception root = cause;
        for (Exception? next = cause; next != null; next = next.InnerException)
        {
            root = next;
            // The innermost method comes first.
            if (Location().Match(next.Message) is { Success: true } match)
                where = $"{match.Groups["type"].Value}.{match.Groups["method"].Value}";
        }

        return new($"{where}: {root.Message.Split('\n')[0].TrimEnd('.')}", cause);
    }

    [GeneratedRegex(@"- in method \S+ (?<method>[^\s(\[]+).*? declared in type (?:\S*[.+])?(?<type>[^\s.]+)")]
    private static partial Regex Location();
}
