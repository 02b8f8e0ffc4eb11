using GpuAc.Export.Inference;
using GpuAc.Export.Onnx;
using GpuAc.Export.Tests.Support;
using GpuAc.Policies.Distributions;

namespace GpuAc.Export.Tests;

/// <summary>A profile, device or distribution that there is not is refused, rather than taken for another.</summary>
public class UnknownValueTests
{
    [Fact]
    public void Profile_Unknown_IsRefused()
    {
        var options = new OnnxExportOptions { Profile = (OnnxProfile)99 };
        using var folder = new TemporaryFolder();
        foreach (Action use in (Action[])
            [
                () => OnnxProfiles.NameOf((OnnxProfile)99),
                () => OnnxExporter.ToBytes(TestPolicies.CartPole(), options),
                () => OnnxExporter.Export(TestPolicies.CartPole(), [], options),
                () => OnnxExporter.Save(folder.File("policy.onnx"), TestPolicies.CartPole(), [], options),
            ])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(use);
            Assert.Contains("'99' is no OnnxProfile; Onnx, GodotRl, MlAgents are known.", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder.File("policy.onnx")));
    }

    [Fact]
    public void InferenceDevice_Unknown_IsRefused()
    {
        using var folder = new TemporaryFolder();
        OnnxExporter.Save(folder.File("policy.onnx"), TestPolicies.CartPole());
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => OnnxPolicy.Load(folder.File("policy.onnx"), new OnnxPolicyOptions { Device = (InferenceDevice)99 }));
        Assert.Contains("'99' is no InferenceDevice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Distribution_Unknown_IsAFaultOfTheSnapshot()
    {
        var error = Assert.Throws<GpuAcException>(
            () => OnnxExporter.ToBytes(TestPolicies.CartPole() with { Distribution = (DistributionKind)99 }));
        Assert.Contains("Distribution 99 is unknown.", error.Message, StringComparison.Ordinal);
    }
}
