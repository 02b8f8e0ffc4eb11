using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.OffPolicy;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Training.Tests.Updates;

/// <summary>The given replay and its learner on an accelerator; every update is an iteration of its own.</summary>
internal sealed class AcceleratorGivenReplayLearner<TUpdate> : GivenReplayLearner
    where TUpdate : unmanaged, IOffPolicyUpdate
{
    private readonly GivenReplay given;
    private readonly AcceleratorDevice device;
    private readonly OffPolicyBuffers networks;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> records;
    private readonly RunClock clock;
    private readonly UpdateSchedule schedule;
    private readonly AcceleratorOffPolicyLearner<TUpdate> learner;
    private readonly float[] padded;

    public AcceleratorGivenReplayLearner(GivenReplay given, DeviceKind kind)
    {
        this.given = given;
        OffPolicyPlan plan = given.Plan;
        device = AcceleratorDevice.Open(kind);
        networks = new OffPolicyBuffers(device, given.Networks, given.Targets);
        padded = new float[networks.Layout.Length];
        networks.Layout.Pack(given.Parameters, padded);
        networks.Part(0, 0, networks.Quads).Cast<float>().AsDense().CopyFromCPU(device.Stream, padded);
        int numEnvs = given.Config.NumEnvs;
        records = device.Accelerator.Allocate1D<float>((given.Steps + 1) * numEnvs * given.RecordLength);
        records.View.SubView(0, given.Records.Length).CopyFromCPU(device.Stream, given.Records);
        clock = new RunClock(device);
        schedule = new UpdateSchedule(plan);
        var replay = new ReplayRecords
        {
            Values = records.View,
            Layout = new ReplayLayout
            {
                Slots = ReplayLayout.SlotsOf((long)given.Steps * numEnvs, numEnvs),
                NumEnvs = numEnvs,
                Observations = given.Observations,
                Actions = given.ActionComponents,
                ReturnSteps = given.Config.ReturnSteps,
                Gamma = given.Config.Gamma,
            },
        };
        learner = new AcceleratorOffPolicyLearner<TUpdate>(
            device, plan, given.UpdateOf<TUpdate>(), networks, replay, clock, given.ActionSize, maxUpdates: 1);
    }

    public override float Temperature => learner.Temperature;

    public override LearningSums Update()
    {
        clock.Set(given.Steps, schedule.Updates);
        learner.Begin(schedule, progress: 0);
        schedule.Add(given.Steps, step: 0, count: 1);
        // As if no step overlapped with it, so that the newest transitions are those that there were.
        learner.Update(schedule.Planned[0] with { Step = -1 });
        schedule.Complete();
        return learner.Collect();
    }

    public override float[] DownloadParameters() => Download(0);

    public override float[] DownloadTargets() => Download(1);

    public override float[] DownloadGradients() => Download(2);

    public override void Dispose()
    {
        learner.Dispose();
        clock.Dispose();
        records.Dispose();
        networks.Dispose();
        device.Dispose();
    }

    private float[] Download(int part)
    {
        networks.Part(part, 0, networks.Quads).Cast<float>().CopyToCPU(device.Stream, padded);
        device.Stream.Synchronize();
        var flat = new float[given.Parameters.Length];
        networks.Layout.Unpack(padded, flat);
        return flat;
    }
}
