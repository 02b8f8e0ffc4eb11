using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Settings;
using GpuAc.Training.Tests.Accelerators;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests;

/// <summary>A program's own activation in settings, training and files; accelerators refuse it by name.</summary>
public sealed class OwnActivationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gpuac-").FullName;

    [Fact]
    public void Settings_OwnActivation_GoByName()
    {
        Activation own = OwnActivations.Mish;
        PpoConfig config = SettingsBinder.Set(TestSettings.Ppo, "activation", "mish");
        Assert.Same(own, config.Activation);
        Assert.Contains(KeyValuePair.Create("activation", "mish"), SettingsBinder.List(config));
        Assert.Contains(KeyValuePair.Create("activation", "Tanh"), SettingsBinder.List(TestSettings.Ppo));
        var error = Assert.Throws<GpuAcException>(() => SettingsBinder.Set(config, "activation", "sine"));
        Assert.StartsWith(
            "Setting 'activation' takes one of Identity, ReLU, Tanh, SiLU, GeluTanh, ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Snapshot_OfATrainedPolicy_IsReadBackByName()
    {
        using ITrainer trainer = Trainer.Create<CartPoleV1>(
            TestSettings.A2c with { Activation = OwnActivations.Mish }, new TrainerOptions { Device = DeviceKind.Cpu, Threads = 1 });
        trainer.Iterate();
        PolicySnapshot saved = trainer.Snapshot();
        string path = Path.Combine(folder, "policy.msgpack");
        PolicySnapshotFile.Save(path, saved);
        PolicySnapshot loaded = PolicySnapshotFile.Load(path);
        Assert.Equal(saved.Network.Actor.Layers, loaded.Network.Actor.Layers);
        Assert.Same(OwnActivations.Mish, loaded.Network.Actor.Layers[0].Activation);
        Assert.Equal(PolicySnapshotFile.Format(saved), PolicySnapshotFile.Format(loaded));
    }

    [Fact]
    public void Create_OwnActivationOnAnAccelerator_IsRefusedByName()
    {
        foreach (TrainerConfig config in (TrainerConfig[])
            [
                TestSettings.Ppo with { Activation = OwnActivations.Softsign },
                TestSettings.A3c with { Activation = OwnActivations.Softsign },
                new SacDiscreteConfig { Activation = OwnActivations.Softsign },
            ])
        {
            var error = Assert.Throws<GpuAcException>(
                () => Trainer.Create<CartPoleV1>(config, new TrainerOptions { Device = PresentDevices.Any }));
            Assert.StartsWith("The activation 'softsign' cannot run on an accelerator", error.Message, StringComparison.Ordinal);
            Assert.Contains("Identity, ReLU, Tanh, SiLU, GeluTanh", error.Message, StringComparison.Ordinal);
            Assert.Contains("device 'cpu'", error.Message, StringComparison.Ordinal);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
