using System.Globalization;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Settings;

namespace GpuAc.Training.Tests.Settings;

public class SettingsBinderTests
{
    private static readonly string[] Common =
    [
        "numEnvs", "numSteps", "totalSteps", "gamma", "valueCoefficient", "entropyCoefficient", "maxGradNorm", "normalizeAdvantages",
        "normalizeObservations", "scaleRewards", "staggerStarts", "timeLimitsTerminate",
        "hiddenSizes", "activation", "actorHiddenSizes", "criticHiddenSizes", "criticLearningRate", "sharedBody", "squashActions",
        "optimizer", "learningRate", "learningRateSchedule", "finalLearningRate", "beta1", "beta2", "rmsDecay", "momentum", "epsilon",
        "weightDecay",
        "initialization", "hiddenGain", "actorOutputGain", "criticOutputGain", "initialLogStd",
    ];

    public static TheoryData<string> Algorithms => ["ppo", "a2c"];

    [Fact]
    public void List_EachAlgorithm_HasEverySettingOnce()
    {
        string[] ppo = ["gaeLambda", "clipRange", "valueClipRange", "numEpochs", "minibatchSize", "targetKl", .. Common];
        Assert.Equal(ppo.Order(), SettingsBinder.List(new PpoConfig()).Select(setting => setting.Key).Order());
        string[] a2c = ["returns", "gaeLambda", "returnSteps", "wholeEpisodes", .. Common];
        Assert.Equal(a2c.Order(), SettingsBinder.List(new A2cConfig()).Select(setting => setting.Key).Order());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void SetThenList_EverySetting_GivesTheValueBackAndChangesNothingElse(string algorithm)
    {
        OnPolicyConfig config = Create(algorithm);
        IReadOnlyList<KeyValuePair<string, string>> before = SettingsBinder.List(config);
        foreach ((string name, string value) in before)
        {
            string other = Another(value);
            OnPolicyConfig changed = SettingsBinder.Set(config, name.ToUpperInvariant(), other);
            Assert.Equal(
                before.Select(setting => setting.Key == name ? KeyValuePair.Create(name, other) : setting), SettingsBinder.List(changed));
        }

        Assert.Equal(before, SettingsBinder.List(config));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Set_AllValuesOfAList_MakesTheSameConfig(string algorithm)
    {
        OnPolicyConfig config = SettingsBinder.Set(
            SettingsBinder.Set(Create(algorithm), "learningRate", "0.000123456"), "maxGradNorm", "Infinity");
        OnPolicyConfig copy = Create(algorithm);
        foreach ((string name, string value) in SettingsBinder.List(config))
            copy = SettingsBinder.Set(copy, name, value);
        Assert.Equal(SettingsBinder.List(config), SettingsBinder.List(copy));
        Assert.Equal((0.000123456f, float.PositiveInfinity), (copy.Optimizer.LearningRate, copy.MaxGradNorm));
    }

    [Fact]
    public void Set_EachKind_IsParsed()
    {
        OnPolicyConfig config = new PpoConfig();
        config = SettingsBinder.Set(config, "hiddenSizes", " 32, 16 ");
        config = SettingsBinder.Set(config, "optimizer", "rmsprop");
        config = SettingsBinder.Set(config, "scaleRewards", "TRUE");
        config = SettingsBinder.Set(config, "learningRate", "1e-3");
        Assert.Equal([32, 16], config.HiddenSizes);
        Assert.Equal((OptimizerKind.RMSProp, true, 1e-3f), (config.Optimizer.Kind, config.ScaleRewards, config.Optimizer.LearningRate));
        Assert.Empty(SettingsBinder.Set(config, "hiddenSizes", "").HiddenSizes);
    }

    [Theory]
    [InlineData("gama", "'gamma'")]
    [InlineData("learning_rate", "'learningRate'")]
    [InlineData("entropy", "'entropyCoefficient'")]
    [InlineData("algorithm", "did you mean")] // A property, but not a setting.
    [InlineData("rolloutSize", "did you mean")]
    public void Set_UnknownName_OffersTheNearest(string name, string offered)
    {
        UnknownNameException thrown = Assert.Throws<UnknownNameException>(() => SettingsBinder.Set(new PpoConfig(), name, "1"));
        Assert.StartsWith($"There is no setting '{name}'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(offered, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numEnvs", "many", "a whole number")]
    [InlineData("numEnvs", "1.5", "a whole number")]
    [InlineData("numEnvs", "99999999999", "a whole number")]
    [InlineData("minibatchSize", "1e3", "a whole number")]
    [InlineData("gamma", "0,99", "a number such as")]
    [InlineData("gamma", "NaN", "a number such as")]
    [InlineData("scaleRewards", "1", "true or false")]
    [InlineData("optimizer", "Lion", "one of Adam, AdamW, RMSProp, Sgd")]
    [InlineData("optimizer", "0", "one of Adam")]
    [InlineData("hiddenSizes", "64x64", "whole numbers between commas")]
    public void Set_NotAValueForIt_SaysWhatItTakes(string name, string value, string takes)
    {
        GpuAcException thrown = Assert.Throws<GpuAcException>(() => SettingsBinder.Set(new PpoConfig(), name, value));
        Assert.StartsWith($"Setting '{name}' takes {takes}", thrown.Message, StringComparison.Ordinal);
        Assert.EndsWith($"but was given '{value}'.", thrown.Message, StringComparison.Ordinal);
    }

    private static OnPolicyConfig Create(string algorithm) => algorithm == "ppo" ? new PpoConfig() : new A2cConfig();

    // Some other value of the same kind.
    private static string Another(string value) => value switch
    {
        "true" => "false",
        "false" => "true",
        "64,64" or "" => "3,5,7",
        "Adam" => "Sgd",
        "Constant" => "Linear",
        "Orthogonal" => "KaimingNormal",
        "Tanh" => "GeluTanh",
        "Gae" => "NStep",
        _ when int.TryParse(value, out int whole) => (whole + 7).ToString(CultureInfo.InvariantCulture),
        _ => (float.Parse(value, CultureInfo.InvariantCulture) / 3).ToString(CultureInfo.InvariantCulture),
    };
}
