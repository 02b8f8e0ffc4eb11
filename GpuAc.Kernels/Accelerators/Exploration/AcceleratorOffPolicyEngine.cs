using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators.OffPolicy;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Policies.Networks;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Exploration;

/// <summary>
/// The off-policy skeletons on an accelerator: replay, networks and environments stay there, and the host waits once per iteration.
/// </summary>
internal sealed class AcceleratorOffPolicyEngine<TEnv, TExplorer, TUpdate> : IOffPolicyEngine, IKernelUser
    where TEnv : struct, IEnvironment
    where TExplorer : struct, IExplorer
    where TUpdate : unmanaged, IOffPolicyUpdate
{
    private readonly AcceleratorDevice device;
    private readonly OffPolicyRun run;
    private readonly OffPolicyBuffers networks;
    private readonly RunClock clock;
    private readonly UpdateSchedule schedule;
    private readonly RecordedIterations iterations;
    private readonly AcceleratorExploration<TEnv, TExplorer> exploration;
    private readonly AcceleratorOffPolicyLearner<TUpdate> learner;
    private readonly float[] lastFinite;
    private readonly float[] downloaded;
    private bool isDisposed;

    /// <summary>Allocates everything that training needs, and compiles its kernels.</summary>
    /// <param name="device">Device; from now on the engine's to dispose.</param>
    /// <param name="spec">The networks.</param>
    /// <param name="parameters">Their first parameters.</param>
    /// <param name="run">Sizes and settings.</param>
    /// <param name="update">The algorithm's update.</param>
    public AcceleratorOffPolicyEngine(
        AcceleratorDevice device, OffPolicySpec spec, float[] parameters, OffPolicyRun run, TUpdate update)
    {
        this.device = device;
        this.run = run;
        lastFinite = [.. parameters];
        downloaded = new float[parameters.Length];
        networks = new OffPolicyBuffers(device, spec, parameters);
        clock = new RunClock(device);
        schedule = new UpdateSchedule(run.Learning);
        exploration = new AcceleratorExploration<TEnv, TExplorer>(device, run, networks, clock);
        learner = new AcceleratorOffPolicyLearner<TUpdate>(
            device, run.Learning, update, networks, exploration.Replay, clock, TEnv.Spec.Action.Size, run.MaxUpdates + 1);
        iterations = new RecordedIterations(device.Stream, Launch);
    }

    /// <inheritdoc/>
    public long IterationSteps => (long)run.NumSteps * run.NumEnvs;

    /// <inheritdoc/>
    public PhaseTimes Times { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyCollection<KernelRequest> LoadedKernels => device.LoadedKernels;

    /// <inheritdoc/>
    public float Temperature => learner.Temperature;

    /// <inheritdoc/>
    public OffPolicyStatistics Run(double progress)
    {
        OffPolicyStatistics statistics = default;
        Guard(() => statistics = RunAll(progress));
        return statistics;
    }

    /// <inheritdoc/>
    public float[] DownloadActor()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        int actor = networks.Spec.Actor.ParameterCount, body = networks.Spec.Body?.ParameterCount ?? 0;
        return [.. lastFinite[actor..(actor + body)], .. lastFinite[..actor]];
    }

    /// <inheritdoc/>
    public EngineState Save()
    {
        EngineState? saved = null;
        Guard(() => saved = StateTransfer.Save(Transfer));
        return saved!;
    }

    /// <inheritdoc/>
    public void Restore(EngineState state) => Guard(() => StateTransfer.Restore(state, Transfer));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        try
        {
            iterations.Dispose();
            learner.Dispose();
            clock.Dispose();
            exploration.Dispose();
            networks.Dispose();
            device.Dispose();
        }
        catch (AcceleratorException) when (device.HasFailed)
        {
            // A device that is lost refuses this, too; its memory went with it.
        }
    }

    private void Guard(Action work)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        try
        {
            work();
        }
        catch (AcceleratorException cause)
        {
            device.MarkFailed();
            throw new DeviceFailureException(device.Accelerator.Name, cause);
        }
    }

    private void Transfer(StateTransfer state)
    {
        state.Require("engine", "off-policy, on an accelerator");
        run.Require(state, TEnv.Spec.Id, networks.Layout.Description, typeof(TExplorer), typeof(TUpdate));
        networks.Transfer(state);
        state.Numbers("parameters/finite", lastFinite);
        exploration.Transfer(state);
        schedule.Transfer(state);
        learner.Transfer(state);
    }

    private OffPolicyStatistics RunAll(double progress)
    {
        for (int step = 0; step < run.NumSteps; step++)
            schedule.Add(exploration.Steps, step, run.UpdatesOf(exploration.Steps + step));
        clock.Set(exploration.Steps, schedule.Updates);
        exploration.Begin();
        learner.Begin(schedule, progress);
        using ProfilingMarker before = device.Stream.AddProfilingMarker();
        iterations.Run(schedule.Planned);
        schedule.Complete();
        using ProfilingMarker after = device.Stream.AddProfilingMarker();
        RolloutStatistics episodes = exploration.Collect();
        LearningSums sums = learner.Collect();
        Times += new PhaseTimes { LearnSeconds = after.MeasureFrom(before).TotalSeconds };
        networks.Download(downloaded);
        if (sums.NotFinite == null)
            downloaded.CopyTo(lastFinite, 0);
        return new OffPolicyStatistics(episodes, sums, run.Exploration.EpsilonAt(exploration.Steps - 1));
    }

    private void Launch(ScheduledUpdate[] updates)
    {
        int next = 0;
        for (int step = 0; step < run.NumSteps; step++)
        {
            exploration.Step(step);
            for (; next < updates.Length && updates[next].Step == step; next++)
                learner.Update(updates[next]);
        }
    }
}
