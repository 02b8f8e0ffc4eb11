using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Environments;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Puts environments into start states: once per run, or before every rollout of whole episodes.</summary>
internal static class StartKernel
{
    /// <summary>One environment per thread.</summary>
    public static void Run<TEnv>(Index1D index, RolloutViews views, RolloutNumbers numbers, RolloutShape shape)
        where TEnv : struct, IEnvironment
    {
        var stepper = new EnvironmentStepper<TEnv, Lane1>(
            shape.StateSize, shape.ResetUniforms, shape.MaxEpisodeSteps, new RandomKey(numbers.Seed, RandomPurpose.Reset));
        EnvironmentLanes<Lane1> lanes = default;
        uint environment = (uint)(numbers.FirstEnvironment + index.X);
        Collection<TEnv>.Start(stepper, environment, views.Clock[0].FirstStep, ref lanes);
        if (numbers.StaggerStarts != 0)
            Collection<TEnv>.Stagger(stepper, numbers.Seed, environment, ref lanes);
        EnvironmentTable table = new() { Values = views.Environments, Stride = numbers.Stride, StateSize = shape.StateSize };
        table.Store(ref lanes, index.X);
        views.Environments[(shape.DiscountedReturn * numbers.Stride) + index.X] = 0f;
    }
}
