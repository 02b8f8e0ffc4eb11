using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ILGPU.Backends.PTX;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>Everything that a kernel's PTX depends on, as a name for it.</summary>
/// <remarks>
/// The kernel with its type arguments and constants, the target, and the exact builds of all code that can come into it: the assemblies of
/// the kernel and its type arguments and what they refer to, ILGPU and ourselves among them, and the version of .NET.
/// </remarks>
internal static class PtxKey
{
    // What Microsoft signs .NET's own assemblies with: their builds follow from the version of .NET.
    private static readonly string[] PlatformTokens = ["b03f5f7f11d50a3a", "7cec85d7bea7798e", "cc7b13ffcd2ddd51", "b77a5c561934e089"];

    /// <summary>The name.</summary>
    /// <param name="backend">Target.</param>
    /// <param name="request">The kernel.</param>
    public static string Of(PTXBackend backend, KernelRequest request)
    {
        var text = new StringBuilder();
        text.AppendLine($"{backend.Architecture} {backend.InstructionSet} .NET {Environment.Version}");
        text.AppendLine($"{request.Method.DeclaringType!.AssemblyQualifiedName} {request.Method}");
        foreach (Type argument in request.Method.GetGenericArguments())
            text.AppendLine(argument.AssemblyQualifiedName);
        text.AppendLine($"{request.Constants?.GetType().AssemblyQualifiedName} {request.Constants}");
        foreach (string build in Builds(request).Order(StringComparer.Ordinal))
            text.AppendLine(build);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..40];
    }

    private static IEnumerable<string> Builds(KernelRequest request)
    {
        var pending = new Queue<Assembly>([request.Method.DeclaringType!.Assembly, .. Arguments(request.Method.GetGenericArguments())]);
        HashSet<Assembly> seen = [.. pending];
        while (pending.TryDequeue(out Assembly? assembly))
        {
            yield return $"{assembly.FullName} {assembly.ManifestModule.ModuleVersionId}";
            foreach (AssemblyName name in assembly.GetReferencedAssemblies().Where(name => !IsOfPlatform(name)))
            {
                Assembly referenced = Assembly.Load(name);
                if (seen.Add(referenced))
                    pending.Enqueue(referenced);
            }
        }
    }

    private static IEnumerable<Assembly> Arguments(Type[] types) =>
        types.SelectMany(type => Arguments(type.GetGenericArguments()).Prepend(type.Assembly));

    private static bool IsOfPlatform(AssemblyName name) =>
        name.GetPublicKeyToken() is { Length: > 0 } token && PlatformTokens.Contains(Convert.ToHexString(token).ToLowerInvariant());
}
