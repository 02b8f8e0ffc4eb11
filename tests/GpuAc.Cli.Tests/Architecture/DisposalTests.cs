using System.Reflection;
using GpuAc.Cli.Tests.Support;
using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Vectorized;
using GpuAc.Export;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Logging;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>Whatever is disposable and public refuses work at once when it has been disposed of.</summary>
public class DisposalTests
{
    private static readonly Assembly[] Libraries =
    [
        typeof(Lane1).Assembly, typeof(CpuPolicy).Assembly, typeof(IVectorEnvironment).Assembly, typeof(OnPolicyEngines).Assembly,
        typeof(ITrainer).Assembly, typeof(PolicyExport).Assembly,
    ];

    // What is called from inside a job alone, in inner loops; a pool that has been disposed of runs none.
    private static readonly string[] InsideJobs = [nameof(WorkerPool.Barrier), nameof(WorkerPool.NextItem), nameof(WorkerPool.ResetItems)];

    // Each disposable type's methods, called on an object that has been disposed of. Reflection cannot pass spans, so they are written out.
    private static readonly Dictionary<Type, Func<object, Dictionary<string, Action>>> Calls = new()
    {
        [typeof(ITrainer)] = instance =>
        {
            var trainer = (ITrainer)instance;
            return new()
            {
                [nameof(trainer.Iterate)] = () => trainer.Iterate(),
                [nameof(trainer.Snapshot)] = () => trainer.Snapshot(),
                [nameof(trainer.Save)] = () => trainer.Save(),
                [nameof(trainer.Restore)] = () => trainer.Restore(null!),
            };
        },
        [typeof(AlignedBuffer)] = _ => [],
        [typeof(AcceleratorDevice)] = _ => [],
        [typeof(AsynchronousEngines<PpoLoss>)] = instance =>
        {
            var engines = (AsynchronousEngines<PpoLoss>)instance;
            return new() { [nameof(engines.Save)] = () => engines.Save(), [nameof(engines.Restore)] = () => engines.Restore(null!) };
        },
        [typeof(WorkerPool)] = instance =>
        {
            var pool = (WorkerPool)instance;
            return new() { [nameof(pool.Run)] = () => pool.Run(null!) };
        },
        [typeof(IOnPolicyEngine)] = instance =>
        {
            var engine = (IOnPolicyEngine)instance;
            return new()
            {
                [nameof(engine.Rollout)] = () => engine.Rollout(),
                [nameof(engine.EstimateReturns)] = () => engine.EstimateReturns(ReturnEstimatorKind.Gae, default),
                [nameof(engine.Collect)] = () => engine.Collect(),
                [nameof(engine.DownloadParameters)] = () => engine.DownloadParameters(),
                [nameof(engine.DownloadRollout)] = () => engine.DownloadRollout(),
                [nameof(engine.Save)] = () => engine.Save(),
                [nameof(engine.Restore)] = () => engine.Restore(null!),
            };
        },
        [typeof(IOnPolicyEngine<PpoLoss>)] = instance =>
        {
            var engine = (IOnPolicyEngine<PpoLoss>)instance;
            return new() { [nameof(engine.Learn)] = () => engine.Learn(default, default, 0, false) };
        },
        [typeof(IOffPolicyEngine)] = instance =>
        {
            var engine = (IOffPolicyEngine)instance;
            return new()
            {
                [nameof(engine.Run)] = () => engine.Run(0),
                [nameof(engine.DownloadActor)] = () => engine.DownloadActor(),
                [nameof(engine.Save)] = () => engine.Save(),
                [nameof(engine.Restore)] = () => engine.Restore(null!),
            };
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
            return new() { [nameof(file.Write)] = () => file.Write(default), [nameof(file.Flush)] = () => file.Flush() };
        },
    };

    public static TheoryData<string> Algorithms => [.. AlgorithmCatalog.Names];

    [Fact]
    public void DisposableTypes_OfAllLibraries_AreTestedWithAllTheirMethods()
    {
        Type[] disposable = [.. Libraries.SelectMany(library => library.GetExportedTypes()).Where(typeof(IDisposable).IsAssignableFrom)];
        Assert.True(disposable.Length >= 12);
        foreach (Type type in disposable)
        {
            Type tested = Calls.Keys.Where(known => known.IsAssignableFrom(type) || IsClosed(known, type))
                .OrderByDescending(Depth).ThenByDescending(known => known.GetInterfaces().Length).FirstOrDefault()
                ?? throw new InvalidOperationException($"{type} is disposable and not tested.");
            IEnumerable<string> methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => !method.IsSpecialName && method.Name != nameof(IDisposable.Dispose) && !InsideJobs.Contains(method.Name)
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
    public void Engines_Disposed_RefuseWorkAtOnce()
    {
        foreach (DeviceKind device in (DeviceKind[])[DeviceKind.Cpu, DeviceKind.IlgpuCpu])
        {
            var options = new EngineOptions { Device = device, Threads = 2 };
            ActorCriticSpec network = new PpoConfig { HiddenSizes = [8] }.CreateNetwork(4, 2, DistributionKind.Categorical);
            var plan = new RolloutPlan
            {
                NumEnvs = 1, NumSteps = 1, Seed = 1, NormalizeObservations = false, ScaleRewards = false, Gamma = 0.9f,
            };
            IOnPolicyEngine<PpoLoss> engine = OnPolicyEngines.Create<CartPoleV1, Categorical, PpoLoss>(
                network, new float[network.ParameterCount], plan, new OptimizerConfig(), options);
            Check(typeof(IOnPolicyEngine), engine);
            Check(typeof(IOnPolicyEngine<PpoLoss>), engine);
            Check(typeof(AsynchronousEngines<PpoLoss>), OnPolicyEngines.CreateAsynchronous<CartPoleV1, Categorical, PpoLoss>(
                network, new float[network.ParameterCount], plan, new OptimizerConfig(), count: 1, options));

            OffPolicySpec networks = new Td3Config { HiddenSizes = [8] }.CreateNetworks(3, 1);
            var learning = new OffPolicyPlan
            {
                Seed = 1, MinibatchSize = 4, ActorOptimizer = new(), CriticOptimizer = new(), Tau = 0.5f,
            };
            var run = new OffPolicyRun(1, 4, 64, 1, 0.9f, 8, 1, 1, new ExplorationPlan(8, default, 0, 1, 0), learning);
            float[] parameters = OffPolicyInitializer.Create(networks, new InitializationConfig(), 1);
            Check(
                typeof(IOffPolicyEngine),
                OffPolicyEngines.Create<PendulumV1, ContinuousExplorer<TanhPolicy>, ContinuousUpdate<TanhPolicy>>(
                    networks, parameters, run, default, options));
        }
    }

    [Fact]
    public void Memory_DisposedOf_IsNotRead()
    {
        var buffer = new AlignedBuffer(16);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }

    [Fact]
    public void Pool_Disposed_RefusesJobs() => Check(typeof(WorkerPool), new WorkerPool(2));

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

    private static bool IsClosed(Type known, Type definition) =>
        known.IsGenericType && definition.IsGenericTypeDefinition && known.GetGenericTypeDefinition() == definition;

    private static int Depth(Type type) => type.IsInterface ? 0 : Depth(type.BaseType ?? typeof(IDisposable)) + 1;
}
