using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Networks;

public class ActorCriticInitializerTests
{
    private static readonly ActorCriticSpec Separate = new(
        MlpSpec.Create(5, [], Activation.Tanh, 0), MlpSpec.Create(5, [16, 8], Activation.Tanh, 3),
        MlpSpec.Create(5, [16], Activation.Tanh, 1), 3);

    private static readonly ActorCriticSpec Shared = new(
        MlpSpec.Create(5, [16, 8], Activation.ReLU, 0), MlpSpec.Create(8, [], Activation.ReLU, 3),
        MlpSpec.Create(8, [], Activation.ReLU, 1), 0);

    [Fact]
    public void Defaults_AreThoseDocumented()
    {
        var config = new InitializationConfig();
        Assert.Empty(config.Validate());
        Assert.Equal(InitializationKind.Orthogonal, config.Kind);
        Assert.Equal(
            [MathF.Sqrt(2), 0.01f, 1f, 0f], [config.HiddenGain, config.ActorOutputGain, config.CriticOutputGain, config.InitialLogStd]);
    }

    [Fact]
    public void Validate_EverythingWrong_ReportsEveryFault()
    {
        var config = new InitializationConfig
        {
            Kind = (InitializationKind)7, HiddenGain = 0, ActorOutputGain = -1, CriticOutputGain = float.NaN,
            InitialLogStd = float.NegativeInfinity,
        };
        string[] settings = ["'initialization'", "'hiddenGain'", "'actorOutputGain'", "'criticOutputGain'", "'initialLogStd'"];
        Assert.Equal(settings, config.Validate().Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public void Create_SeparateNetworks_GivesEachLayerItsGainAndZeroBiases()
    {
        float[] p = ActorCriticInitializer.Create(Separate, new InitializationConfig { InitialLogStd = -0.5f }, 3);
        Assert.Equal(Separate.ParameterCount, p.Length);
        AssertLayer(p, 0, 5, 16, Math.Sqrt(2));
        AssertLayer(p, 96, 16, 8, Math.Sqrt(2));
        AssertLayer(p, 96 + 136, 8, 3, 0.01);
        AssertLayer(p, Separate.CriticOffset, 5, 16, Math.Sqrt(2));
        AssertLayer(p, Separate.CriticOffset + 96, 16, 1, 1);
        Assert.Equal([-0.5f, -0.5f, -0.5f], p[Separate.LogStdOffset..]);
    }

    [Fact]
    public void Create_SharedBody_GivesTheBodyHiddenGains()
    {
        float[] p = ActorCriticInitializer.Create(Shared, new InitializationConfig(), 3);
        AssertLayer(p, 0, 5, 16, Math.Sqrt(2));
        AssertLayer(p, 96, 16, 8, Math.Sqrt(2));
        AssertLayer(p, Shared.ActorOffset, 8, 3, 0.01);
        AssertLayer(p, Shared.CriticOffset, 8, 1, 1);
        Assert.Equal(Shared.CriticOffset + 9, p.Length);
    }

    [Fact]
    public void Create_SameSeed_GivesTheSameBits_OtherSeedOrLayerDoesNot()
    {
        var config = new InitializationConfig { Kind = InitializationKind.XavierUniform };
        float[] first = ActorCriticInitializer.Create(Separate, config, 3);
        Assert.Equal(first, ActorCriticInitializer.Create(Separate, config, 3));
        Assert.NotEqual(first[0], ActorCriticInitializer.Create(Separate, config, 4)[0]);

        // Actor and critic have the same first layer, but must not start alike.
        Assert.DoesNotContain(Enumerable.Range(0, 80), i => first[i] == first[Separate.CriticOffset + i]);
    }

    [Fact]
    public void Create_Seed3_GivesTheRecordedWeights()
    {
        // Pins the stream: a change here makes every published run start elsewhere.
        float[] p = ActorCriticInitializer.Create(
            Separate, new InitializationConfig { Kind = InitializationKind.XavierUniform, HiddenGain = 1 }, 3);
        Assert.Equal([0.117087938f, 0.302683651f, 0.447437316f, 0.0239930823f], p[..4]);
    }

    [Fact]
    public void Fill_WrongLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ActorCriticInitializer.Fill(Shared, new InitializationConfig(), 0, new float[3]));

    /// <summary>All rows or columns of an orthogonal layer have the gain as their norm; its biases are zero.</summary>
    private static void AssertLayer(float[] parameters, int offset, int inputs, int outputs, double gain)
    {
        double squares = parameters.Skip(offset).Take(inputs * outputs).Sum(w => (double)w * w);
        Near.Equal(gain * gain * Math.Min(inputs, outputs), squares, 1e-5, 0, $"sum of squares of the layer at {offset}");
        Assert.All(parameters.Skip(offset + inputs * outputs).Take(outputs), bias => Assert.Equal(0f, bias));
    }
}
