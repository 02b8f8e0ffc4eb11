using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Samples;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Accelerators;

public class AcceleratorTrainerTests
{
    [FullAgreementFact]
    public void Iterate_SameSeedTwice_GivesTheSameBits()
    {
        foreach (DeviceKind device in PresentDevices.All)
            Assert.Equal(Train<CartPoleV1>(device), Train<CartPoleV1>(device));
    }

    [Fact]
    public void Iterate_EnvironmentOfAnotherAssembly_AgreesWithTheCpu() => Agreement.Check<TargetChase>(TestSettings.Ppo);

    [Fact]
    public void Create_EnvironmentThatCannotBeTranslated_NamesMethodReasonAndRemedy()
    {
        var fault = Assert.Throws<GpuAcException>(
            () => Trainer.Create<ThrowingEnvironment>(TestSettings.Ppo, new TrainerOptions { Device = PresentDevices.Any }));
        Assert.Contains(nameof(ThrowingEnvironment.Step), fault.Message, StringComparison.Ordinal);
        Assert.Contains("device 'cpu'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Throwing-v0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_MoreEnvironmentsThanFit_SaysHowManyWould()
    {
        PpoConfig config = TestSettings.Ppo with { NumEnvs = 1 << 24, NumSteps = 64, MinibatchSize = 1L << 30 };
        var fault = Assert.Throws<GpuAcException>(
            () => Trainer.Create<CartPoleV1>(config, new TrainerOptions { Device = PresentDevices.Any }));
        Assert.Matches("at most [0-9]+ fit: use fewer numEnvs", fault.Message);
    }

    [Fact]
    public void Iterate_RewardThatIsNotFinite_IsNamedAsOnTheCpu()
    {
        Assert.Contains("returned NaN as reward", Fault<FaultyRewardEnvironment>(DeviceKind.Cpu), StringComparison.Ordinal);
        Assert.Equal(Fault<FaultyRewardEnvironment>(DeviceKind.Cpu), Fault<FaultyRewardEnvironment>(PresentDevices.Any));
        Assert.Equal(Fault<FaultyObservationEnvironment>(DeviceKind.Cpu), Fault<FaultyObservationEnvironment>(PresentDevices.Any));
    }

    [FastDeviceFact]
    public void Run_CartPoleRecipe_LearnsInAboutAsManyStepsAsOnTheCpu()
    {
        long cpu = 0, device = 0;
        for (ulong seed = 0; seed < 3; seed++)
        {
            cpu += StepsToSolve(DeviceKind.Cpu, seed);
            device += StepsToSolve(PresentDevices.Any, seed);
        }

        Assert.True(device <= 1.2 * cpu, $"{device} steps on the device, {cpu} on the CPU");
    }

    private static string Fault<TEnv>(DeviceKind device)
        where TEnv : struct, IEnvironment
    {
        // One environment, so that there is one first fault.
        PpoConfig config = TestSettings.Ppo with { NumEnvs = 1, NumSteps = 64, MinibatchSize = 64 };
        return Assert.Throws<EnvironmentFailureException>(() =>
        {
            using ITrainer trainer = Trainer.Create<TEnv>(config, new TrainerOptions { Device = device, Threads = 1 });
            trainer.Iterate();
        }).Message;
    }

    private static long StepsToSolve(DeviceKind device, ulong seed)
    {
        EnvironmentEntry entry = EnvironmentCatalog.Find("CartPole-v1");
        Recipe recipe = RecipeCatalog.Find("ppo-cartpole", entry.Spec);
        using ITrainer trainer = Trainer.Create(entry, recipe.Config, new TrainerOptions { Seed = seed, Device = device });
        var evaluator = new Evaluator(entry, seed);
        TrainingResult result = TrainingSession.Run(trainer, recipe.Goal with { StopAtReturn = 475 }, evaluator);
        Assert.True(result.ReachedGoal);
        return result.EnvSteps;
    }

    private static float[] Train<TEnv>(DeviceKind device)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(TestSettings.Ppo, new TrainerOptions { Device = device, Seed = 3 });
        for (int i = 0; i < 4; i++)
            trainer.Iterate();
        return trainer.Snapshot().Parameters;
    }
}
