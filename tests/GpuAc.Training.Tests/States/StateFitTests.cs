using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.States;

/// <summary>A state that does not fit is refused by the name of what differs, and nothing is changed.</summary>
public class StateFitTests
{
    private static readonly PpoConfig Ppo = TestSettings.Ppo;

    [Fact]
    public void Restore_OtherSettings_IsRefusedByName()
    {
        AssertRefused<CartPoleV1, CartPoleV1>(Ppo, Ppo with { HiddenSizes = [16, 17] }, "'network'");
        AssertRefused<CartPoleV1, CartPoleV1>(Ppo, Ppo with { NumEnvs = 192 }, "'numEnvs' is 192 in it, but 96 here");
        AssertRefused<CartPoleV1, CartPoleV1>(Ppo, Ppo with { NumSteps = 32 }, "'numSteps'");
        AssertRefused<CartPoleV1, CartPoleV1>(Ppo, Ppo with { NormalizeObservations = true }, "'normalizeObservations'");
        AssertRefused<CartPoleV1, CartPoleV1>(Ppo, Ppo with { ScaleRewards = true }, "'scaleRewards'");
        AssertRefused<CartPoleV1, CartPoleV0>(Ppo, Ppo, "'environment' is 'CartPole-v0' in it, but 'CartPole-v1' here");
        AssertRefused<CartPoleV1, CartPoleV1>(Ppo, TestSettings.A2c, "'a2c'");
        AssertRefused<CartPoleV1, CartPoleV1>(
            TestSettings.A3c with { NumWorkers = 2 }, TestSettings.A3c with { NumWorkers = 1 }, "'workers'");
        var sac = new SacConfig { HiddenSizes = [8], NumEnvs = 2 };
        AssertRefused<PendulumV1, PendulumV1>(sac, sac with { ReplaySize = 1000 }, "'replaySize'");
        AssertRefused<PendulumV1, PendulumV1>(sac, new Td3Config { HiddenSizes = [8], NumEnvs = 2 }, "'td3'");
    }

    [Fact]
    public void Restore_OtherSeed_IsRefused()
    {
        using ITrainer one = Create<CartPoleV1>(Ppo, 1), other = Create<CartPoleV1>(Ppo, 2);
        Assert.Contains("'seed' is 2 in it, but 1 here", Assert.Throws<GpuAcException>(() => one.Restore(other.Save())).Message);
    }

    [Fact]
    public void Restore_EntryMissingOrCutOrLeftOver_IsRefusedByName()
    {
        using ITrainer trainer = Create<CartPoleV1>(Ppo, 1);
        AssertRefused(trainer, state => state.Floats.Remove("environments"), "it has no 'environments'");
        AssertRefused(trainer, state => state.Floats["environments"] = [], "'environments' has 0 values");
        AssertRefused(trainer, state => state.Integers["learner/updates"] = -1, "'learner/updates' must be between 0 and");
        AssertRefused(trainer, state => state.Floats["more"] = [1], "entries");
    }

    [Fact]
    public void Restore_ReplayThatBeginsAfterItsEnd_IsRefused()
    {
        using ITrainer trainer = Create<PendulumV1>(new SacConfig { HiddenSizes = [8], NumEnvs = 2 }, 1);
        AssertRefused(trainer, state => state.Integers["replay/start"] = 7, "'replay/start' must be between 0 and 0");
    }

    private static void AssertRefused(ITrainer trainer, Action<Kernels.States.EngineState> damage, string message)
    {
        TrainerState state = trainer.Save();
        damage(state.Engine);
        Assert.Contains(message, Assert.Throws<GpuAcException>(() => trainer.Restore(state)).Message);
    }

    private static void AssertRefused<TEnv, TSavedEnv>(TrainerConfig config, TrainerConfig saved, string message)
        where TEnv : struct, IEnvironment
        where TSavedEnv : struct, IEnvironment
    {
        using ITrainer trainer = Create<TEnv>(config, 1), other = Create<TSavedEnv>(saved, 1);
        TrainerState before = trainer.Save();
        other.Iterate();
        TrainerState state = other.Save();
        Assert.Contains(message, Assert.Throws<GpuAcException>(() => trainer.Restore(state)).Message);
        Resumption.AssertSame(before, trainer.Save());
    }

    private static ITrainer Create<TEnv>(TrainerConfig config, ulong seed)
        where TEnv : struct, IEnvironment => Trainer.Create<TEnv>(
        config, new TrainerOptions { Seed = seed, Device = DeviceKind.Cpu, Threads = 1 });
}
