namespace System.Runtime.CompilerServices;

/// <summary>Known to the runtime by its name: lets this assembly use the internals of another.</summary>
/// <param name="assemblyName">Name of the other.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>Name of the other assembly.</summary>
    public string AssemblyName { get; } = assemblyName;
}
