using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Steps environments with uniformly random actions and no policy: how fast the dynamics alone are.</summary>
internal static class StepKernel
{
    /// <summary>One environment per thread, its state in registers from the first step to the last.</summary>
    /// <param name="index">Environment.</param>
    /// <param name="views">The environments; only they are used.</param>
    /// <param name="numbers">Sizes and seed.</param>
    /// <param name="steps">Steps to take.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="rewards">Receives each environment's sum of rewards.</param>
    public static void Run<TEnv>(
        Index1D index, RolloutViews views, RolloutNumbers numbers, int steps, RolloutShape shape,
        ArrayView<float> rewards)
        where TEnv : struct, IEnvironment
    {
        var stepper = new EnvironmentStepper<TEnv, Lane1>(
            shape.StateSize, shape.ResetUniforms, shape.MaxEpisodeSteps, new RandomKey(numbers.Seed, RandomPurpose.Reset));
        var key = new RandomKey(numbers.Seed, RandomPurpose.RandomAction);
        uint environment = (uint)index.X;
        ulong firstStep = views.Clock[0].FirstStep;
        Components<Lane1> state = default, action = default;
        for (int k = 0; k < shape.StateSize; k++)
            state[k] = new Lane1(views.Environments[(k * numbers.Stride) + index.X]);
        Lane1 elapsed = new(views.Environments[(shape.Elapsed * numbers.Stride) + index.X]);
        float total = 0f;
        int components = shape.Tile.ActionComponents;
        Quad<Lane1> words = default;
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < components; k++)
            {
                // Four words per draw, used one after another.
                int word = ((t * components) + k) & 3;
                if (word == 0)
                    words = Lane1.Uniform4(key, environment, firstStep + (ulong)t, (uint)k);
                float uniform = word == 0 ? words.A.Value : word == 1 ? words.B.Value : word == 2 ? words.C.Value : words.D.Value;
                action[k] = new Lane1(numbers.Bounds == 0
                    ? MathF.Floor(uniform * shape.Tile.ActionSize)
                    : views.Bounds[k] + (uniform * (views.Bounds[numbers.Bounds + k] - views.Bounds[k])));
            }

            stepper.Advance(ref state, ref elapsed, ref action, out Lane1 reward, out Lane1 terminated, out Lane1 truncated);
            total += reward.Value;
            if (Lane1.Any(terminated | truncated))
                stepper.Restart(Lane1.One, environment, firstStep + (ulong)t, ref state, ref elapsed);
        }

        for (int k = 0; k < shape.StateSize; k++)
            views.Environments[(k * numbers.Stride) + index.X] = state[k].Value;
        views.Environments[(shape.Elapsed * numbers.Stride) + index.X] = elapsed.Value;
        rewards[index] = total;
    }
}
