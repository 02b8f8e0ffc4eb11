using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>A network and made-up samples to learn from, with what the kernels are told of them.</summary>
internal sealed class LearnCase
{
    public LearnCase(DistributionKind distribution, int samples, int[] hidden, bool shared = false, int seed = 1)
    {
        Distribution = distribution;
        var numbers = new TestNumbers(seed);
        int logStds = distribution == DistributionKind.Categorical ? 0 : ActionSize;
        Network = TestNetworks.Create(Observations, hidden, ActionSize, Activation.Tanh, shared, logStds);
        Parameters = TestNetworks.Parameters(Network, numbers);
        Samples = [.. Enumerable.Range(0, samples).Select(_ => Sample(numbers))];
    }

    public const int Observations = 3;

    public const int ActionSize = 2;

    public DistributionKind Distribution { get; }

    public ActorCriticSpec Network { get; }

    public float[] Parameters { get; }

    /// <summary>Rows of <see cref="SampleTiles"/>: observation, action, old log-probability, old value, advantage, return.</summary>
    public float[][] Samples { get; }

    public int ActionComponents => Distribution == DistributionKind.Categorical ? 1 : ActionSize;

    /// <summary>A learner over the samples, padding filled with <paramref name="padding"/>; its parts are disposed with it.</summary>
    /// <remarks>
    /// With <paramref name="weighted"/> above 0 there are as many samples, of which every second one counts until the case's have had their
    /// turn.
    /// </remarks>
    public LearnerFixture<TLoss> Create<TLoss>(int workers, int width, float padding = 0, ulong shuffleSeed = 9, int weighted = 0)
        where TLoss : unmanaged, IPolicyLoss => LaneDispatch.Run(width, new Creation<TLoss>(this, workers, padding, shuffleSeed, weighted));

    private float[] Sample(TestNumbers numbers)
    {
        float[] observation = numbers.Uniforms(Observations, -1.5f, 1.5f);
        float[] action = Distribution == DistributionKind.Categorical
            ? [numbers.Index(ActionSize)]
            : numbers.Uniforms(ActionSize, -1.5f, 1.5f);
        double[] exact = [.. Parameters];
        var reference = new ActorCriticReference(Network);
        double logProb = LearnReference.LogProb(Distribution, reference.Distribution(exact, [.. observation]), [.. action]);
        double value = reference.Forward(exact, [.. observation]).Value;

        // Ratios on both sides of, but not on, the edges 0.8 and 1.2 of the clip range, where the loss has no derivative.
        float logRatio = numbers.Uniform(-0.5f, 0.5f);
        while (Math.Abs(Math.Abs(Math.Exp(logRatio) - 1) - 0.2) < 0.01)
            logRatio = numbers.Uniform(-0.5f, 0.5f);
        float oldValue = (float)value + (numbers.Chance(0.5) ? numbers.Uniform(-0.25f, 0.25f) : numbers.Uniform(0.35f, 0.8f));
        return
        [
            .. observation, .. action, (float)logProb - logRatio, oldValue, numbers.Uniform(-2, 2), (float)value + numbers.Uniform(-1, 1),
        ];
    }

    private sealed class Creation<TLoss>(
        LearnCase from, int workers, float padding, ulong shuffleSeed, int weighted) : ILaneFunction<LearnerFixture<TLoss>>
        where TLoss : unmanaged, IPolicyLoss
    {
        public unsafe LearnerFixture<TLoss> Run<F>()
            where F : struct, IFloatLane<F>
        {
            var pool = new WorkerPool(workers);
            var state = new ParameterState(new PaddedLayout(from.Network));
            state.Upload(from.Parameters);
            var samples = new SampleTiles(Math.Max(weighted, from.Samples.Length), Observations, from.ActionComponents, weighted > 0);
            new Span<float>(samples[0], samples.Count * samples.Rows * Tile.Lanes).Fill(padding);
            for (int i = 0; i < from.Samples.Length; i++)
            {
                int s = weighted > 0 ? 2 * i : i;
                float[] rows = weighted > 0 ? [.. from.Samples[i], 1] : from.Samples[i];
                for (int row = 0; row < samples.Rows; row++)
                    samples[s / Tile.Lanes][row * Tile.Lanes + s % Tile.Lanes] = rows[row];
            }

            samples.Filled = weighted > 0 ? 2 * from.Samples.Length : from.Samples.Length;
            samples.Counted = from.Samples.Length;

            return from.Distribution switch
            {
                DistributionKind.Categorical => Learning<Categorical, F>(pool, state, samples),
                DistributionKind.DiagonalGaussian => Learning<DiagonalGaussian, F>(pool, state, samples),
                _ => Learning<SquashedGaussian, F>(pool, state, samples),
            };
        }

        private LearnerFixture<TLoss> Learning<TDistribution, F>(WorkerPool pool, ParameterState state, SampleTiles samples)
            where TDistribution : struct, IActionDistribution
            where F : struct, IFloatLane<F>
        {
            var learner = new CpuLearner<TDistribution, TLoss, F>(pool, state, samples, ActionSize, shuffleSeed);
            return new LearnerFixture<TLoss>(
                pool, state, samples,
                (plan, loss, progress, shift, scale) =>
                    learner.Learn(plan, loss, progress, new AdvantageScale { Shift = shift, Factor = scale }),
                learner);
        }
    }
}
