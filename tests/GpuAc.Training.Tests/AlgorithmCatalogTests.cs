using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Settings;

namespace GpuAc.Training.Tests;

public class AlgorithmCatalogTests
{
    [Fact]
    public void Register_OwnAlgorithm_IsKnownByNameTrainsAndReportsItsMetrics()
    {
        AlgorithmCatalog.Register(Patient.Instance);
        Assert.Same(Patient.Instance, AlgorithmCatalog.Find("PATIENT"));
        Recipe recipe = RecipeCatalog.Default(CartPoleV1.Spec, "patient");
        Assert.Equal("patient-default", recipe.Name);
        PatientConfig config = SettingsBinder.Set((PatientConfig)recipe.Config, "patience", "3");
        using ITrainer trainer = Trainer.Create<CartPoleV1>(
            config with { NumEnvs = 8, NumSteps = 16 }, new TrainerOptions { Threads = 1, Device = DeviceKind.Cpu });
        IterationMetrics metrics = trainer.Iterate();
        Assert.Equal(["train/policy_gradient_loss", "train/patience"], metrics.Metrics.Select(metric => metric.Name));
        Assert.Equal(3, metrics["train/patience"]);
        Assert.Equal("patient", trainer.Snapshot().Provenance.Algorithm);

        GpuAcException taken = Assert.Throws<GpuAcException>(() => AlgorithmCatalog.Register(Patient.Instance));
        Assert.Contains("'patient' is registered already", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_MalformedName_IsRefused()
    {
        GpuAcException refused = Assert.Throws<GpuAcException>(() => AlgorithmCatalog.Register(new Nameless()));
        Assert.Contains("'My PPO' cannot be the name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Unknown_OffersTheNearest() => Assert.Contains(
        "'sac-discrete'", Assert.Throws<UnknownNameException>(() => AlgorithmCatalog.Find("sac-discret")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void CreateTrainer_SettingsOfAnotherAlgorithm_NamesThem()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            Ppo.Instance.CreateTrainer<CartPoleV1>(new A2cConfig(), new TrainerOptions()));
        Assert.Contains("'ppo' does not take a A2cConfig", refused.Message, StringComparison.Ordinal);
    }

    private sealed record PatientConfig : OnPolicyConfig
    {
        public override Algorithm Algorithm => Patient.Instance;

        public int Patience { get; init; } = 2;
    }

    // A2C that takes several gradient steps over each rollout.
    private sealed class Patient : OnPolicyAlgorithm<PatientConfig, A2CLoss>
    {
        public static Patient Instance { get; } = new();

        public override string Name => "patient";

        public override string Summary => "A2C with patience";

        public override PatientConfig Defaults => new();

        protected override IReadOnlyList<Metric<OnPolicyReport>> Metrics(PatientConfig config) =>
            [OnPolicyMetrics.PolicyLoss, new("train/patience", "gradient steps a rollout", _ => config.Patience)];

        protected override void Update(IOnPolicyEngine<A2CLoss> engine, PatientConfig config, double progress)
        {
            engine.Rollout();
            engine.EstimateReturns(ReturnEstimatorKind.NStep, new ReturnSettings { Gamma = config.Gamma, ReturnSteps = 5 });
            var loss = new A2CLoss { ValueCoefficient = config.ValueCoefficient };
            engine.Learn(
                OneStepPlan(engine, config) with { NumEpochs = config.Patience }, loss, progress, normalizeAdvantages: true);
        }
    }

    private sealed class Nameless : OnPolicyAlgorithm<PatientConfig, A2CLoss>
    {
        public override string Name => "My PPO";

        public override string Summary => "";

        public override PatientConfig Defaults => new();

        protected override void Update(IOnPolicyEngine<A2CLoss> engine, PatientConfig config, double progress)
        {
        }
    }
}
