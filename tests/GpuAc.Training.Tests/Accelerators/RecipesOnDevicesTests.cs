using System.Reflection;
using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using Xunit.Abstractions;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>No device refuses a recipe, and on CUDA every kernel keeps what it works on in registers.</summary>
public class RecipesOnDevicesTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. RecipeCatalog.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EachRecipe_LoadsKernelsWithoutLocalMemoryOrCalls(string name)
    {
        Recipe recipe = RecipeCatalog.Find(name);
        EnvironmentEntry environment = EnvironmentCatalog.Find(recipe.EnvironmentId);
        foreach (DeviceKind device in PresentDevices.All)
        {
            using ITrainer trainer = Trainer.Create(environment, recipe.Config, new TrainerOptions { Device = device });
            Check([.. ((IKernelUser)EngineOf(trainer)).LoadedKernels]);
        }
    }

    [Fact]
    public void Translate_KernelsThatAreLoadedWhenFirstUsed_HaveNoLocalMemoryOrCalls()
    {
        Type[] rules = [typeof(Adam), typeof(AdamW), typeof(RMSProp), typeof(Sgd)];
        Type[] estimators = [typeof(GeneralizedAdvantage), typeof(NStepReturn), typeof(MonteCarloReturn), typeof(EpisodeReturn)];
        Check([
            Kernel(typeof(OptimizeKernel), nameof(OptimizeKernel.Sum)),
            .. rules.Select(rule => Kernel(typeof(OptimizeKernel), "Apply", rule)),
            .. rules.Select(rule => Kernel(typeof(OptimizeKernel), "Whole", rule)),
            .. estimators.Select(estimator => Kernel(typeof(ScanKernel), "Run", estimator)),
        ]);
    }

    [Fact]
    public void Create_NetworksBeyondSharedMemory_LoadKernelsWithoutLocalMemoryOrCalls()
    {
        int[] wide = [2100, 500];
        TrainerConfig[] configs =
        [
            new A2cConfig { NumEnvs = 8, NumSteps = 4, HiddenSizes = wide },
            new SacDiscreteConfig { NumEnvs = 2, ReplaySize = 1000, HiddenSizes = wide },
        ];
        foreach (TrainerConfig config in configs)
        {
            using ITrainer trainer = Trainer.Create<CartPoleV1>(config, new TrainerOptions { Device = DeviceKind.IlgpuCpu });
            IReadOnlyCollection<KernelRequest> kernels = ((IKernelUser)EngineOf(trainer)).LoadedKernels;
            Assert.Contains(kernels, kernel => kernel.Method.GetGenericArguments().Contains(typeof(DeviceTile)));
            Check([.. kernels]);
        }
    }

    [Fact]
    public void Translate_KernelsOfMeasurements_HaveNoLocalMemoryOrCalls()
    {
        using ITrainer trainer = Trainer.Create<PendulumV1>(
            new PpoConfig { NumEnvs = 32, NumSteps = 4, MinibatchSize = 128 }, new TrainerOptions { Device = DeviceKind.IlgpuCpu });
        object shape = ((IKernelUser)EngineOf(trainer)).LoadedKernels.First(kernel => kernel.Constants is RolloutShape).Constants!;
        Check([Kernel(typeof(StepKernel), nameof(StepKernel.Run), typeof(PendulumV1)) with { Constants = shape }]);
    }

    [Theory]
    [InlineData("ppo-cartpole")]
    [InlineData("sac-pendulum")]
    public void Translate_ToOpenCL_AvoidsWhatItsBackEndGetsWrong(string name)
    {
        Recipe recipe = RecipeCatalog.Find(name);
        EnvironmentEntry environment = EnvironmentCatalog.Find(recipe.EnvironmentId);
        using ITrainer trainer = Trainer.Create(environment, recipe.Config, new TrainerOptions { Device = DeviceKind.IlgpuCpu });
        string[] sources = [.. ((IKernelUser)EngineOf(trainer)).LoadedKernels.Select(OpenCLSource.Of)];
        foreach (string source in sources)
        {
            // Dynamic shared memory of a struct has a length that does not compile, and lies outside of the kernel, where groups share it.
            Assert.DoesNotMatch(@"\(\)\s*\d", source);
            string before = source[..source.IndexOf("kernel void", StringComparison.Ordinal)];
            Assert.DoesNotMatch(@"(?m)^(?!typedef).*\blocal\b", before);
        }

        Assert.Contains(sources, source => source.Contains("local ", StringComparison.Ordinal));
    }

    private static KernelRequest Kernel(Type type, string name, params Type[] arguments)
    {
        MethodInfo method = type.GetMethod(name, BindingFlags.Static | BindingFlags.Public)!;
        return new KernelRequest(arguments.Length > 0 ? method.MakeGenericMethod(arguments) : method, null);
    }

    private static object EngineOf(ITrainer trainer) => trainer switch
    {
        A3cTrainer a3c => a3c.Engines.Workers[0],
        OnPolicyTrainer onPolicy => onPolicy.Engine,
        OffPolicyTrainer offPolicy => offPolicy.Engine,
        _ => throw new ArgumentException($"{trainer.GetType().Name} has no engine that is known here.", nameof(trainer)),
    };

    private void Check(IReadOnlyList<KernelRequest> kernels)
    {
        Assert.NotEmpty(kernels);
        foreach (KernelRequest kernel in kernels)
            output.WriteLine(Ptx.Describe(kernel));
        Assert.All(kernels, kernel => Assert.True(
            Ptx.Faults(Ptx.Of(kernel)) is [], $"{kernel.Name}: {string.Join('\n', Ptx.Faults(Ptx.Of(kernel)).Take(5))}"));
    }
}
