using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>Tests that look at the free memory of a whole device, and so must have it to themselves.</summary>
[CollectionDefinition(nameof(DeviceMemoryTests), DisableParallelization = true)]
[Collection(nameof(DeviceMemoryTests))]
public class DeviceMemoryTests
{
    private static readonly A3cConfig Settings = TestSettings.A3c with { NumEnvs = 37, NumWorkers = 1, UpdatesPerIteration = 4 };

    [FastDeviceFact]
    public void Dispose_AfterTraining_FreesAllDeviceMemory()
    {
        using AcceleratorDevice device = AcceleratorDevice.Open(PresentDevices.All[0]);
        long before = device.FreeBytes;
        ActorCriticSpec network = Settings.CreateNetwork(4, 2, DistributionKind.Categorical);
        float[] parameters = ActorCriticInitializer.Create(network, Settings.Initialization, seed: 1);
        var plan = new RolloutPlan
        {
            NumEnvs = 8,
            NumSteps = 5,
            Seed = 1,
            NormalizeObservations = false,
            ScaleRewards = false,
            Gamma = 0.99f,
        };
        var learning = new LearnPlan
        {
            NumEpochs = 1,
            MinibatchSize = 40,
            MaxGradNorm = 1,
            Optimizer = Settings.Optimizer,
        };
        AcceleratorDevice queue = device.AddQueue();
        using (AsynchronousEngines<A2CLoss> engines =
            AcceleratorWorkers.Create<CartPoleV1, Categorical, A2CLoss>(queue, network, parameters, plan, 3))
        {
            Assert.Equal(3, engines.Workers.Count);
            Assert.True(device.FreeBytes < before);
            Parallel.ForEach(engines.Workers, worker =>
            {
                worker.Rollout();
                worker.EstimateReturns(ReturnEstimatorKind.MonteCarlo, new ReturnSettings { Gamma = 0.99f });
                worker.Learn(learning, new A2CLoss { ValueCoefficient = 1 }, progress: 0, normalizeAdvantages: false);
                Assert.Equal(40, worker.Collect().Episodes.Steps);
            });
            Assert.Equal(engines.Workers[0].DownloadParameters(), engines.Workers[2].DownloadParameters());
            Assert.NotEqual(parameters, engines.Workers[0].DownloadParameters());
        }

        Assert.Equal(before, device.FreeBytes);
    }
}
