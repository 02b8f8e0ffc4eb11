using GpuAc.Kernels.OffPolicy;

namespace GpuAc.Kernels.Plans;

/// <summary>How exploration goes on over training.</summary>
/// <param name="RandomSteps">Time steps of uniformly random actions at the start.</param>
/// <param name="Noise">Noise from then on.</param>
/// <param name="StartEpsilon">Probability of a random action after the random steps.</param>
/// <param name="EpsilonDecay">Factor applied to it in every time step.</param>
/// <param name="EndEpsilon">Its lowest value.</param>
public sealed record ExplorationPlan(long RandomSteps, ExplorationStep Noise, float StartEpsilon, float EpsilonDecay, float EndEpsilon)
{
    /// <summary>Probability of a random action in a time step.</summary>
    public float EpsilonAt(long step) => step < RandomSteps
        ? 1
        : (float)Math.Max(EndEpsilon, StartEpsilon * Math.Pow(EpsilonDecay, step - RandomSteps));

    /// <summary>The numbers of a time step.</summary>
    public ExplorationStep At(long step) => new()
    {
        Noise = Noise.Noise,
        Sigma = Noise.Sigma,
        Theta = Noise.Theta,
        TimeStep = Noise.TimeStep,
        Epsilon = EpsilonAt(step),
    };
}
