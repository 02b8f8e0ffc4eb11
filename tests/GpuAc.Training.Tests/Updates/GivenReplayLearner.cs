using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Statistics;

namespace GpuAc.Training.Tests.Updates;

/// <summary>A device's learner over a given replay.</summary>
internal abstract class GivenReplayLearner : IDisposable
{
    /// <summary>α; 0 for algorithms without.</summary>
    public abstract float Temperature { get; }

    /// <summary>Makes one update, and says what it reports.</summary>
    public abstract LearningSums Update();

    /// <summary>Weights, in the networks' order.</summary>
    public abstract float[] DownloadParameters();

    /// <summary>Weights of the targets.</summary>
    public abstract float[] DownloadTargets();

    /// <summary>
    /// Gradients of each parameter's last step before they were clipped; where two steps move a shared body, those of the later one.
    /// </summary>
    public abstract float[] DownloadGradients();

    public abstract void Dispose();
}
