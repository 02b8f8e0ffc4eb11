using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Accelerators.OffPolicy;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Environments;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Exploration;

/// <summary>One time step of all environments on an accelerator: act with noise, step, put the transition into replay.</summary>
internal static partial class ExplorationKernel
{
    /// <summary>Places in <see cref="ExplorationViews.Episodes"/>.</summary>
    public const int Episodes = 0, Returns = 1, Lengths = 2, Sums = 3;

    /// <summary>Puts environments into start states, once per run; one environment per thread.</summary>
    public static void Start<TEnv>(
        Index1D index, ExplorationViews views, ExplorationNumbers numbers, ExplorationShape shape)
        where TEnv : struct, IEnvironment
    {
        EnvironmentLanes<Lane1> lanes = default;
        Collection<TEnv>.Start(Stepper<TEnv>(shape, numbers), (uint)index.X, 0, ref lanes);
        Table(views, numbers, shape).Store(ref lanes, index.X);
        for (int k = shape.Noise; k < shape.Rows; k++)
            views.Environments[(k * numbers.Stride) + index.X] = 0f;
    }

    /// <summary>The kernel.</summary>
    public static void Run<TEnv, TExplorer, TTile>(ExplorationViews views, ExplorationNumbers numbers, ExplorationShape shape)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TTile : struct, ITileMemory
    {
        if (views.Control[LearnControl.Stop] != 0)
            return;
        numbers.Exploration = numbers.Exploration with { Epsilon = views.Epsilon[numbers.Step] };
        numbers.Step += views.Clock[RunClock.Steps];
        TileShape network = shape.Tile;
        ArrayView<Float4> tile = TTile.Tile(network, views.Scratch);
        ArrayView<float> values = tile.Cast<float>();
        int lane = Group.IdxX, row = 4 * network.RowQuads, environment = (Grid.IdxX * network.Samples) + lane;
        EnvironmentTable table = Table(views, numbers, shape);
        EnvironmentLanes<Lane1> lanes = default;
        table.Load(environment, ref lanes);
        TEnv.Observe(ref lanes.State, ref lanes.Observation);
        if (numbers.Exploration.Epsilon < 1f)
        {
            for (int k = 0; k < (network.Observations + 3) / 4 * 4; k++)
                values[(k * row) + lane] = k < network.Observations ? lanes.Observation[k].Value : 0f;
            Group.Barrier();
            GroupNetwork.Forward(network, views.Layers, 0, network.Layers, views.Parameters, tile);
        }

        if (environment >= numbers.NumEnvs)
            return;
        Thread thread = new()
        {
            Views = views,
            Numbers = numbers,
            Shape = shape,
            Values = values,
            Index = environment,
            Record = views.Replay.Layout.At(numbers.Step, environment),
        };
        thread.KeepObservation(ref lanes.Observation);
        Components<Lane1> action = default;
        ulong step = (ulong)numbers.Step;
        Acting.Explore<TExplorer, Lane1, Thread>(numbers.Exploration, numbers.Seed, step, ref thread, ref action);
        Collection<TEnv>.Step(Stepper<TEnv>(shape, numbers), step, ref action, ref lanes, ref thread);
        table.Store(ref lanes, environment);
    }

    private static EnvironmentTable Table(ExplorationViews views, ExplorationNumbers numbers, ExplorationShape shape) =>
        new() { Values = views.Environments, Stride = numbers.Stride, StateSize = shape.StateSize };

    private static EnvironmentStepper<TEnv, Lane1> Stepper<TEnv>(ExplorationShape shape, ExplorationNumbers numbers)
        where TEnv : struct, IEnvironment =>
        new(shape.StateSize, shape.ResetUniforms, shape.MaxEpisodeSteps, new RandomKey(numbers.Seed, RandomPurpose.Reset));
}
