using GpuAc.Lanes;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Policies.Inference;

/// <summary><see cref="CpuPolicy"/> for one lane width.</summary>
internal sealed unsafe class CpuPolicy<F> : CpuPolicy
    where F : struct, IFloatLane<F>
{
    private readonly RowMlp<F> body;
    private readonly RowMlp<F> actor;
    private readonly RowMlp<F> critic;
    private readonly AlignedBuffer scratch;
    private readonly float* input;
    private readonly float* bodyA;
    private readonly float* bodyB;
    private readonly float* headA;
    private readonly float* headB;
    private readonly float[]? scale;
    private readonly float valueScale;

    /// <summary>Copies the parameters and allocates working memory.</summary>
    public CpuPolicy(PolicySnapshot snapshot)
        : base(snapshot)
    {
        ActorCriticSpec network = snapshot.Network;
        ReadOnlySpan<float> parameters = snapshot.Parameters;
        body = new RowMlp<F>(network.Body, parameters);
        actor = new RowMlp<F>(network.Actor, parameters[network.ActorOffset..]);
        critic = new RowMlp<F>(network.Critic, parameters[network.CriticOffset..]);
        int room = RowMlp<F>.MaxRows * Math.Max(body.Widest, Math.Max(actor.Widest, critic.Widest));
        scratch = new AlignedBuffer(5L * room);
        input = scratch.Pointer;
        bodyA = input + room;
        bodyB = bodyA + room;
        headA = bodyB + room;
        headB = headA + room;
        valueScale = 1 / snapshot.RewardScale;
        if (snapshot.Normalization is { } normalization)
            scale = [.. normalization.Variance.Select(variance => 1 / MathF.Sqrt(variance + normalization.Epsilon))];
    }

    private protected override void Run(
        ReadOnlySpan<float> observations, int batch, Span<float> actions, Span<float> values, Span<float> distribution,
        Span<float> logStds)
    {
        for (int first = 0; first < batch; first += RowMlp<F>.MaxRows)
        {
            int rows = Math.Min(RowMlp<F>.MaxRows, batch - first);
            Read(observations.Slice(first * ObservationSize, rows * ObservationSize));
            float* features = body.Forward(input, rows, bodyA, bodyB);
            float* policy = actor.Forward(features, rows, headA, headB);
            int stride = RowMlp<F>.Stride(Snapshot.Network.Actor.Outputs);
            for (int row = 0; row < rows; row++)
            {
                var outputs = new ReadOnlySpan<float>(policy + (row * stride), ActorOutputs);
                Decide(outputs, actions.Slice((first + row) * ActionComponents, ActionComponents));
                if (!distribution.IsEmpty)
                    outputs.CopyTo(distribution[((first + row) * ActorOutputs)..]);
                if (!logStds.IsEmpty)
                    ReadLogStds(policy + (row * stride) + ActorOutputs, logStds.Slice((first + row) * ActorOutputs, ActorOutputs));
            }

            if (values.IsEmpty)
                continue;
            float* value = critic.Forward(features, rows, headA, headB);
            for (int row = 0; row < rows; row++)
                values[first + row] = value[row * RowMlp<F>.Stride(1)] * valueScale;
        }
    }

    private protected override void Free()
    {
        body.Dispose();
        actor.Dispose();
        critic.Dispose();
        scratch.Dispose();
    }

    // Normalised rows, each followed by the constant 1.
    private void Read(ReadOnlySpan<float> observations)
    {
        int size = ObservationSize, stride = RowMlp<F>.Stride(size);
        ObservationNormalization? normalization = Snapshot.Normalization;
        float* row = input;
        for (int start = 0; start < observations.Length; start += size, row += stride)
        {
            ReadOnlySpan<float> observation = observations.Slice(start, size);
            if (normalization == null)
            {
                observation.CopyTo(new Span<float>(row, size));
            }
            else
            {
                for (int i = 0; i < size; i++)
                    row[i] = Math.Clamp((observation[i] - normalization.Mean[i]) * scale![i], -normalization.Clip, normalization.Clip);
            }

            row[size] = 1;
        }
    }

    // What the actor gives after the means, or what is the same for every observation.
    private void ReadLogStds(float* outputs, Span<float> logStds)
    {
        if (!Snapshot.Distribution.HasStateLogStd())
        {
            Snapshot.Parameters.AsSpan(Snapshot.Network.LogStdOffset, logStds.Length).CopyTo(logStds);
            return;
        }

        for (int i = 0; i < logStds.Length; i++)
            logStds[i] = Math.Clamp(outputs[i], DistributionKindTraits.MinLogStd, DistributionKindTraits.MaxLogStd);
    }

    private void Decide(ReadOnlySpan<float> outputs, Span<float> action)
    {
        if (Snapshot.IsDiscrete)
        {
            int best = 0;
            for (int i = 1; i < outputs.Length; i++)
            {
                if (outputs[i] > outputs[best])
                    best = i;
            }

            action[0] = best;
            return;
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            float low = Snapshot.ActionLow[i], high = Snapshot.ActionHigh[i];
            // low + (high − low) may round to beyond high, so the squashed action is held to the bounds as well.
            float value = Snapshot.Distribution.IsSquashed()
                ? low + ((MathF.Tanh(outputs[i]) + 1) * 0.5f * (high - low))
                : outputs[i];
            action[i] = Math.Clamp(value, low, high);
        }
    }
}
