using GpuAc.Export.Onnx;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;

namespace GpuAc.Export;

/// <summary>
/// A policy exported in memory and verified: evaluate <see cref="Policy"/> through ONNX Runtime, then <see cref="Save"/> the file together
/// with how it did. The graph is built, and loaded, once. After disposal its methods throw <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed class PolicyExport : IDisposable
{
    private readonly PolicyModel model;
    private bool isDisposed;

    internal PolicyExport(PolicySnapshot snapshot, ReadOnlySpan<float> observations, OnnxExportOptions options)
    {
        model = new PolicyModel(snapshot, options);
        Policy = OnnxPolicy.Load(model.ToBytes(snapshot.Provenance), "The exported policy", null);
        try
        {
            Verification = OnnxVerifier.Verify(Policy, snapshot, observations);
        }
        catch
        {
            Policy.Dispose();
            throw;
        }
    }

    /// <summary>The exported policy, run by ONNX Runtime on the CPU. Disposed with this object.</summary>
    public OnnxPolicy Policy { get; }

    /// <summary>How closely ONNX Runtime reproduced the trainer's own outputs.</summary>
    public ExportVerification Verification { get; }

    /// <summary>The file's bytes; the same for the same snapshot and provenance.</summary>
    /// <param name="provenance">Where the policy comes from and how it did, or null for what the snapshot says.</param>
    public byte[] ToBytes(PolicyProvenance? provenance = null)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return model.ToBytes(provenance ?? model.Snapshot.Provenance);
    }

    /// <summary>Writes the file: whole, or not at all.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="provenance">Where the policy comes from and how it did, or null for what the snapshot says.</param>
    /// <exception cref="GpuAcException">The file cannot be written.</exception>
    public void Save(string path, PolicyProvenance? provenance = null) => AtomicFile.Write(path, ToBytes(provenance), "policy");

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        Policy.Dispose();
    }
}
