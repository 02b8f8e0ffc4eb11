using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Tests.Accelerators;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests;

/// <summary>The environments of these tests take three steps and fail in the fourth.</summary>
public class EnvironmentFailureTests
{
    private const string Threw = "Environment 'ThrowingStep-v0' threw InvalidOperationException: The pole fell over. ";
    private const string Returned = "Environment 'FaultyReward-v0' returned NaN as reward of environment ";

    // Iterations of three steps: the first is whole, the second is not.
    public static TheoryData<string, int> Trainers => new()
    {
        { "ppo", 1 }, { "ppo", 3 }, { "a2c", 3 }, { "one-step-ac", 1 }, { "a3c", 1 }, { "sac-discrete", 1 }, { "sac-discrete", 3 },
    };

    public static TheoryData<string> OnDevices => ["ppo", "a2c", "sac-discrete"];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Run_EnvironmentThatThrows_KeepsTheLastWholeIteration(string algorithm, int threads) =>
        CheckKept<ThrowingStepEnvironment>(algorithm, new TrainerOptions { Threads = threads, Device = DeviceKind.Cpu }, Threw);

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Run_EnvironmentThatReturnsNaN_KeepsTheLastWholeIteration(string algorithm, int threads) =>
        CheckKept<FaultyRewardEnvironment>(algorithm, new TrainerOptions { Threads = threads, Device = DeviceKind.Cpu }, Returned);

    [Theory]
    [MemberData(nameof(OnDevices))]
    public void Run_EnvironmentThatReturnsNaNOnADevice_KeepsTheLastWholeIteration(string algorithm) =>
        CheckKept<FaultyRewardEnvironment>(algorithm, new TrainerOptions { Device = PresentDevices.Any }, Returned);

    private static void CheckKept<TEnv>(string algorithm, TrainerOptions options, string message)
        where TEnv : struct, IEnvironment
    {
        TrainerConfig config = ConfigOf(algorithm);
        int whole = algorithm == "one-step-ac" ? 3 : 1;
        float[] expected;
        using (ITrainer reference = Trainer.Create<TEnv>(config, options))
        {
            for (int i = 0; i < whole; i++)
                reference.Iterate();
            expected = reference.Snapshot().Parameters;
        }

        using ITrainer trainer = Trainer.Create<TEnv>(config, options);
        TrainingResult result = TrainingSession.Run(trainer, new TrainingGoal());
        Assert.StartsWith(message, result.Failure, StringComparison.Ordinal);
        Assert.Equal((false, false, false), (result.DeviceFailed, result.Cancelled, result.ReachedGoal));
        Assert.Equal(expected, result.Policy.Parameters);
        Assert.Equal(result.EnvSteps, result.Policy.Provenance.TrainingSteps);
        Assert.True(result.EnvSteps > 0);
    }

    private static TrainerConfig ConfigOf(string algorithm) => algorithm switch
    {
        "ppo" => TestSettings.Ppo with { NumSteps = 3, MinibatchSize = 288, NormalizeObservations = true },
        "a2c" => TestSettings.A2c with { NumSteps = 3 },
        "one-step-ac" => TestSettings.OneStepAc,
        "a3c" => TestSettings.A3c with { NumSteps = 3, NumWorkers = 1, UpdatesPerIteration = 1 },
        _ => new SacDiscreteConfig
        {
            NumEnvs = 4,
            NumSteps = 3,
            HiddenSizes = [16, 16],
            MinibatchSize = 4,
            LearningStarts = 4,
            ReplaySize = 100,
            TotalSteps = 10_000,
        },
    };
}
