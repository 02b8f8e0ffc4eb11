using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Puts environments into start states: once a run, or before every rollout of whole episodes.</summary>
internal static class StartKernel
{
    /// <summary>One environment a thread.</summary>
    public static void Run<TEnv>(Index1D index, RolloutViews views, RolloutNumbers numbers, RolloutShape shape)
        where TEnv : struct, IEnvironment
    {
        var stepper = new EnvironmentStepper<TEnv, Lane1>(
            shape.StateSize, shape.ResetUniforms, shape.MaxEpisodeSteps, new RandomKey(numbers.Seed, RandomPurpose.Reset));
        Components<Lane1> state = default;
        uint environment = (uint)(numbers.FirstEnvironment + index.X);
        stepper.Start(environment, views.Clock[0].FirstStep, ref state);
        for (int k = 0; k < shape.StateSize; k++)
            views.Environments[(k * numbers.Stride) + index.X] = state[k].Value;
        float elapsed = 0f, episodeReturn = 0f;
        if (numbers.StaggerStarts != 0)
        {
            // The return of part of an episode is no return: NaN keeps it out of the statistics.
            Quad<Lane1> draws = Lane1.Uniform4(new RandomKey(numbers.Seed, RandomPurpose.Stagger), environment, 0, 0);
            elapsed = MathF.Floor(draws.A.Value * shape.MaxEpisodeSteps);
            episodeReturn = float.NaN;
        }

        views.Environments[(shape.Elapsed * numbers.Stride) + index.X] = elapsed;
        views.Environments[(shape.EpisodeReturn * numbers.Stride) + index.X] = episodeReturn;
        views.Environments[(shape.DiscountedReturn * numbers.Stride) + index.X] = 0f;
    }
}
