using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.OffPolicy;
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

public unsafe class UpdateTileTests
{
    private const int Observations = 3;
    private const int Actions = 2;

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gradients_Sac_MatchFiniteDifferences(int width) =>
        LaneDispatch.Run(width, new Check<SoftGaussianPolicy>(twin: true, branches: false, delay: false));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gradients_Td3_MatchFiniteDifferences(int width) =>
        LaneDispatch.Run(width, new Check<TanhPolicy>(twin: true, branches: false, delay: true));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gradients_DdpgWithBranches_MatchFiniteDifferences(int width) =>
        LaneDispatch.Run(width, new Check<LinearPolicy>(twin: false, branches: true, delay: true));

    private static OffPolicySpec Networks<TPolicy>(bool twin, bool branches)
        where TPolicy : struct, IContinuousPolicy => new(
        MlpSpec.Create(Observations, [5, 4], Activation.Tanh, TPolicy.Outputs(Actions)),
        branches
            ? new QNetworkSpec(
                MlpSpec.Create(Observations, [4], Activation.Tanh, 6), MlpSpec.Create(Actions, [], Activation.Tanh, 6),
                MlpSpec.Create(6, [5], Activation.SiLU, 1))
            : new QNetworkSpec(null, null, MlpSpec.Create(Observations + Actions, [6, 5], Activation.Tanh, 1)),
        twin ? 2 : 1);

    private static OffPolicyPlan Plan(int minibatch) => new()
    {
        Seed = 11,
        MinibatchSize = minibatch,
        ActorOptimizer = new OptimizerConfig(),
        CriticOptimizer = new OptimizerConfig(),
        Tau = 0.1f,
    };

    private static void Fill(ReplayMemory replay, TestNumbers numbers, int envs)
    {
        for (int step = 0; step < 6; step++)
        {
            for (int e = 0; e < envs; e++)
            {
                float* record = replay.Current(e);
                for (int i = 0; i < replay.Next + Observations; i++)
                    record[i] = numbers.Uniform(-0.9f, 0.9f);
                record[replay.Terminated] = numbers.Chance(0.2) ? 1 : 0;
                record[replay.Ended] = record[replay.Terminated];
            }

            replay.Advance();
        }
    }

    private static double[] Normals(ulong update, int sample, uint block)
    {
        Components<Lane1> noise = default;
        ActionNoise.Normal(Actions, new RandomKey(11, RandomPurpose.Noise), (uint)sample, update, block, ref noise);
        return [noise[0].Value, noise[1].Value];
    }

    private sealed class Check<TPolicy>(bool twin, bool branches, bool delay) : ILaneFunction<bool>
        where TPolicy : struct, IContinuousPolicy
    {
        private const int Minibatch = 21;

        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            OffPolicySpec spec = Networks<TPolicy>(twin, branches);
            var numbers = new TestNumbers(5);
            int count = spec.Networks.Sum(network => network.ParameterCount);
            float[] targets = numbers.Uniforms(count, -0.6f, 0.6f), online = numbers.Uniforms(count, -0.6f, 0.6f);
            OffPolicyPlan plan = Plan(Minibatch);
            var smoothed = new ContinuousUpdate<TPolicy> { TargetNoise = delay ? 0.3f : 0, TargetNoiseClip = 0.4f };
            using var networks = new OffPolicyNetworks(spec, targets);
            networks.Layout.Pack(online, new Span<float>(networks.Memory.Parameters, networks.Layout.Length));
            using var replay = new ReplayMemory(100, 4, Observations, Actions, 2, 0.9f);
            Fill(replay, numbers, 4);
            var tiles = new MinibatchTiles<F>(Minibatch);
            using var actors = new ActorTiles<F>(
                networks.Actor, tiles.Count, UpdateTile<ContinuousUpdate<TPolicy>, F>.ActorRows(Observations, Actions));
            using var tile = new UpdateTile<ContinuousUpdate<TPolicy>, F>(
                smoothed, plan.Seed, networks, replay, tiles, tiles, actors, Actions);
            float temperature = TPolicy.IsStochastic ? 0.3f : 0;
            UpdateContext update = plan.ContextOf(7, temperature);
            int critics = networks.Layout.Length - networks.CriticStart;
            using AlignedBuffer criticGradient = new(critics), actorGradient = new(networks.CriticStart), all = new(networks.Layout.Length);
            UpdateStatistics statistics = default;
            for (int t = 0; t < tiles.Count; t++)
            {
                tile.AddCriticGradient(t, update, criticGradient.Pointer, ref statistics);
                tile.Act(t, update);
            }

            for (int t = 0; t < tiles.Count; t++)
                tile.AddActorGradient(t, update, actorGradient.Pointer, ref statistics);
            actorGradient.Span.CopyTo(all.Span);
            criticGradient.Span.CopyTo(all.Span[networks.CriticStart..]);
            var actual = new float[count];
            networks.Layout.Unpack(all.Span, actual);

            DrawnTransition[] samples = Samples(replay, update.Update);
            var reference = new UpdateReference(
                spec, TPolicy.IsStochastic, TPolicy.IsSquashed, temperature, smoothed.TargetNoise, smoothed.TargetNoiseClip);
            double[] parameters = [.. online], slow = [.. targets];
            Near.Equal(reference.CriticLoss(parameters, slow, samples), statistics.CriticLoss / Minibatch, 1e-4, 1e-5, "critic loss");
            Near.Equal(reference.ActorLoss(parameters, samples), statistics.ActorLoss / Minibatch, 1e-4, 1e-5, "actor loss");
            // Targets are held: their own policy does not move with the parameters that are differentiated.
            double[] criticExpected = FiniteDifference.Gradient(
                moved => reference.CriticLoss(
                    [.. parameters[..spec.Actor.ParameterCount], .. moved[spec.Actor.ParameterCount..]], slow, samples), parameters);
            double[] actorExpected = FiniteDifference.Gradient(
                moved => reference.ActorLoss([.. moved[..spec.Actor.ParameterCount], .. parameters[spec.Actor.ParameterCount..]], samples),
                parameters);
            for (int i = 0; i < count; i++)
                Near.Equal(
                    i < spec.Actor.ParameterCount ? actorExpected[i] : criticExpected[i], actual[i], 1e-3, 2e-5, $"dL/dparameter[{i}]");
            return true;
        }

        private static DrawnTransition[] Samples(ReplayMemory replay, ulong update)
        {
            long* indices = stackalloc long[Tile.Lanes];
            float* current = stackalloc float[(Observations + Actions) * Tile.Lanes];
            float* next = stackalloc float[Observations * Tile.Lanes];
            float* rewards = stackalloc float[Tile.Lanes];
            float* discounts = stackalloc float[Tile.Lanes];
            replay.Draw<Lane1>(new RandomKey(11, RandomPurpose.Shuffle), update, 0, Minibatch, indices);
            replay.Gather(indices, Minibatch, current, rewards, discounts, next);
            var samples = new DrawnTransition[Minibatch];
            for (int i = 0; i < Minibatch; i++)
            {
                double[] both = TileData.Column(
                    new ReadOnlySpan<float>(current, (Observations + Actions) * Tile.Lanes), i, Observations + Actions);
                samples[i] = new DrawnTransition(
                    both[..Observations], both[Observations..], rewards[i], discounts[i],
                    TileData.Column(new ReadOnlySpan<float>(next, Observations * Tile.Lanes), i, Observations), Normals(update, i, 0),
                    Normals(update, i, 2));
            }

            return samples;
        }
    }
}
