using System.Reflection;
using GpuAc.Cli.Tests.Support;
using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Vectorized;
using GpuAc.Export;
using GpuAc.Kernels.Plans;
using GpuAc.Lanes;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Logging;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>Whatever is disposable and public refuses work at once when it has been disposed of.</summary>
public class DisposalTests
{
    private static readonly Assembly[] Libraries =
        [typeof(CpuPolicy).Assembly, typeof(IVectorEnvironment).Assembly, typeof(ITrainer).Assembly, typeof(PolicyExport).Assembly];

    // Each disposable type's methods, called on an object that has been disposed of. Reflection cannot pass spans, so they are written out.
    private static readonly Dictionary<Type, Func<object, Dictionary<string, Action>>> Calls = new()
    {
        [typeof(ITrainer)] = instance =>
        {
            var trainer = (ITrainer)instance;
            return new() { [nameof(trainer.Iterate)] = () => trainer.Iterate(), [nameof(trainer.Snapshot)] = () => trainer.Snapshot() };
        },
        [typeof(IVectorEnvironment)] = instance =>
        {
            var environments = (IVectorEnvironment)instance;
            return new()
            {
                [nameof(environments.Reset)] = () => environments.Reset(new RandomKey(1, RandomPurpose.Reset)),
                [nameof(environments.Step)] = () => environments.Step(new float[environments.NumEnvs]),
            };
        },
        [typeof(CpuPolicy)] = instance =>
        {
            var policy = (CpuPolicy)instance;
            return new()
            {
                [nameof(policy.Act)] = () => policy.Act(new float[policy.ObservationSize], new float[1]),
                [nameof(policy.Forward)] = () => policy.Forward(new float[policy.ObservationSize], new float[1], new float[1], []),
            };
        },
        [typeof(OnnxPolicy)] = instance =>
        {
            var policy = (OnnxPolicy)instance;
            return new()
            {
                [nameof(policy.Act)] = () => policy.Act(new float[policy.ObservationSize], new float[1]),
                [nameof(policy.ActDiscrete)] = () => policy.ActDiscrete(new float[policy.ObservationSize]),
                [nameof(policy.Forward)] = () => policy.Forward(new float[policy.ObservationSize], new float[1], new float[1], []),
            };
        },
        [typeof(PolicyExport)] = instance =>
        {
            var export = (PolicyExport)instance;
            return new()
            {
                [nameof(export.ToBytes)] = () => export.ToBytes(),
                [nameof(export.Save)] = () => export.Save(Path.Combine(Path.GetTempPath(), "gpuac-never-written.onnx")),
            };
        },
        [typeof(MetricsFile)] = instance =>
        {
            var file = (MetricsFile)instance;
            return new() { [nameof(file.Write)] = () => file.Write(default) };
        },
    };

    public static TheoryData<string> Algorithms => [.. AlgorithmCatalog.Names];

    [Fact]
    public void DisposableTypes_OfAllLibraries_AreTestedWithAllTheirMethods()
    {
        Type[] disposable = [.. Libraries.SelectMany(library => library.GetExportedTypes()).Where(typeof(IDisposable).IsAssignableFrom)];
        Assert.True(disposable.Length > 5);
        foreach (Type type in disposable)
        {
            Type tested = Calls.Keys.Where(known => known.IsAssignableFrom(type)).OrderByDescending(Depth).FirstOrDefault()
                ?? throw new InvalidOperationException($"{type} is disposable and not tested.");
            IEnumerable<string> methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => !method.IsSpecialName && method.Name != nameof(IDisposable.Dispose)
                    && method.GetBaseDefinition().DeclaringType != typeof(object))
                .Select(method => method.Name).Distinct();
            Assert.Equal(methods.Order(), CallsOf(tested).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Trainer_Disposed_RefusesWorkAtOnce(string algorithm)
    {
        foreach (int threads in new[] { 1, 2 })
        {
            EnvironmentEntry entry = new[] { EnvironmentEntry.Of<CartPoleV1>(), EnvironmentEntry.Of<PendulumV1>() }
                .First(candidate => RecipeCatalog.Default(candidate.Spec, algorithm).Config.ValidateFor(candidate.Spec).Count == 0);
            ITrainer trainer = Trainer.Create(
                entry, RecipeCatalog.Default(entry.Spec, algorithm).Config,
                new TrainerOptions { Threads = algorithm == "a3c" ? null : threads, Device = DeviceKind.Cpu });
            Check(typeof(ITrainer), trainer);
            if (trainer is IRecordsEpisodes recorded)
                Assert.Throws<ObjectDisposedException>(() => recorded.Read(0));
            Assert.Equal(0, trainer.EnvSteps);
        }
    }

    [Fact]
    public void Environments_Disposed_RefuseWork() =>
        Check(typeof(IVectorEnvironment), EnvironmentEntry.Of<CartPoleV1>().CreateVectorEnvironment(3));

    [Fact]
    public void Policies_Disposed_RefuseWork()
    {
        using ITrainer trainer = Trainer.Create<CartPoleV1>(
            RecipeCatalog.Default(CartPoleV1.Spec, "ppo").Config, new TrainerOptions { Threads = 1, Device = DeviceKind.Cpu });
        PolicySnapshot snapshot = trainer.Snapshot();
        Check(typeof(CpuPolicy), CpuPolicy.Create(snapshot));
        PolicyExport export = OnnxExporter.Export(snapshot);
        Check(typeof(PolicyExport), export);
        Check(typeof(OnnxPolicy), export.Policy);
    }

    [Fact]
    public void Metrics_Disposed_RefuseLines()
    {
        using var folder = new TemporaryFolder();
        Check(typeof(MetricsFile), new MetricsFile(folder["metrics.csv"], []));
    }

    // Disposed of twice, which must do no harm either.
    private static void Check(Type type, IDisposable instance)
    {
        instance.Dispose();
        instance.Dispose();
        foreach ((string name, Action call) in Calls[type](instance))
        {
            Exception? thrown = Record.Exception(call);
            Assert.True(thrown is ObjectDisposedException, $"{type.Name}.{name} threw {thrown?.GetType().Name ?? "nothing"}.");
        }
    }

    private static IEnumerable<string> CallsOf(Type type)
    {
        object? nothing = null;
        return Calls[type](nothing!).Keys;
    }

    private static int Depth(Type type) => type.IsInterface ? 0 : Depth(type.BaseType ?? typeof(IDisposable)) + 1;
}
