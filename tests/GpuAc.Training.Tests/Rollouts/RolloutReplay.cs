using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Distributions;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Tests.Rollouts;

/// <summary>
/// Takes the actions that a rollout recorded through the environment once more, one environment at a time with plain loops, and compares
/// everything that the rollout stored with what should have happened.
/// </summary>
internal sealed class RolloutReplay<TEnv, TDistribution>
    where TEnv : struct, IEnvironment
    where TDistribution : struct, IActionDistribution
{
    /// <summary>Room for an environment that amplifies roundings over a few dozen steps.</summary>
    private const double Tolerance = 5e-5;

    private readonly RolloutFixture fixture;
    private readonly ActorCriticReference network;
    private readonly double[] parameters;
    private readonly Copy[] copies;
    private readonly RandomKey resetKey;
    private ulong step;

    public RolloutReplay(RolloutFixture fixture)
    {
        this.fixture = fixture;
        network = new ActorCriticReference(fixture.Network);
        parameters = [.. fixture.Parameters];
        resetKey = new RandomKey(fixture.Plan.Seed, RandomPurpose.Reset);
        copies = new Copy[fixture.Plan.NumEnvs];
        for (int env = 0; env < copies.Length; env++)
        {
            Start(env, 0);
            if (fixture.Plan.StaggerStarts)
                Stagger(env);
        }
    }

    /// <summary>Raw observations acted on so far, for the moments that normalisation is made with.</summary>
    public List<float[]> Observations { get; } = [];

    /// <summary>Discounted returns so far, for the deviation that rewards are divided by.</summary>
    public List<double> DiscountedReturns { get; } = [];

    /// <summary>Compares the rollout just run.</summary>
    /// <param name="statistics">What it reported.</param>
    /// <param name="normalization">The normalisation that it ran with, or null.</param>
    /// <param name="rewardScale">The scale that it ran with.</param>
    public void AssertMatches(RolloutStatistics statistics, ObservationNormalization? normalization, double rewardScale)
    {
        double episodes = 0, returns = 0, lengths = 0;
        for (int t = 0; t < fixture.Plan.NumSteps; t++, step++)
        {
            for (int env = 0; env < copies.Length; env++)
            {
                ref Copy copy = ref copies[env];
                bool ended = AssertStep(t, env, normalization, rewardScale);
                if (!ended)
                    continue;
                if (!copy.IsPartial)
                {
                    episodes++;
                    returns += copy.Return;
                    lengths += copy.Elapsed;
                }

                Start(env, step + 1);
            }
        }

        for (int env = 0; env < copies.Length; env++)
        {
            double expected = network.Forward(parameters, Normalize(Observe(env), normalization)).Value;
            Near.Equal(
                expected, fixture.Column(fixture.Plan.NumSteps, env, ScanColumns.Value), Tolerance, Tolerance,
                $"value after the rollout, environment {env}");
        }

        Assert.Equal(episodes, statistics.Episodes);
        Near.Equal(returns, statistics.ReturnSum, Tolerance, Tolerance, "sum of returns");
        Assert.Equal(lengths, statistics.LengthSum);
    }

    private bool AssertStep(int t, int env, ObservationNormalization? normalization, double rewardScale)
    {
        string where = $"step {t} of environment {env}";
        SampleTiles samples = fixture.Samples;
        ref Copy copy = ref copies[env];
        float[] raw = Observe(env);
        Observations.Add(raw);
        double[] observation = Normalize(raw, normalization);
        for (int i = 0; i < raw.Length; i++)
            Near.Equal(observation[i], fixture.Sample(t, env, i), Tolerance, Tolerance, $"observation {i} that was acted on in {where}");

        int size = TEnv.Spec.Action.Size, components = TDistribution.ActionComponents(size);
        float[] kept = [.. Enumerable.Range(0, components).Select(i => fixture.Sample(t, env, samples.Action + i))];
        double logProb = LogProb(network.Distribution(parameters, observation), [.. kept]);
        Near.Equal(logProb, fixture.Sample(t, env, samples.LogProb), Tolerance, Tolerance, $"log-probability of {where}");
        double value = network.Forward(parameters, observation).Value;
        Near.Equal(value, fixture.Sample(t, env, samples.Value), Tolerance, Tolerance, $"value of {where}");
        Near.Equal(value, fixture.Column(t, env, ScanColumns.Value), Tolerance, Tolerance, $"value for return estimation of {where}");

        Components<Lane1> action = default;
        for (int i = 0; i < components; i++)
            action[i] = Lane1.Of(ToEnvironment(kept[i], i));
        TEnv.Step(ref copy.State, ref action, out Lane1 reward, out Lane1 ends);
        copy.Elapsed++;
        copy.Return += reward.Value;
        copy.Discounted = copy.Discounted * fixture.Plan.Gamma + reward.Value;
        DiscountedReturns.Add(copy.Discounted);
        bool terminated = Lane1.Any(ends), truncated = !terminated && copy.Elapsed >= TEnv.Spec.MaxEpisodeSteps;
        Near.Equal(reward.Value * rewardScale, fixture.Column(t, env, ScanColumns.Reward), Tolerance, Tolerance, $"reward of {where}");
        Assert.True(terminated == (fixture.Column(t, env, ScanColumns.End) == EpisodeEnd.Terminated), $"terminated, {where}");
        Assert.True(truncated == (fixture.Column(t, env, ScanColumns.End) == EpisodeEnd.Truncated), $"truncated, {where}");
        if (truncated)
        {
            double final = network.Forward(parameters, Normalize(Observe(env), normalization)).Value;
            Near.Equal(final, fixture.Column(t, env, ScanColumns.FinalValue), Tolerance, Tolerance, $"final value of {where}");
        }

        return terminated || truncated;
    }

    private void Start(int env, ulong atStep)
    {
        Components<Lane1> uniforms = default;
        for (uint block = 0; block < 4; block++)
        {
            Quad<Lane1> draws = Lane1.Uniform4(resetKey, (uint)env, atStep, block);
            int first = (int)block * 4;
            (uniforms[first], uniforms[first + 1], uniforms[first + 2], uniforms[first + 3]) = (draws.A, draws.B, draws.C, draws.D);
        }

        copies[env] = default;
        TEnv.Reset(ref uniforms, ref copies[env].State);
    }

    // The first episode's clock is somewhere within the time limit already, so it does not count as a whole one.
    private void Stagger(int env)
    {
        float uniform = Lane1.Uniform4(new RandomKey(fixture.Plan.Seed, RandomPurpose.Stagger), (uint)env, 0, 0).A.Value;
        copies[env].Elapsed = (int)(uniform * TEnv.Spec.MaxEpisodeSteps);
        copies[env].IsPartial = true;
    }

    private float[] Observe(int env)
    {
        Components<Lane1> observation = default;
        TEnv.Observe(ref copies[env].State, ref observation);
        var values = new float[TEnv.Spec.Observation.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = observation[i].Value;
        return values;
    }

    private static double[] Normalize(float[] raw, ObservationNormalization? n) => n == null
        ? [.. raw]
        : [.. raw.Select((x, i) => Math.Clamp((x - (double)n.Mean[i]) / Math.Sqrt(n.Variance[i] + (double)n.Epsilon), -n.Clip, n.Clip))];

    private static double LogProb(double[] distribution, double[] action) => TDistribution.Kind switch
    {
        DistributionKind.Categorical => DistributionReference.CategoricalLogProb(distribution, (int)action[0]),
        DistributionKind.DiagonalGaussian => DistributionReference.GaussianLogProb(distribution, action),
        _ => DistributionReference.SquashedLogProb(distribution, action),
    };

    private static float ToEnvironment(float action, int component)
    {
        if (TEnv.Spec.Action is not BoxSpace box)
            return action;
        Dimension bounds = box.Dimensions[component];
        return TDistribution.Kind == DistributionKind.SquashedGaussian
            ? (float)(bounds.Low + (Math.Tanh(action) + 1) / 2 * (bounds.High - bounds.Low))
            : Math.Clamp(action, bounds.Low, bounds.High);
    }

    private struct Copy
    {
        public Components<Lane1> State;
        public int Elapsed;
        public double Return;
        public double Discounted;
        public bool IsPartial;
    }
}
