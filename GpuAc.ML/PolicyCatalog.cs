using GpuAc.Export;
using GpuAc.Export.Inference;
using GpuAc.ML.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GpuAc.ML;

/// <summary>Adds policies to <c>mlContext.Transforms</c>.</summary>
public static class PolicyCatalog
{
    /// <summary>Scores rows with an exported policy.</summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="policyFile">A <c>policy.onnx</c> that GpuAc wrote. It becomes part of the model: a saved pipeline does not need
    /// it.</param>
    /// <param name="observationColumn">The vector column of raw observations, or null for one column per observation, named as the policy
    /// names them.</param>
    /// <param name="gpuDeviceId">Number of an NVIDIA GPU; null for what the <see cref="MLContext"/> says, which is the CPU by
    /// default.</param>
    /// <param name="fallbackToCpu">With <paramref name="gpuDeviceId"/>: use the CPU where that GPU cannot be used, in place of an
    /// error.</param>
    /// <exception cref="GpuAcException">The file is missing, damaged or no policy of ours, or the GPU cannot be used.</exception>
    public static PolicyEstimator ApplyPolicy(
        this TransformsCatalog catalog, string policyFile, string? observationColumn = null, int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        catalog.ApplyPolicy(policyFile, new PolicyColumns { Observation = observationColumn }, gpuDeviceId, fallbackToCpu);

    /// <summary>Scores rows with an exported policy, under column names of your own.</summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="policyFile">A <c>policy.onnx</c> that GpuAc wrote. It becomes part of the model: a saved pipeline does not need
    /// it.</param>
    /// <param name="columns">Names of the columns to read and to add.</param>
    /// <param name="gpuDeviceId">Number of an NVIDIA GPU; null for what the <see cref="MLContext"/> says, which is the CPU by
    /// default.</param>
    /// <param name="fallbackToCpu">With <paramref name="gpuDeviceId"/>: use the CPU where that GPU cannot be used, in place of an
    /// error.</param>
    /// <exception cref="GpuAcException">The file is missing, damaged or no policy of ours, or the GPU cannot be used.</exception>
    public static PolicyEstimator ApplyPolicy(
        this TransformsCatalog catalog, string policyFile, PolicyColumns columns, int? gpuDeviceId = null, bool fallbackToCpu = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(columns);
        OnnxPolicyOptions options = Options(((IInternalCatalog)catalog).Environment, gpuDeviceId, fallbackToCpu);
        using OnnxPolicy policy = OnnxPolicy.Load(policyFile, options);
        return new PolicyEstimator(policy, columns, options);
    }

    /// <summary>Scores rows with a policy in memory.</summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="policyFile">The bytes of a <c>policy.onnx</c> that GpuAc wrote.</param>
    /// <param name="columns">Names of the columns to read and to add, or null for the usual ones.</param>
    /// <param name="gpuDeviceId">Number of an NVIDIA GPU; null for what the <see cref="MLContext"/> says, which is the CPU by
    /// default.</param>
    /// <param name="fallbackToCpu">With <paramref name="gpuDeviceId"/>: use the CPU where that GPU cannot be used, in place of an
    /// error.</param>
    /// <exception cref="GpuAcException">The bytes are damaged or no policy of ours, or the GPU cannot be used.</exception>
    public static PolicyEstimator ApplyPolicy(
        this TransformsCatalog catalog, byte[] policyFile, PolicyColumns? columns = null, int? gpuDeviceId = null,
        bool fallbackToCpu = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        OnnxPolicyOptions options = Options(((IInternalCatalog)catalog).Environment, gpuDeviceId, fallbackToCpu);
        using OnnxPolicy policy = OnnxPolicy.Load(policyFile, options);
        return new PolicyEstimator(policy, columns ?? new PolicyColumns(), options);
    }

    /// <summary>Where to compute, as ML.NET's own transforms of ONNX models decide.</summary>
    internal static OnnxPolicyOptions Options(IHostEnvironment environment, int? gpuDeviceId = null, bool fallbackToCpu = false)
    {
        if (gpuDeviceId == null && environment is IHostEnvironmentInternal { GpuDeviceId: { } device } settings)
            (gpuDeviceId, fallbackToCpu) = (device, settings.FallbackToCpu);
        return gpuDeviceId is not { } gpu
            ? new OnnxPolicyOptions()
            : new OnnxPolicyOptions { Device = fallbackToCpu ? InferenceDevice.Auto : InferenceDevice.Cuda, CudaDevice = gpu };
    }
}
