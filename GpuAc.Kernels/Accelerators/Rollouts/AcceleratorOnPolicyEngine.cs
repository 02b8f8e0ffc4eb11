using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>The on-policy skeletons on an accelerator. Phases are queued; the host waits once per iteration for their statistics.</summary>
internal sealed class AcceleratorOnPolicyEngine<TEnv, TDistribution, TLoss>
    : IOnPolicyEngine<TLoss>, IRecordsEpisodes, IKernelUser, IStateful
    where TEnv : struct, IEnvironment
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
{
    private readonly AcceleratorDevice device;
    private readonly RolloutPlan plan;
    private readonly ParameterBuffers parameters;
    private readonly SharedParameterBuffers? shared;
    private readonly bool keepsLast;
    private readonly AcceleratorRollout<TEnv, TDistribution> rollout;
    private readonly AcceleratorScan scan;
    private readonly AcceleratorLearner<TDistribution, TLoss> learner;
    private readonly float[] lastWhole;
    private readonly float[] downloaded;
    private bool hasFaulted;
    private bool isDisposed;
    private readonly DeviceEpisodes? recordings;
    private ProfilingMarker? beforeRollout, beforeScan, beforeLearning, afterLearning;

    /// <summary>Allocates everything that training needs, and compiles its kernels.</summary>
    /// <param name="device">Device; from now on the engine's to dispose.</param>
    /// <param name="network">Network description.</param>
    /// <param name="initial">Its first parameters.</param>
    /// <param name="plan">Sizes, seed and normalisation.</param>
    /// <param name="shared">Parameters shared with other engines, to which gradients go instead; not owned.</param>
    public AcceleratorOnPolicyEngine(
        AcceleratorDevice device, ActorCriticSpec network, float[] initial, RolloutPlan plan, SharedParameterBuffers? shared = null)
    {
        this.device = device;
        this.plan = plan;
        this.shared = shared;
        // Of engines that share parameters, the first keeps them for all.
        keepsLast = shared == null || plan.FirstEnvironment == 0;
        EnvironmentSpec spec = TEnv.Spec;
        RolloutSize = (long)plan.NumSteps * plan.NumEnvs;
        lastWhole = [.. initial];
        downloaded = new float[initial.Length];
        var layout = new PaddedLayout(network);
        if (shared == null)
        {
            MemoryDemand.Of(device, spec, layout, plan, TDistribution.ActionComponents(spec.Action.Size))
                .Require(plan.NumEnvs, plan.NumSteps, device.FreeBytes, device.Accelerator.Name);
        }

        parameters = new ParameterBuffers(device, layout);
        parameters.Upload(initial);
        rollout = new AcceleratorRollout<TEnv, TDistribution>(device, plan, parameters);
        scan = new AcceleratorScan(device, plan, rollout.Buffers);
        recordings = plan.WholeEpisodes ? new DeviceEpisodes(device, rollout.Buffers.Rollout, plan) : null;
        learner = new AcceleratorLearner<TDistribution, TLoss>(
            device, parameters, rollout.Buffers.Rollout, scan.Totals, rollout.Counted, spec.Action.Size, plan.Seed, shared);
    }

    /// <inheritdoc/>
    public long RolloutSize { get; }

    /// <inheritdoc/>
    public PhaseTimes Times { get; private set; }

    /// <inheritdoc/>
    public ObservationNormalization? Normalization => rollout.Normalization;

    /// <inheritdoc/>
    public float RewardScale => rollout.RewardScale;

    /// <inheritdoc/>
    public IReadOnlyCollection<KernelRequest> LoadedKernels => device.LoadedKernels;

    /// <inheritdoc/>
    public void Rollout() => Guard(() =>
    {
        beforeRollout = device.Stream.AddProfilingMarker();
        rollout.Run();
    });

    /// <inheritdoc/>
    public void EstimateReturns(ReturnEstimatorKind estimator, ReturnSettings settings) => Guard(() =>
    {
        beforeScan = device.Stream.AddProfilingMarker();
        scan.Run(estimator, settings);
    });

    /// <inheritdoc/>
    public void Learn(LearnPlan plan, TLoss loss, double progress, bool normalizeAdvantages) => Guard(() =>
    {
        beforeLearning = device.Stream.AddProfilingMarker();
        learner.Learn(plan, loss, progress, normalizeAdvantages);
        afterLearning = device.Stream.AddProfilingMarker();
    });

    /// <inheritdoc/>
    public OnPolicyStatistics Collect()
    {
        OnPolicyStatistics statistics = default;
        Guard(() => statistics = CollectAll());
        return statistics;
    }

    /// <inheritdoc/>
    public float[] DownloadParameters()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        // Once the environment has failed, what the device holds was learnt from that.
        if (!device.HasFailed && !hasFaulted)
        {
            Guard(() => (shared?.State ?? parameters).Download(downloaded));
            if (Array.TrueForAll(downloaded, float.IsFinite))
                downloaded.CopyTo(lastWhole, 0);
        }

        return [.. lastWhole];
    }

    /// <inheritdoc/>
    public int RecordedEpisodes => recordings?.Count ?? 0;

    /// <inheritdoc/>
    public RecordedEpisode Read(int index)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return recordings!.Read(index);
    }

    /// <inheritdoc/>
    public float[] DownloadRollout()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        SampleRows rows = rollout.Buffers.Rollout;
        var values = new float[rows.Samples * (rows.Return + 1)];
        rows.Values.SubView(0, values.Length).CopyToCPU(device.Stream, values);
        device.Stream.Synchronize();
        return values;
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
    public void Transfer(StateTransfer state)
    {
        state.Require("engine", "on-policy, on an accelerator");
        plan.Require(state, TEnv.Spec.Id, parameters.Layout.Description, typeof(TDistribution), typeof(TLoss));
        parameters.Transfer(state);
        rollout.Transfer(state);
        learner.Transfer(state);
        if (state.IsRestoring && keepsLast)
            parameters.Download(lastWhole);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        try
        {
            DisposeMarkers();
            learner.Dispose();
            scan.Dispose();
            rollout.Dispose();
            parameters.Dispose();
            device.Dispose();
        }
        catch (AcceleratorException) when (device.HasFailed)
        {
            // A device that is lost refuses this, too; its memory went with it.
        }
    }

    private OnPolicyStatistics CollectAll()
    {
        RolloutStatistics episodes = rollout.Collect();
        AdvantageStatistics advantages = scan.Collect(episodes.Steps);
        LearnStatistics learning = learner.Collect(episodes.Steps);
        if (!double.IsFinite(advantages.Mean) || !double.IsFinite(advantages.StandardDeviation))
            learning = new LearnStatistics { NonFinite = NonFiniteQuantity.Advantage };
        Times += new PhaseTimes
        {
            RolloutSeconds = beforeScan!.MeasureFrom(beforeRollout!).TotalSeconds,
            ScanSeconds = beforeLearning!.MeasureFrom(beforeScan).TotalSeconds,
            LearnSeconds = afterLearning!.MeasureFrom(beforeLearning).TotalSeconds,
        };
        DisposeMarkers();
        recordings?.Forget();
        // So that a device that fails takes no more than one iteration with it.
        if (keepsLast)
            parameters.Download(lastWhole);
        return new OnPolicyStatistics(episodes, advantages, learning);
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
        catch (EnvironmentFailureException)
        {
            hasFaulted = true;
            throw;
        }
    }

    private void DisposeMarkers()
    {
        beforeRollout?.Dispose();
        beforeScan?.Dispose();
        beforeLearning?.Dispose();
        afterLearning?.Dispose();
    }
}
