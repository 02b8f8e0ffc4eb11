namespace GpuAc.Samples.Tests;

/// <summary>
/// A test that needs Node.js and packages of npm. Without them: a failure where <c>CI</c> is <c>true</c>, a visible skip elsewhere.
/// </summary>
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    /// <summary>Names the folder whose <c>node_modules</c> holds the packages.</summary>
    internal const string Variable = "GPUAC_NODE_FOLDER";

    public NodeTheoryAttribute()
    {
        if (Folder == null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "ONNX Runtime for Node.js is missing: run 'npm install --prefix FOLDER onnxruntime-node onnxruntime-web' and set "
                + $"{Variable} to FOLDER.";
        }
    }

    /// <summary>The folder; null where there is none.</summary>
    internal static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
}
