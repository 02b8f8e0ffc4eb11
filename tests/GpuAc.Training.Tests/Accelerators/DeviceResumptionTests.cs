using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.Tests.States;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>On accelerators, too, a trainer goes on from a saved state as if it had never stopped.</summary>
public class DeviceResumptionTests
{
    [Fact]
    public void Restore_PpoWithNormalization_GoesOnAsIfNeverStopped() => Check<PendulumV1>(TestSettings.Ppo with
    {
        NumEnvs = 64,
        NumSteps = 2,
        NumEpochs = 1,
        MinibatchSize = 64,
        HiddenSizes = [8],
        NormalizeObservations = true,
        ScaleRewards = true,
        TotalSteps = 5_000,
    });

    [FullAgreementFact]
    public void Restore_Reinforce_GoesOnAsIfNeverStopped() =>
        Check<CartPoleV1>(TestSettings.Reinforce with { NumEnvs = 4, NumSteps = 500, HiddenSizes = [8], NormalizeObservations = true });

    [FullAgreementFact]
    public void Restore_A3cWithOneWorker_GoesOnAsIfNeverStopped() =>
        Check<CartPoleV1>(TestSettings.A3c with { NumWorkers = 1, NumSteps = 4, UpdatesPerIteration = 5 });

    [Fact]
    public void Restore_Sac_GoesOnAsIfNeverStopped() => Check<PendulumV1>(Small(new SacConfig()));

    [FullAgreementFact]
    public void Restore_Td3WithNStepReturnsAndASmallReplay_GoesOnAsIfNeverStopped() =>
        Check<PendulumV1>(Small(new Td3Config { ReturnSteps = 3, ReplaySize = 50, PolicyDelay = 2 }));

    [FullAgreementFact]
    public void Restore_QActorCriticThatClearsReplay_GoesOnAsIfNeverStopped() =>
        Check<CartPoleV1>(Small(new QActorCriticConfig { ClearReplay = true }));

    [Fact]
    public void Restore_StateOfTheCpu_IsRefused()
    {
        using ITrainer cpu = Trainer.Create<PendulumV1>(
            Small(new SacConfig()), new TrainerOptions { Device = DeviceKind.Cpu, Threads = 1 });
        using ITrainer device = Trainer.Create<PendulumV1>(Small(new SacConfig()), new TrainerOptions { Device = PresentDevices.All[0] });
        string message = Assert.Throws<GpuAcException>(() => device.Restore(cpu.Save())).Message;
        Assert.Contains("'engine' is 'off-policy, on CPU cores' in it, but 'off-policy, on an accelerator' here", message);
    }

    private static void Check<TEnv>(TrainerConfig config)
        where TEnv : struct, IEnvironment
    {
        foreach (DeviceKind device in PresentDevices.All)
        {
            var options = new TrainerOptions { Seed = 5, Device = device };
            Resumption.Check<TEnv>(config, options, options, 1);
        }
    }

    private static T Small<T>(T config)
        where T : OffPolicyConfig => config with
    {
        NumEnvs = 2,
        NumSteps = 8,
        LearningStarts = 8,
        MinibatchSize = 16,
        HiddenSizes = [8],
        TotalSteps = 5_000,
    };
}
