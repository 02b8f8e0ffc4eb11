using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Statistics;

/// <summary>
/// What the first environment of a run returns first: where the values of the first rollout lie, so that sums of their squares can be taken
/// from there and keep their digits.
/// </summary>
internal readonly struct FirstStep
{
    private FirstStep(float[] observation, float reward)
    {
        Observation = observation;
        Reward = reward;
    }

    /// <summary>Its first observation; 0 in place of a component that is not finite.</summary>
    public float[] Observation { get; }

    /// <summary>Its first reward, for the action nearest to 0; 0 when that is not finite.</summary>
    public float Reward { get; }

    /// <summary>Plays the step, on the host.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="environment">Index of the environment.</param>
    public static FirstStep Of<TEnv>(ulong seed, long environment)
        where TEnv : struct, IEnvironment
    {
        EnvironmentSpec spec = TEnv.Spec;
        var stepper = new EnvironmentStepper<TEnv, Lane1>(new RandomKey(seed, RandomPurpose.Reset));
        Components<Lane1> state = default, observation = default, action = default;
        stepper.Start((uint)environment, 0, ref state);
        TEnv.Observe(ref state, ref observation);
        var first = new float[spec.Observation.Count];
        for (int i = 0; i < first.Length; i++)
            first[i] = FiniteOr0(observation[i].Value);
        if (spec.Action is BoxSpace box)
        {
            for (int i = 0; i < box.Dimensions.Count; i++)
                action[i] = new Lane1(Math.Min(Math.Max(0, box.Dimensions[i].Low), box.Dimensions[i].High));
        }

        Lane1 elapsed = Lane1.Zero;
        stepper.Advance(ref state, ref elapsed, ref action, out Lane1 reward, out _, out _);
        return new FirstStep(first, FiniteOr0(reward.Value));
    }

    private static float FiniteOr0(float value) => float.IsFinite(value) ? value : 0;
}
