using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Threads;

namespace GpuAc.Training.Tests.Updates;

/// <summary>The given replay and its learner on CPU lanes, with two workers.</summary>
internal sealed unsafe class CpuGivenReplayLearner<TUpdate, F> : GivenReplayLearner, IWorkerJob
    where TUpdate : unmanaged, IOffPolicyUpdate
    where F : struct, IFloatLane<F>
{
    private readonly WorkerPool pool = new(2);
    private readonly OffPolicyNetworks networks;
    private readonly ReplayMemory replay;
    private readonly ActorTiles<F> actors;
    private readonly CpuOffPolicyLearner<TUpdate, F> learner;

    public CpuGivenReplayLearner(GivenReplay given)
    {
        OffPolicyPlan plan = given.Plan;
        networks = new OffPolicyNetworks(given.Networks, given.Targets);
        networks.Layout.Pack(given.Parameters, new Span<float>(networks.Memory.Parameters, networks.Layout.Length));
        int numEnvs = given.Config.NumEnvs;
        replay = new ReplayMemory(
            (long)given.Steps * numEnvs, numEnvs, given.Observations, given.ActionComponents, given.Config.ReturnSteps, given.Config.Gamma);
        for (int record = 0; record < given.Steps * numEnvs; record++)
        {
            given.Records.AsSpan(record * given.RecordLength, given.RecordLength)
                .CopyTo(new Span<float>(replay.Current(record % numEnvs), given.RecordLength));
            if ((record + 1) % numEnvs == 0)
                replay.Advance();
        }

        TUpdate update = given.UpdateOf<TUpdate>();
        var tiles = new MinibatchTiles<F>(plan.MinibatchSize);
        MinibatchTiles<F> actorTiles = plan.NewestBatch is { } newest ? new MinibatchTiles<F>(newest.Size) : tiles;
        actors = new ActorTiles<F>(
            networks.Actor, actorTiles.Count, UpdateTile<TUpdate, F>.ActorRows(given.Observations, given.ActionSize));
        var workers = new UpdateTile<TUpdate, F>[pool.Count];
        for (int i = 0; i < workers.Length; i++)
            workers[i] = new UpdateTile<TUpdate, F>(update, plan.Seed, networks, replay, tiles, actorTiles, actors, given.ActionSize);
        learner = new CpuOffPolicyLearner<TUpdate, F>(
            plan, update.UsesTargetActor, networks, replay, tiles.Count, actorTiles.Count, workers);
    }

    public override float Temperature => learner.Temperature;

    public override LearningSums Update()
    {
        pool.Run(this);
        return learner.TakeSums();
    }

    void IWorkerJob.Execute(int worker, WorkerPool workers) => learner.Update(worker, workers, progress: 0, concurrent: null);

    public override float[] DownloadParameters() => Flat(networks.Memory.Parameters);

    public override float[] DownloadTargets() => Flat(networks.Targets);

    public override float[] DownloadGradients() => Flat(networks.Memory.Gradients);

    public override void Dispose()
    {
        pool.Dispose();
        learner.Dispose();
        actors.Dispose();
        replay.Dispose();
        networks.Dispose();
    }

    private float[] Flat(float* padded)
    {
        var flat = new float[networks.Layout.FlatLength];
        networks.Layout.Unpack(new ReadOnlySpan<float>(padded, networks.Layout.Length), flat);
        return flat;
    }
}
