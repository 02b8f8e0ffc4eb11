using Google.Protobuf;
using GpuAc.Export.Inference;
using GpuAc.Export.Onnx;
using GpuAc.Policies.Distributions;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Export;

/// <summary>
/// Runs an exported policy with ONNX Runtime: raw observations in, the deterministic action in the environment's units out.
/// </summary>
/// <remarks>
/// Safe to use from several threads at once; they share one session. A call allocates nothing once a batch of its size was seen.
/// <see cref="Act"/> runs a copy of the graph without the critic, which takes half as long; <c>Forward</c> runs all of it.
/// One thread computes a batch: for more, split it and call from several threads.
/// Disposing while calls run is the caller's error.
/// </remarks>
public sealed class OnnxPolicy : IDisposable
{
    private readonly string name;
    private readonly PolicySession acting;
    private readonly Lazy<PolicySession> full;
    private volatile bool isDisposed;

    private OnnxPolicy(byte[] file, string name, OnnxPolicyOptions options)
    {
        this.name = name;
        File = file;
        PolicyFile policy = PolicyFile.Read(file, name);
        Metadata = policy.Metadata;
        HasValue = policy.HasValue;
        OnnxPruner.KeepOutput(policy.Model.Graph, PolicyTensors.Action);
        OnnxSession.Created created = OnnxSession.Create(policy.Model.ToByteArray(), name, options);
        Device = created.Device;
        Warning = created.Warning;
        acting = new PolicySession(created.Session, Shape(actsOnly: true));
        full = new Lazy<PolicySession>(() =>
            new PolicySession(OnnxSession.Create(file, name, options with { Device = Device }).Session, Shape(actsOnly: false)));
    }

    /// <summary>The file's bytes, to keep the policy inside something else; not to be written to.</summary>
    public ReadOnlyMemory<byte> File { get; }

    /// <summary>What the file says about the policy.</summary>
    public PolicyMetadata Metadata { get; }

    /// <summary>Where the policy runs: <see cref="InferenceDevice.Cpu"/> or <see cref="InferenceDevice.Cuda"/>.</summary>
    public InferenceDevice Device { get; }

    /// <summary>Why the policy does not run where it might, when <see cref="InferenceDevice.Auto"/> was asked for; else null.</summary>
    public string? Warning { get; }

    /// <summary>Components of an observation.</summary>
    public int ObservationSize => Metadata.ObservationNames.Count;

    /// <summary>Components of an action: 1 when discrete.</summary>
    public int ActionComponents => Metadata.IsDiscrete ? 1 : Metadata.ActionNames.Count;

    /// <summary>True when the policy has a critic, so that values can be asked for.</summary>
    public bool HasValue { get; }

    /// <summary>True when the policy is a Gaussian, so that log standard deviations can be asked for.</summary>
    public bool HasLogStd => Metadata.Distribution.HasLogStd();

    /// <summary>Outputs of the actor: logits, or means.</summary>
    public int ActorOutputs => Metadata.ActionNames.Count;

    /// <summary>Loads a policy from a file.</summary>
    /// <param name="path">A <c>policy.onnx</c> that this library wrote.</param>
    /// <param name="options">Where to run, or null for the CPU.</param>
    /// <exception cref="GpuAcException">The file is missing, damaged or no policy of ours, or the device cannot be used.</exception>
    public static OnnxPolicy Load(string path, OnnxPolicyOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] file;
        try
        {
            file = System.IO.File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new GpuAcException(
                $"Policy file '{path}' cannot be read ({cause.Message.TrimEnd('.')}); give a policy.onnx that 'gpuac train' or 'gpuac "
                + "export' wrote.", cause);
        }

        return Load(file, $"Policy file '{path}'", options);
    }

    /// <summary>Loads a policy from memory.</summary>
    /// <param name="file">The bytes of a <c>policy.onnx</c> that this library wrote.</param>
    /// <param name="options">Where to run, or null for the CPU.</param>
    /// <exception cref="GpuAcException">The bytes are damaged or no policy of ours, or the device cannot be used.</exception>
    public static OnnxPolicy Load(byte[] file, OnnxPolicyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Load(file, "The policy in memory", options);
    }

    /// <summary>Loads a policy from memory, under a name for messages.</summary>
    /// <param name="file">The bytes of a <c>policy.onnx</c> that this library wrote.</param>
    /// <param name="name">What messages call it, at the start of a sentence.</param>
    /// <param name="options">Where to run, or null for the CPU.</param>
    /// <exception cref="GpuAcException">The bytes are damaged or no policy of ours, or the device cannot be used.</exception>
    public static OnnxPolicy Load(byte[] file, string name, OnnxPolicyOptions? options) =>
        new(file, name, options ?? new OnnxPolicyOptions());

    /// <summary>The deterministic actions of one observation or a batch.</summary>
    /// <param name="observations">[batch, observation], raw, as the environment gives them.</param>
    /// <param name="actions">Output, [batch, action components]: an index as a float, or values in the environment's units.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together.</exception>
    /// <exception cref="GpuAcException">An observation is not finite.</exception>
    public void Act(ReadOnlySpan<float> observations, Span<float> actions)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        int batch = CheckObservations(observations);
        CheckActions(actions, batch);
        if (batch > 0)
            Run(acting, observations, batch, actions, [], [], []);
    }

    /// <summary>The deterministic action of one observation, of a policy with discrete actions.</summary>
    /// <param name="observation">Raw, as the environment gives it.</param>
    /// <returns>Index of the action.</returns>
    /// <exception cref="InvalidOperationException">The policy's actions are continuous.</exception>
    /// <exception cref="ArgumentException">The observation's length is another.</exception>
    /// <exception cref="GpuAcException">The observation is not finite.</exception>
    public int ActDiscrete(ReadOnlySpan<float> observation)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!Metadata.IsDiscrete)
            throw new InvalidOperationException($"The policy for {Metadata.Provenance.EnvironmentId} has continuous actions; use Act.");
        Span<float> action = stackalloc float[1];
        Act(observation, action);
        return (int)action[0];
    }

    /// <summary>Everything that the policy computes of a batch.</summary>
    /// <param name="observations">[batch, observation], raw, as the environment gives them.</param>
    /// <param name="actions">Output, [batch, action components].</param>
    /// <param name="values">Output, [batch], or empty when not wanted or when there is no critic.</param>
    /// <param name="distribution">Output, [batch, actor outputs]: logits, or means before squashing and clipping; or empty when not
    /// wanted.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together.</exception>
    /// <exception cref="InvalidOperationException">Values are asked for, but there is no critic.</exception>
    /// <exception cref="GpuAcException">An observation is not finite.</exception>
    public void Forward(ReadOnlySpan<float> observations, Span<float> actions, Span<float> values, Span<float> distribution) =>
        Forward(observations, actions, values, distribution, []);

    /// <summary>Everything that the policy computes of a batch, with the spread of a Gaussian policy.</summary>
    /// <param name="observations">[batch, observation], raw, as the environment gives them.</param>
    /// <param name="actions">Output, [batch, action components].</param>
    /// <param name="values">Output, [batch], or empty when not wanted or when there is no critic.</param>
    /// <param name="distribution">Output, [batch, actor outputs]: logits, or means before squashing and clipping; or empty when not
    /// wanted.</param>
    /// <param name="logStds">Output, [batch, actor outputs]: natural logarithms of the standard deviations before squashing and clipping;
    /// or empty when not wanted or when the policy is no Gaussian.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together.</exception>
    /// <exception cref="InvalidOperationException">Values are asked for, but there is no critic; or log standard deviations, but there are
    /// none.</exception>
    /// <exception cref="GpuAcException">An observation is not finite.</exception>
    public void Forward(
        ReadOnlySpan<float> observations, Span<float> actions, Span<float> values, Span<float> distribution, Span<float> logStds)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        int batch = CheckObservations(observations);
        CheckActions(actions, batch);
        if (!values.IsEmpty && !HasValue)
            throw new InvalidOperationException(
                $"The policy for {Metadata.Provenance.EnvironmentId} has no critic, so no values; leave 'values' empty.");
        if (!values.IsEmpty && values.Length != batch)
            throw Unfit(nameof(values), values.Length, $"batch = {batch}");
        if (!distribution.IsEmpty && distribution.Length != batch * ActorOutputs)
            throw Unfit(nameof(distribution), distribution.Length, $"batch × {ActorOutputs} = {batch * ActorOutputs}");
        if (!logStds.IsEmpty && !HasLogStd)
            throw new InvalidOperationException(
                $"The policy for {Metadata.Provenance.EnvironmentId} is no Gaussian, so it has no standard deviations; leave 'logStds' "
                + "empty.");
        if (!logStds.IsEmpty && logStds.Length != batch * ActorOutputs)
            throw Unfit(nameof(logStds), logStds.Length, $"batch × {ActorOutputs} = {batch * ActorOutputs}");
        if (batch > 0)
            Run(full.Value, observations, batch, actions, values, distribution, logStds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        acting.Dispose();
        if (full.IsValueCreated)
            full.Value.Dispose();
    }

    private void Run(
        PolicySession session, ReadOnlySpan<float> observations, int batch, Span<float> actions, Span<float> values,
        Span<float> distribution, Span<float> logStds)
    {
        try
        {
            session.Run(observations, batch, actions, values, distribution, logStds);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new GpuAcException(
                $"{name} failed in ONNX Runtime ({OnnxSession.Brief(cause)}). Export the policy again with 'gpuac export'.", cause);
        }
    }

    private SessionShape Shape(bool actsOnly) => new(
        ObservationSize, ActorOutputs, Metadata.IsDiscrete, HasValue && !actsOnly,
        HasLogStd && !actsOnly, Metadata.Distribution.HasStateLogStd(), actsOnly, Device == InferenceDevice.Cuda);

    private int CheckObservations(ReadOnlySpan<float> observations)
    {
        int size = ObservationSize;
        int batch = observations.Length / size;
        if (batch * size != observations.Length)
            throw Unfit(nameof(observations), observations.Length, $"a multiple of {size}");
        int at = FiniteCheck.FirstNonFinite(observations);
        if (at >= 0)
        {
            throw new GpuAcException(
                $"Observation {at / size} is not finite: its component {at % size} ({Metadata.ObservationNames[at % size]}) is "
                + $"{observations[at]}. Check the environment or sensor that it comes from.");
        }

        return batch;
    }

    private void CheckActions(Span<float> actions, int batch)
    {
        if (actions.Length != batch * ActionComponents)
            throw Unfit(nameof(actions), actions.Length, $"batch × {ActionComponents} = {batch * ActionComponents}");
    }

    private static ArgumentException Unfit(string name, int actual, string expected) =>
        new($"'{name}' must hold {expected} values, but holds {actual}.", name);
}
