using GpuAc.Export.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Export.Inference;

/// <summary>Pinned buffers for one call at a time, bound to a session's inputs and outputs. Not thread-safe: calls rent one each.</summary>
internal sealed class RunContext : IDisposable
{
    private const int MaxBindings = 64;

    private readonly SessionShape shape;
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly float[] observations;
    private readonly float[] actions;
    private readonly long[] indices;
    private readonly float[] values;
    private readonly float[] distribution;
    private readonly float[] logStd;
    private readonly Dictionary<int, Binding> bindings = [];

    /// <summary>Allocates buffers.</summary>
    /// <param name="session">Session to run; stays the caller's.</param>
    /// <param name="shape">Its inputs and outputs.</param>
    /// <param name="capacity">Most rows of one run.</param>
    internal RunContext(InferenceSession session, SessionShape shape, int capacity)
    {
        this.session = session;
        this.shape = shape;
        Capacity = capacity;
        observations = Pinned<float>(capacity * shape.Observations);
        actions = Pinned<float>(shape.IsDiscrete ? 0 : capacity * shape.ActorOutputs);
        indices = Pinned<long>(shape.IsDiscrete ? capacity : 0);
        values = Pinned<float>(shape.ActsOnly ? 0 : capacity);
        distribution = Pinned<float>(shape.ActsOnly ? 0 : capacity * shape.ActorOutputs);
        logStd = Pinned<float>(shape.ActsOnly || shape.IsDiscrete ? 0 : shape.ActorOutputs);
    }

    /// <summary>Most rows of one run.</summary>
    internal int Capacity { get; }

    /// <summary>Runs the session once. Lengths were checked by the caller.</summary>
    internal void Run(ReadOnlySpan<float> input, int rows, Span<float> actionOutput, Span<float> valueOutput, Span<float> distributionOutput)
    {
        input.CopyTo(observations);
        Binding binding = BindingFor(rows);
        if (shape.OnDevice)
            binding.Bindings.BindInput(PolicyTensors.Observation, binding.Input); // This is what copies to the device.
        session.RunWithBinding(runOptions, binding.Bindings);
        if (shape.IsDiscrete)
        {
            for (int row = 0; row < rows; row++)
                actionOutput[row] = indices[row];
        }
        else
        {
            actions.AsSpan(0, actionOutput.Length).CopyTo(actionOutput);
        }

        values.AsSpan(0, valueOutput.Length).CopyTo(valueOutput);
        distribution.AsSpan(0, distributionOutput.Length).CopyTo(distributionOutput);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        runOptions.Dispose();
    }

    private static T[] Pinned<T>(int length)
        where T : unmanaged => GC.AllocateUninitializedArray<T>(length, pinned: true);

    private Binding BindingFor(int rows)
    {
        if (bindings.TryGetValue(rows, out Binding? binding))
            return binding;
        if (bindings.Count == MaxBindings)
            Clear();
        binding = new Binding(session, Tensor(observations, rows, shape.Observations));
        bindings.Add(rows, binding);
        binding.BindOutput(PolicyTensors.Action, shape.IsDiscrete ? Tensor(indices, rows) : Tensor(actions, rows, shape.ActorOutputs));
        if (shape.ActsOnly)
            return binding;
        binding.BindOutput(PolicyTensors.Value, Tensor(values, rows));
        binding.BindOutput(shape.IsDiscrete ? PolicyTensors.Logits : PolicyTensors.Mean, Tensor(distribution, rows, shape.ActorOutputs));
        if (!shape.IsDiscrete)
            binding.BindOutput(PolicyTensors.LogStd, Tensor(logStd, shape.ActorOutputs));
        return binding;
    }

    private static OrtValue Tensor<T>(T[] buffer, params ReadOnlySpan<int> dimensions)
        where T : unmanaged
    {
        var shape = new long[dimensions.Length];
        int length = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = dimensions[i];
            length *= dimensions[i];
        }

        return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(0, length), shape);
    }

    private void Clear()
    {
        foreach (Binding binding in bindings.Values)
            binding.Dispose();
        bindings.Clear();
    }

    /// <summary>The buffers' first rows as tensors, bound to the session.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly List<OrtValue> outputs = [];

        internal Binding(InferenceSession session, OrtValue input)
        {
            Input = input;
            Bindings = session.CreateIoBinding();
            Bindings.BindInput(PolicyTensors.Observation, input);
        }

        internal OrtIoBinding Bindings { get; }

        internal OrtValue Input { get; }

        internal void BindOutput(string name, OrtValue output)
        {
            outputs.Add(output);
            Bindings.BindOutput(name, output);
        }

        public void Dispose()
        {
            Bindings.Dispose();
            Input.Dispose();
            foreach (OrtValue output in outputs)
                output.Dispose();
        }
    }
}
