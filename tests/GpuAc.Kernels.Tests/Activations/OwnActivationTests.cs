using GpuAc.Kernels.Tests.Cpu;
using GpuAc.Kernels.Tests.Inference;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Activations;

/// <summary>A program's own activation is one like any other on CPU cores, in training and in inference.</summary>
public class OwnActivationTests
{
    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Backward_OwnActivation_IsTheReferences(int width)
    {
        foreach (Activation activation in (Activation[])[OwnActivations.Softsign, OwnActivations.Mish])
            MlpTileTests.AssertBackward(width, new MlpSpec(3, [new(3, 17, activation), new(17, 5, activation)]));
    }

    [Fact]
    public void Inference_OwnActivation_IsTheReferences()
    {
        CpuPolicyTests.AssertMatchesForAnyShape(OwnActivations.Softsign);
        CpuPolicyTests.AssertMatchesForAnyShape(OwnActivations.Mish);
    }

    [Fact]
    public void Find_BuiltInAndOwn_GoByNameInAnyCase()
    {
        Assert.Equal(["Identity", "ReLU", "Tanh", "SiLU", "GeluTanh"], Activation.BuiltIn.Select(activation => activation.Name));
        Assert.Same(Activation.GeluTanh, ActivationCatalog.Find("gelutanh"));
        Assert.Same(OwnActivations.Mish, ActivationCatalog.Find("Mish"));
        Assert.Equal("mish", OwnActivations.Mish.ToString());
        Assert.Contains(OwnActivations.Softsign, ActivationCatalog.All);
        Assert.DoesNotContain(OwnActivations.Softsign, Activation.BuiltIn);
    }

    [Fact]
    public void Find_Unknown_OffersTheNearest()
    {
        _ = OwnActivations.Mish;
        var error = Assert.Throws<UnknownNameException>(() => ActivationCatalog.Find("mich"));
        Assert.Contains("There is no activation 'mich'; did you mean 'mish'", error.Message, StringComparison.Ordinal);
        Assert.Null(ActivationCatalog.TryFind("mich"));
    }

    [Theory]
    [InlineData("mish", "'mish' is registered already")]
    [InlineData("relu", "'relu' is registered already: it is the activation 'ReLU'")]
    [InlineData("Swish", "'Swish' cannot be the name of an activation")]
    [InlineData("", "'' cannot be the name of an activation")]
    public void Register_TakenOrMalformedName_IsRefused(string name, string message)
    {
        _ = OwnActivations.Mish;
        var error = Assert.Throws<GpuAcException>(() => ActivationCatalog.Register<OwnActivations.MishActivation>(name));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
