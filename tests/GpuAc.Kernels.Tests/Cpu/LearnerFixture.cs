using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes.Threads;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>Runs the epochs of one iteration, with each advantage shifted and then scaled.</summary>
internal delegate LearnStatistics LearnCall<TLoss>(LearnPlan plan, TLoss loss, double progress, float shift, float scale);

/// <summary>A learner with all that it works on.</summary>
internal sealed unsafe record LearnerFixture<TLoss>(
    WorkerPool Pool, ParameterState State, SampleTiles Samples, LearnCall<TLoss> Learn, IDisposable Learner) : IDisposable
{
    /// <summary>Parameters, in the flat layout.</summary>
    public float[] Parameters => Flat(State.Parameters);

    /// <summary>Gradient of the last minibatch, in the flat layout.</summary>
    public float[] Gradients => Flat(State.Gradients);

    public void Dispose()
    {
        Learner.Dispose();
        Samples.Dispose();
        State.Dispose();
        Pool.Dispose();
    }

    private float[] Flat(float* padded)
    {
        var flat = new float[State.Layout.Spec.ParameterCount];
        State.Layout.Unpack(new ReadOnlySpan<float>(padded, State.Layout.Length), flat);
        return flat;
    }
}
