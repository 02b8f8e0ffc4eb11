using System.Runtime.InteropServices;
using GpuAc.Export.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

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
    private readonly List<Binding> bindings = new(1);

    /// <summary>Allocates buffers.</summary>
    /// <param name="session">Session to run; stays the caller's.</param>
    /// <param name="shape">Its inputs and outputs.</param>
    /// <param name="capacity">Most rows of one run.</param>
    internal RunContext(InferenceSession session, SessionShape shape, int capacity)
    {
        this.session = session;
        this.shape = shape;
        Capacity = capacity;
        observations = GC.AllocateArray<float>(capacity * shape.Observations, pinned: true);
        actions = GC.AllocateArray<float>(shape.IsDiscrete ? 0 : capacity * shape.ActorOutputs, pinned: true);
        indices = GC.AllocateArray<long>(shape.IsDiscrete ? capacity : 0, pinned: true);
        values = GC.AllocateArray<float>(!shape.HasValue ? 0 : capacity, pinned: true);
        distribution = GC.AllocateArray<float>(shape.ActsOnly ? 0 : capacity * shape.ActorOutputs, pinned: true);
        int logStdRows = !shape.HasLogStd ? 0 : shape.LogStdPerRow ? capacity : 1;
        logStd = GC.AllocateArray<float>(logStdRows * shape.ActorOutputs, pinned: true);
    }

    /// <summary>Most rows of one run.</summary>
    internal int Capacity { get; }

    /// <summary>Runs the session once. Lengths were checked by the caller.</summary>
    internal void Run(
        ReadOnlySpan<float> input, int rows, Span<float> actionOutput, Span<float> valueOutput, Span<float> distributionOutput,
        Span<float> logStdOutput)
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
        int logStdStep = shape.LogStdPerRow ? logStdOutput.Length : Math.Min(shape.ActorOutputs, logStdOutput.Length);
        for (int at = 0; at < logStdOutput.Length; at += logStdStep)
            logStd.AsSpan(0, logStdStep).CopyTo(logStdOutput[at..]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        runOptions.Dispose();
    }

    private Binding BindingFor(int rows)
    {
        foreach (Binding known in bindings)
        {
            if (known.Rows == rows)
                return known;
        }

        if (bindings.Count == MaxBindings)
            Clear();
        var binding = new Binding(session, rows, Tensor(observations, [rows, shape.Observations]));
        bindings.Add(binding);
        binding.BindOutput(PolicyTensors.Action, shape.IsDiscrete ? IndexTensor(rows) : Tensor(actions, [rows, shape.ActorOutputs]));
        if (shape.ActsOnly)
            return binding;
        if (shape.HasValue)
            binding.BindOutput(PolicyTensors.Value, Tensor(values, [rows]));
        binding.BindOutput(shape.IsDiscrete ? PolicyTensors.Logits : PolicyTensors.Mean, Tensor(distribution, [rows, shape.ActorOutputs]));
        if (shape.HasLogStd)
        {
            long[] dimensions = shape.LogStdPerRow ? [rows, shape.ActorOutputs] : [shape.ActorOutputs];
            binding.BindOutput(PolicyTensors.LogStd, Tensor(logStd, dimensions));
        }

        return binding;
    }

    // Addresses of pinned arrays, which this object keeps alive.
    private static OrtValue Tensor(float[] buffer, long[] dimensions)
    {
        long length = dimensions.Length == 2 ? dimensions[0] * dimensions[1] : dimensions[0];
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, dimensions, Marshal.UnsafeAddrOfPinnedArrayElement((Array)buffer, 0),
            sizeof(float) * length);
    }

    private OrtValue IndexTensor(int rows) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Int64, [rows], Marshal.UnsafeAddrOfPinnedArrayElement((Array)indices, 0),
        sizeof(long) * (long)rows);

    private void Clear()
    {
        foreach (Binding binding in bindings)
            binding.Dispose();
        bindings.Clear();
    }

    /// <summary>The buffers' first rows as tensors, bound to the session.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly List<OrtValue> outputs = [];

        internal Binding(InferenceSession session, int rows, OrtValue input)
        {
            Rows = rows;
            Input = input;
            Bindings = session.CreateIoBinding();
            Bindings.BindInput(PolicyTensors.Observation, input);
        }

        internal int Rows { get; }

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
