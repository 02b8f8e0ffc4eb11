namespace GpuAc.Serving.Settings;

/// <summary>Where policies come from.</summary>
/// <param name="Path">
/// A file, or a folder that holds <c>NAME.onnx</c>, <c>NAME/policy.onnx</c> or <c>NAME/VERSION/policy.onnx</c>, versions being whole numbers
/// from 1.
/// </param>
/// <param name="Name">The name to serve a file under; null takes the file's, without its extension. Not of folders.</param>
public sealed record PolicySource(string Path, string? Name = null);
