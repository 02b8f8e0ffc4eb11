using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Cpu.OffPolicy;

/// <summary>Discrete SAC and Q actor-critic: losses and gradients of whole minibatches against double precision.</summary>
public unsafe class DiscreteTileTests
{
    private const int Observations = 3;
    private const int Actions = 3;
    private const int Minibatch = 21;
    private const float Temperature = 0.3f;

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gradients_DiscreteSac_MatchFiniteDifferences(int width) => LaneDispatch.Run(width, new DiscreteSac());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gradients_QActorCritic_MatchFiniteDifferences(int width)
    {
        LaneDispatch.Run(width, new QActorCritic(symlog: false));
        LaneDispatch.Run(width, new QActorCritic(symlog: true));
    }

    private static OffPolicyPlan Plan => new()
    {
        Seed = 11,
        MinibatchSize = Minibatch,
        ActorOptimizer = new OptimizerConfig(),
        CriticOptimizer = new OptimizerConfig(),
        Tau = 0.1f,
    };

    private static ReplayMemory Filled(TestNumbers numbers)
    {
        var replay = new ReplayMemory(100, 4, Observations, 1, 1, 0.9f);
        for (int step = 0; step < 8; step++)
        {
            for (int e = 0; e < 4; e++)
            {
                float* record = replay.Current(e);
                for (int i = 0; i < replay.Next + Observations; i++)
                    record[i] = numbers.Uniform(-0.9f, 0.9f);
                record[replay.Action] = numbers.Index(Actions);
                record[replay.Terminated] = record[replay.Ended] = numbers.Chance(0.2) ? 1 : 0;
            }

            replay.Advance();
        }

        return replay;
    }

    private static DrawnTransition[] Samples(ReplayMemory replay, int count, bool newest)
    {
        long* indices = stackalloc long[Tile.Lanes];
        float* current = stackalloc float[(Observations + 1) * Tile.Lanes];
        float* next = stackalloc float[Observations * Tile.Lanes];
        float* rewards = stackalloc float[Tile.Lanes];
        float* discounts = stackalloc float[Tile.Lanes];
        if (newest)
            replay.Newest(0, count, count, indices);
        else
            replay.Draw<Lane1>(new RandomKey(11, RandomPurpose.Shuffle), 7, 0, count, indices);
        replay.Gather(indices, count, current, rewards, discounts, next);
        var samples = new DrawnTransition[count];
        for (int i = 0; i < count; i++)
        {
            double[] both = TileData.Column(new ReadOnlySpan<float>(current, (Observations + 1) * Tile.Lanes), i, Observations + 1);
            samples[i] = new DrawnTransition(
                both[..Observations], both[Observations..], rewards[i], discounts[i],
                TileData.Column(new ReadOnlySpan<float>(next, Observations * Tile.Lanes), i, Observations), [], []);
        }

        return samples;
    }

    private static (double[] Probability, double[] LogProb) Softmax(double[] logits)
    {
        double sum = logits.Sum(Math.Exp);
        return ([.. logits.Select(l => Math.Exp(l) / sum)], [.. logits.Select(l => l - Math.Log(sum))]);
    }

    private static double[] Forward(MlpSpec spec, double[] parameters, int offset, double[] x) =>
        new MlpReference(spec).Forward(parameters.AsSpan(offset), x);

    private static void AssertNear(double[] expected, float[] actual, int start, int end, string what)
    {
        for (int i = start; i < end; i++)
            Near.Equal(expected[i], actual[i], 1e-3, 2e-5, $"{what}, dL/dparameter[{i}]");
    }

    private sealed class DiscreteSac : ILaneFunction<bool>
    {
        private readonly OffPolicySpec spec = new(
            MlpSpec.Create(Observations, [5], Activation.Tanh, Actions),
            new QNetworkSpec(null, null, MlpSpec.Create(Observations, [6], Activation.Tanh, Actions)), 2);

        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            var numbers = new TestNumbers(5);
            int count = spec.Networks.Sum(network => network.ParameterCount), actor = spec.Actor.ParameterCount;
            float[] targets = numbers.Uniforms(count, -0.8f, 0.8f), online = numbers.Uniforms(count, -0.8f, 0.8f);
            using var networks = new OffPolicyNetworks(spec, targets);
            networks.Layout.Pack(online, new Span<float>(networks.Memory.Parameters, networks.Layout.Length));
            using ReplayMemory replay = Filled(numbers);
            var tiles = new MinibatchTiles<F>(Minibatch);
            using var actors = new ActorTiles<F>(
                networks.Actor, tiles.Count, UpdateTile<SoftCategoricalUpdate, F>.ActorRows(Observations, Actions));
            using var tile = new UpdateTile<SoftCategoricalUpdate, F>(
                default, Plan.Seed, networks, replay, tiles, tiles, actors, Actions);
            using AlignedBuffer gradients = new(networks.Layout.Length);
            UpdateStatistics statistics = default;
            UpdateContext update = Plan.ContextOf(7, Temperature);
            for (int t = 0; t < tiles.Count; t++)
            {
                tile.AddCriticGradient(t, update, gradients.Pointer + networks.CriticStart, ref statistics);
                tile.Act(t, update);
                tile.AddActorGradient(t, update, gradients.Pointer, ref statistics);
            }

            var actual = new float[count];
            networks.Layout.Unpack(gradients.Span, actual);
            DrawnTransition[] samples = Samples(replay, Minibatch, newest: false);
            double[] parameters = [.. online], slow = [.. targets];
            double[] y = [.. samples.Select(sample => sample.Reward - (sample.Discount * Soft(parameters, slow, sample.Next)))];
            Near.Equal(CriticLoss(parameters, y, samples), statistics.CriticLoss / Minibatch, 1e-4, 1e-5, "critic loss");
            Near.Equal(
                samples.Average(s => Soft(parameters, parameters, s.Observation)), statistics.ActorLoss / Minibatch, 1e-4, 1e-5,
                "actor loss");
            AssertNear(FiniteDifference.Gradient(moved => CriticLoss(moved, y, samples), parameters), actual, actor, count, "critic");
            AssertNear(
                FiniteDifference.Gradient(moved => samples.Average(s => Soft(moved, [.. parameters], s.Observation)), parameters), actual,
                0, actor, "actor");
            return true;
        }

        // Σ π·(α·ln π − min Q), with π by one set of parameters and Q by another.
        private double Soft(double[] policy, double[] values, double[] observation)
        {
            (double[] probability, double[] logProb) = Softmax(Forward(spec.Actor, policy, 0, observation));
            int critic = spec.Actor.ParameterCount, size = spec.Critic.Trunk.ParameterCount;
            double[] q0 = Forward(spec.Critic.Trunk, values, critic, observation),
                q1 = Forward(spec.Critic.Trunk, values, critic + size, observation);
            return Enumerable.Range(0, Actions).Sum(k => probability[k] * ((Temperature * logProb[k]) - Math.Min(q0[k], q1[k])));
        }

        private double CriticLoss(double[] parameters, double[] y, DrawnTransition[] samples)
        {
            int critic = spec.Actor.ParameterCount, size = spec.Critic.Trunk.ParameterCount;
            return samples.Select((sample, i) => Enumerable.Range(0, 2).Sum(k =>
                0.5 * Math.Pow(
                    Forward(spec.Critic.Trunk, parameters, critic + (k * size), sample.Observation)[(int)sample.Action[0]] - y[i],
                    2))).Average();
        }
    }

    private sealed class QActorCritic(bool symlog) : ILaneFunction<bool>
    {
        private const int Newest = 10;
        private const double Regularizer = 0.2;
        private const double Entropy = 0.05;

        private readonly OffPolicySpec spec = new(
            MlpSpec.Create(5, [], Activation.Tanh, Actions),
            new QNetworkSpec(null, null, MlpSpec.Create(5, [], Activation.Tanh, Actions)),
            1,
            MlpSpec.Create(Observations, [6, 5], Activation.Tanh, 0));

        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            var numbers = new TestNumbers(5);
            int count = spec.Networks.Sum(network => network.ParameterCount),
                actor = spec.Actor.ParameterCount,
                body = spec.Body!.ParameterCount;
            float[] targets = numbers.Uniforms(count, -0.8f, 0.8f), online = numbers.Uniforms(count, -0.8f, 0.8f);
            using var networks = new OffPolicyNetworks(spec, targets);
            networks.Layout.Pack(online, new Span<float>(networks.Memory.Parameters, networks.Layout.Length));
            using ReplayMemory replay = Filled(numbers);
            var update = new QActorCriticUpdate
            {
                QRegularizer = (float)Regularizer,
                EntropyCoefficient = (float)Entropy,
                SymlogValues = symlog,
            };
            MinibatchTiles<F> tiles = new(Minibatch), actorTiles = new(Newest);
            using var actors = new ActorTiles<F>(
                networks.Actor, actorTiles.Count, UpdateTile<QActorCriticUpdate, F>.ActorRows(Observations, Actions));
            using var tile = new UpdateTile<QActorCriticUpdate, F>(
                update, Plan.Seed, networks, replay, tiles, actorTiles, actors, Actions);
            using AlignedBuffer criticGradient = new(networks.Layout.Length), actorGradient = new(networks.Layout.Length);
            UpdateStatistics statistics = default;
            for (int t = 0; t < tiles.Count; t++)
                tile.AddCriticGradient(t, Plan.ContextOf(7, 0), criticGradient.Pointer + networks.CriticStart, ref statistics);
            for (int t = 0; t < actorTiles.Count; t++)
                tile.AddActorGradient(t, Plan.ContextOf(7, 0), actorGradient.Pointer, ref statistics);
            float[] critic = new float[count], policy = new float[count];
            networks.Layout.Unpack(criticGradient.Span, critic);
            networks.Layout.Unpack(actorGradient.Span, policy);

            double[] parameters = [.. online], slow = [.. targets];
            DrawnTransition[] drawn = Samples(replay, Minibatch, newest: false), recent = Samples(replay, Newest, newest: true);
            double[] y = [.. drawn.Select(sample => Target(parameters, slow, sample))];
            Near.Equal(CriticLoss(parameters, y, drawn), statistics.CriticLoss / Minibatch, 1e-4, 1e-5, "critic loss");
            Near.Equal(ActorLoss(parameters, parameters, recent), statistics.ActorLoss / Newest, 1e-4, 1e-5, "actor loss");
            AssertNear(FiniteDifference.Gradient(moved => CriticLoss(moved, y, drawn), parameters), critic, actor, count, "critic");
            AssertNear(
                FiniteDifference.Gradient(moved => ActorLoss(moved, [.. parameters], recent), parameters), policy, 0, actor + body,
                "actor");
            return true;
        }

        private double[] Features(double[] parameters, double[] x) => Forward(spec.Body!, parameters, spec.Actor.ParameterCount, x);

        private double[] Q(double[] parameters, double[] x) =>
            Forward(spec.Critic.Trunk, parameters, spec.Actor.ParameterCount + spec.Body!.ParameterCount, Features(parameters, x));

        private double[] Values(double[] parameters, double[] x) =>
            [.. Q(parameters, x).Select(q => symlog ? Math.Sign(q) * (Math.Exp(Math.Abs(q)) - 1) : q)];

        private double Target(double[] parameters, double[] slow, DrawnTransition sample)
        {
            (double[] probability, _) = Softmax(Forward(spec.Actor, parameters, 0, Features(parameters, sample.Next)));
            double y = sample.Reward + (sample.Discount * probability.Zip(Values(slow, sample.Next), (p, q) => p * q).Sum());
            return symlog ? Math.Sign(y) * Math.Log(Math.Abs(y) + 1) : y;
        }

        private double CriticLoss(double[] parameters, double[] y, DrawnTransition[] samples) => samples.Select((sample, i) =>
        {
            double[] q = Q(parameters, sample.Observation);
            return (0.5 * Math.Pow(q[(int)sample.Action[0]] - y[i], 2)) + (0.5 * Regularizer * q.Average(value => value * value));
        }).Average();

        // The advantage is by the parameters that are held; the policy moves.
        private double ActorLoss(double[] moved, double[] held, DrawnTransition[] samples) => samples.Average(sample =>
        {
            (double[] probability, double[] logProb) = Softmax(Forward(spec.Actor, moved, 0, Features(moved, sample.Observation)));
            (double[] fixedProbability, _) = Softmax(Forward(spec.Actor, held, 0, Features(held, sample.Observation)));
            double[] q = Values(held, sample.Observation);
            int action = (int)sample.Action[0];
            double advantage = q[action] - fixedProbability.Zip(q, (p, value) => p * value).Sum();
            return (-logProb[action] * advantage) + (Entropy * probability.Zip(logProb, (p, l) => p * l).Sum());
        });
    }
}
