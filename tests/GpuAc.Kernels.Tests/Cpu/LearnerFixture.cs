using GpuAc.Kernels.Cpu;
using GpuAc.Lanes.Threads;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>A learner with all that it works on.</summary>
internal sealed unsafe record LearnerFixture(WorkerPool Pool, ParameterState State, SampleTiles Samples, ILearner Learner) : IDisposable
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
