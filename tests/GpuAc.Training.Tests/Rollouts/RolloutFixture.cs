using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Tests.Rollouts;

/// <summary>A rollout with all that it works on, for a policy with made-up weights.</summary>
internal sealed unsafe class RolloutFixture : IDisposable
{
    private readonly WorkerPool pool;
    private readonly ParameterState state;
    private Func<RolloutStatistics> run = null!;
    private Func<ReturnEstimatorKind, ReturnSettings, AdvantageStatistics> scan = null!;
    private IDisposable rollout = null!;

    private RolloutFixture(RolloutPlan plan, int workers, ActorCriticSpec network, int observations, int actions)
    {
        Plan = plan;
        Network = network;
        pool = new WorkerPool(workers);
        state = new ParameterState(new PaddedLayout(network));
        Parameters = TestNetworks.Parameters(network, new TestNumbers(4));
        state.Upload(Parameters);
        Samples = new SampleTiles((long)plan.NumSteps * plan.NumEnvs, observations, actions, plan.WholeEpisodes);
        Columns = new ScanColumns(plan.NumEnvs, plan.NumSteps);
    }

    public RolloutPlan Plan { get; }

    public ActorCriticSpec Network { get; }

    public float[] Parameters { get; }

    public SampleTiles Samples { get; }

    public ScanColumns Columns { get; }

    /// <summary>Running normalisation of observations, or null.</summary>
    public ObservationNormalizer? Normalizer { get; private set; }

    /// <summary>Takes every environment through a rollout, from where it stands.</summary>
    public RolloutStatistics Run() => run();

    /// <summary>Estimates the last rollout's returns.</summary>
    public AdvantageStatistics Scan(ReturnEstimatorKind estimator, ReturnSettings settings) => scan(estimator, settings);

    public static RolloutPlan PlanOf(int numEnvs, int numSteps, bool normalize = false, bool scale = false) => new()
    {
        NumEnvs = numEnvs,
        NumSteps = numSteps,
        Seed = 11,
        NormalizeObservations = normalize,
        ScaleRewards = scale,
        Gamma = 0.9f,
    };

    public static RolloutFixture Create<TEnv, TDistribution>(RolloutPlan plan, int workers, int width)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution => LaneDispatch.Run(width, new Creation<TEnv, TDistribution>(plan, workers));

    /// <summary>A row of a sample that learning will see.</summary>
    public float Sample(int t, int env, int row)
    {
        long index = (long)t * Plan.NumEnvs + env;
        return Samples[(int)(index / Tile.Lanes)][row * Tile.Lanes + index % Tile.Lanes];
    }

    /// <summary>A row of what return estimation will see.</summary>
    public float Column(int t, int env, int row) => Columns[env / Tile.Lanes, t][row * Tile.Lanes + env % Tile.Lanes];

    public void Dispose()
    {
        rollout.Dispose();
        Columns.Dispose();
        Samples.Dispose();
        state.Dispose();
        pool.Dispose();
    }

    private sealed class Creation<TEnv, TDistribution>(RolloutPlan plan, int workers) : ILaneFunction<RolloutFixture>
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        public RolloutFixture Run<F>()
            where F : struct, IFloatLane<F>
        {
            EnvironmentSpec spec = TEnv.Spec;
            int logStds = TDistribution.Kind == DistributionKind.Categorical ? 0 : spec.Action.Size;
            ActorCriticSpec network = TestNetworks.Create(
                spec.Observation.Count, [6], spec.Action.Size, Activation.Tanh, shared: false, logStds);
            var fixture = new RolloutFixture(
                plan, workers, network, spec.Observation.Count, TDistribution.ActionComponents(spec.Action.Size));
            var rollout = new CpuRollout<TEnv, TDistribution, F>(plan, fixture.pool, fixture.state, fixture.Samples, fixture.Columns);
            fixture.rollout = rollout;
            fixture.run = rollout.Run;
            fixture.Normalizer = rollout.Normalizer;
            fixture.scan = new CpuScan<F>(fixture.pool, fixture.Columns, fixture.Samples, plan.NumEnvs).Run;
            return fixture;
        }
    }
}
