using GpuAc.Export;
using GpuAc.Serving.Batching;
using GpuAc.Serving.Telemetry;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Models;

/// <summary>A policy that is loaded. It stays until it has been retired and the last request that uses it has ended.</summary>
internal sealed class ServedPolicy
{
    /// <summary>The protocol's name of what runs policies.</summary>
    internal const string Platform = "onnxruntime_onnx";

    private readonly OnnxPolicy policy;
    private readonly Lock gate = new();
    private int leases;
    private bool isRetired;

    private ServedPolicy(string name, long version, OnnxPolicy policy, BatchLimits limits, ServingMetrics metrics)
    {
        Name = name;
        Version = version;
        this.policy = policy;
        Signature = new PolicySignature(policy);
        Queue = new BatchQueue(policy, Signature, limits, metrics, ServingMetrics.Tags(name, VersionText));
    }

    /// <summary>Its name.</summary>
    internal string Name { get; }

    /// <summary>Its version, from 1.</summary>
    internal long Version { get; }

    /// <summary>Its version as the protocol writes it.</summary>
    internal string VersionText => Version.ToString();

    /// <summary>Its input and outputs.</summary>
    internal PolicySignature Signature { get; }

    /// <summary>Where requests wait for it.</summary>
    internal BatchQueue Queue { get; }

    /// <summary>What it is, for the log.</summary>
    internal string Description =>
        $"{policy.Metadata.Provenance.Algorithm} for {policy.Metadata.Provenance.EnvironmentId}, {policy.ObservationSize} observations";

    /// <summary>Loads a policy, and has it compute once so that one which cannot is found out now.</summary>
    /// <param name="place">What to serve it as.</param>
    /// <param name="file">The file's bytes.</param>
    /// <param name="limits">How its requests are put together.</param>
    /// <param name="metrics">Where batches are recorded.</param>
    /// <exception cref="GpuAcException">The file is damaged, no policy of ours, or does not run.</exception>
    internal static ServedPolicy Load(PolicyPlace place, byte[] file, BatchLimits limits, ServingMetrics metrics)
    {
        OnnxPolicy policy = OnnxPolicy.Load(file, $"Policy file '{place.Path}'", options: null);
        try
        {
            var served = new ServedPolicy(place.Name, place.Version, policy, limits, metrics);
            new PolicyResult(policy, served.Signature, 1, actsOnly: true).Compute(policy, new float[policy.ObservationSize]);
            new PolicyResult(policy, served.Signature, 1, actsOnly: false).Compute(policy, new float[policy.ObservationSize]);
            return served;
        }
        catch
        {
            policy.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the policy from being disposed of until <see cref="Release"/>; false when it has been retired.</summary>
    internal bool TryLease()
    {
        lock (gate)
        {
            if (isRetired)
                return false;
            leases++;
            return true;
        }
    }

    /// <summary>Ends a lease.</summary>
    internal void Release()
    {
        lock (gate)
        {
            leases--;
            if (!isRetired || leases > 0)
                return;
        }

        policy.Dispose();
    }

    /// <summary>Takes no more requests, and disposes of the policy after the last one.</summary>
    internal void Retire()
    {
        lock (gate)
        {
            if (isRetired)
                return;
            isRetired = true;
            if (leases > 0)
                return;
        }

        policy.Dispose();
    }
}
