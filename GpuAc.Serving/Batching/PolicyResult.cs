using GpuAc.Export;
using GpuAc.Export.Onnx;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Batching;

/// <summary>What a policy computed of some rows.</summary>
internal sealed class PolicyResult
{
    private readonly PolicySignature signature;
    private readonly int rows;
    private readonly float[] actions;
    private readonly float[] values;
    private readonly float[] distribution;
    private readonly float[] logStds;

    /// <summary>Makes room.</summary>
    internal PolicyResult(OnnxPolicy policy, PolicySignature signature, int rows, bool actsOnly)
    {
        this.signature = signature;
        this.rows = rows;
        actions = new float[rows * policy.ActionComponents];
        values = !actsOnly && policy.HasValue ? new float[rows] : [];
        distribution = actsOnly ? [] : new float[rows * policy.ActorOutputs];
        logStds = !actsOnly && policy.HasLogStd ? new float[rows * policy.ActorOutputs] : [];
    }

    /// <summary>Computes it.</summary>
    /// <param name="policy">The policy that room was made for.</param>
    /// <param name="observations">[rows, observation].</param>
    internal void Compute(OnnxPolicy policy, ReadOnlySpan<float> observations)
    {
        if (distribution.Length == 0)
            policy.Act(observations, actions);
        else
            policy.Forward(observations, actions, values, distribution, logStds);
    }

    /// <summary>Takes some of a larger result's rows.</summary>
    internal void CopyFrom(PolicyResult batch, int firstRow)
    {
        Copy(batch.actions, actions);
        Copy(batch.values, values);
        Copy(batch.distribution, distribution);
        Copy(batch.logStds, logStds);

        void Copy(float[] from, float[] to) => from.AsSpan(firstRow * (to.Length / rows), to.Length).CopyTo(to);
    }

    /// <summary>One of the outputs.</summary>
    /// <exception cref="RefusedException">It is not finite.</exception>
    internal OutputTensor Tensor(TensorSpec spec)
    {
        float[] numbers = spec.Name switch
        {
            PolicyTensors.Action => actions,
            PolicyTensors.Value => values,
            PolicyTensors.LogStd => signature.LogStdPerRow ? logStds : logStds[..signature.ActorOutputs],
            _ => distribution,
        };
        long[] shape = [.. spec.Shape.Select(dimension => dimension < 0 ? rows : dimension)];
        if (spec.Datatype == TensorSpec.Integer)
            return new OutputTensor(spec.Name, shape, null, [.. numbers.Select(number => (long)number)]);
        int at = Array.FindIndex(numbers, number => !float.IsFinite(number));
        return at < 0
            ? new OutputTensor(spec.Name, shape, numbers, null)
            : throw RefusedException.Malformed(
                $"Output '{spec.Name}' is not finite at row {at * (long)rows / numbers.Length}: the observation is too large for the policy's "
                + "arithmetic in float32.");
    }
}
