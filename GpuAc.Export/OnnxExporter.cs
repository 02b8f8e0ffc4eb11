using GpuAc.Export.Onnx;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;

namespace GpuAc.Export;

/// <summary>
/// Exports policies as ONNX: raw observations in, actions in the environment's units out, with normalisation, squashing and scaling inside.
/// </summary>
/// <remarks>
/// Input <c>observation</c> float32[batch, obs]. Outputs <c>action</c> (int64[batch] for discrete actions, float32[batch, act] otherwise),
/// <c>value</c> float32[batch] where the policy has a critic of states, and <c>logits</c> float32[batch, act] or <c>mean</c> float32[batch,
/// act] and <c>log_std</c> float32[act] or, of SAC, float32[batch, act], the latter of Gaussian policies. Metadata: flat keys
/// <c>gpuac.*</c>, see <see cref="PolicyMetadata"/>. <see cref="OnnxProfile"/> has other names, for engines.
/// </remarks>
public static class OnnxExporter
{
    /// <summary>Exports a policy in memory and verifies it with ONNX Runtime.</summary>
    /// <param name="snapshot">The policy.</param>
    /// <param name="observations">[count, observation]: recorded observations to verify with; when empty, observations are made up.</param>
    /// <param name="options">Operator set and profile; null for the defaults.</param>
    /// <exception cref="GpuAcException">The snapshot is faulty, the operator set out of range, or ONNX Runtime does not reproduce the
    /// policy.</exception>
    public static PolicyExport Export(
        PolicySnapshot snapshot, ReadOnlySpan<float> observations = default, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        options ??= new OnnxExportOptions();
        if (options.Profile != OnnxProfile.Onnx)
            throw new GpuAcException(
                $"A policy in memory is run by its own tensors' names, which profile {OnnxProfiles.NameOf(options.Profile)} does not have. "
                + "Use Save or ToBytes.");
        return new PolicyExport(snapshot, observations, options);
    }

    /// <summary>Exports a policy to a file, once ONNX Runtime has reproduced its outputs.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="snapshot">The policy.</param>
    /// <param name="observations">[count, observation]: recorded observations to verify with; when empty, observations are made up.</param>
    /// <param name="options">Operator set and profile; null for the defaults.</param>
    /// <exception cref="GpuAcException">As for <see cref="Export"/>, or the file cannot be written.</exception>
    public static ExportVerification Save(
        string path, PolicySnapshot snapshot, ReadOnlySpan<float> observations = default, OnnxExportOptions? options = null)
    {
        options ??= new OnnxExportOptions();
        KnownValues.Require(options.Profile);
        using PolicyExport export = Export(snapshot, observations, options with { Profile = OnnxProfile.Onnx });
        if (options.Profile == OnnxProfile.Onnx)
        {
            export.Save(path);
            return export.Verification;
        }

        byte[] file = ToBytes(snapshot, options);
        ProfileVerifier.Verify(file, snapshot, options.Profile, observations);
        AtomicFile.Write(path, file, "policy");
        return export.Verification;
    }

    /// <summary>The file's bytes, not verified: the same for the same snapshot.</summary>
    /// <param name="snapshot">The policy.</param>
    /// <param name="options">Operator set and profile; null for the defaults.</param>
    /// <exception cref="GpuAcException">The snapshot is faulty, or the operator set out of range.</exception>
    public static byte[] ToBytes(PolicySnapshot snapshot, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new PolicyModel(snapshot, options ?? new OnnxExportOptions()).ToBytes(snapshot.Provenance);
    }

    /// <summary>
    /// Loads ONNX Runtime, and exports and verifies a tiny policy, so that the first real export does not pay for it. Meant for a
    /// background thread while training runs; safe to call at any time, from any thread.
    /// </summary>
    /// <exception cref="GpuAcException">The ONNX Runtime library cannot be loaded.</exception>
    public static void WarmUp()
    {
        var network = new ActorCriticSpec(
            new MlpSpec(1, []), MlpSpec.Create(1, [1], Activation.Tanh, 2), MlpSpec.Create(1, [1], Activation.Tanh, 1), 0);
        var snapshot = new PolicySnapshot
        {
            Network = network,
            Parameters = new float[network.ParameterCount],
            Distribution = DistributionKind.Categorical,
            Normalization = new ObservationNormalization([0], [1], 1e-8f, 10),
            ObservationNames = ["x"],
            ObservationLow = [-1],
            ObservationHigh = [1],
            ActionNames = ["left", "right"],
            Provenance = new PolicyProvenance { EnvironmentId = "none", Algorithm = "none" },
        };
        Export(snapshot).Dispose();
    }
}
