using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace ILGPU.Frontend.IL;

/// <summary>Names of locals and source lines from portable debug symbols, where they lie beside an assembly.</summary>
internal static class DebugNames
{
    private static readonly ConcurrentDictionary<Assembly, MetadataReader?> Readers = new();

    /// <summary>Names by slot; empty without symbols.</summary>
    public static Dictionary<int, string> Locals(MethodBase method)
    {
        var names = new Dictionary<int, string>();
        if (Reader(method) is not { } reader)
            return names;
        foreach (var scope in reader.GetLocalScopes(Handle(method)))
        {
            foreach (var local in reader.GetLocalScope(scope).GetLocalVariables())
            {
                var variable = reader.GetLocalVariable(local);
                names.TryAdd(variable.Index, reader.GetString(variable.Name));
            }
        }

        return names;
    }

    /// <summary>File and line of an instruction, or null without symbols.</summary>
    public static string? Line(MethodBase method, int offset)
    {
        if (Reader(method) is not { } reader)
            return null;
        string? best = null;
        foreach (var point in reader.GetMethodDebugInformation(Handle(method)).GetSequencePoints())
        {
            if (point.Offset > offset)
                break;
            if (!point.IsHidden)
                best = $"{Path.GetFileName(reader.GetString(reader.GetDocument(point.Document).Name))}:{point.StartLine}";
        }

        return best;
    }

    private static MethodDebugInformationHandle Handle(MethodBase method) =>
        ((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken)).ToDebugInformationHandle();

    private static MetadataReader? Reader(MethodBase method) =>
        method.Module.Assembly.IsDynamic ? null : Readers.GetOrAdd(method.Module.Assembly, Open);

    private static MetadataReader? Open(Assembly assembly)
    {
        try
        {
            var path = Path.ChangeExtension(assembly.Location, ".pdb");
            return File.Exists(path) ? MetadataReaderProvider.FromPortablePdbImage([.. File.ReadAllBytes(path)]).GetMetadataReader() : null;
        }
        catch (Exception exception) when (
            exception is IOException or BadImageFormatException or ArgumentException or UnauthorizedAccessException)
        {
            return null; // Symbols only make names and messages better.
        }
    }
}
