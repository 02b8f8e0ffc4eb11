using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests.Onnx;

/// <summary>A program's own activation is exported by the operators that the program gives it, and not without.</summary>
public class OnnxActivationTests
{
    [Fact]
    public void Export_OwnActivation_ReproducesThePolicy()
    {
        Activation activation = ActivationCatalog.Register<Softsign>("softsign");
        OnnxActivations.Register(activation, nodes => nodes.Result("Softsign", nodes.Input));
        foreach (DistributionKind kind in Enum.GetValues<DistributionKind>())
        {
            PolicySnapshot snapshot = TestPolicies.Create(kind, activation, shared: true);
            using PolicyExport export = OnnxExporter.Export(snapshot, TestPolicies.Observations(snapshot, 33));
            Assert.True(export.Verification.MaxDifference <= 1e-4, $"{kind}: {export.Verification}");
        }

        var twice = Assert.Throws<GpuAcException>(() => OnnxActivations.Register(activation, nodes => nodes.Result("Tanh", nodes.Input)));
        Assert.Contains("'softsign' has its ONNX operators already", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_OperatorsOfAnotherFunction_IsRefusedByTheVerifier()
    {
        Activation activation = ActivationCatalog.Register<Softsign>("softsign-as-tanh");
        OnnxActivations.Register(activation, nodes => nodes.Result("Tanh", nodes.Input));
        Assert.Throws<GpuAcException>(() => OnnxExporter.Export(TestPolicies.Create(DistributionKind.Categorical, activation)));
    }

    [Fact]
    public void Export_NoOperators_NamesTheActivationAndTheRemedy()
    {
        Activation activation = ActivationCatalog.Register<Softsign>("softsign-without-form");
        var error = Assert.Throws<GpuAcException>(
            () => OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.Categorical, activation)));
        Assert.Contains("'softsign-without-form' has no ONNX operators", error.Message, StringComparison.Ordinal);
        Assert.Contains("OnnxActivations.Register", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_OperatorsWithoutOrWithTwoResults_AreRefused()
    {
        Activation none = ActivationCatalog.Register<Softsign>("softsign-without-result");
        OnnxActivations.Register(none, nodes => nodes.Add("part", "Abs", nodes.Input));
        var error = Assert.Throws<GpuAcException>(() => OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.Categorical, none)));
        Assert.Contains("'softsign-without-result' lead to no result", error.Message, StringComparison.Ordinal);

        Activation two = ActivationCatalog.Register<Softsign>("softsign-with-two-results");
        OnnxActivations.Register(two, nodes =>
        {
            nodes.Result("Softsign", nodes.Input);
            nodes.Result("Softsign", nodes.Input);
        });
        Assert.Throws<InvalidOperationException>(() => OnnxExporter.ToBytes(TestPolicies.Create(DistributionKind.Categorical, two)));
    }

    private readonly struct Softsign : IActivation
    {
        public static bool KeepsInput => false;

        public static F Forward<F>(F x)
            where F : struct, IFloatLane<F> => x / (F.One + F.Abs(x));

        public static F Derivative<F>(F kept)
            where F : struct, IFloatLane<F>
        {
            F rest = F.One - F.Abs(kept);
            return rest * rest;
        }
    }
}
