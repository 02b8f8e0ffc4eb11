using GpuAc.Export.Tests.Support;
using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Networks;

namespace GpuAc.Export.Tests;

public sealed class OnnxExporterTests
{
    public static TheoryData<DistributionKind, Activation, bool, bool> AllKinds()
    {
        var kinds = new TheoryData<DistributionKind, Activation, bool, bool>();
        foreach (DistributionKind distribution in Enum.GetValues<DistributionKind>())
        {
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                foreach (bool shared in (bool[])[false, true])
                {
                    foreach (bool normalized in (bool[])[false, true])
                        kinds.Add(distribution, activation, shared, normalized);
                }
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Export_EveryKindOfPolicy_ReproducesTheTrainersOutputs(DistributionKind distribution, Activation activation, bool shared, bool normalized)
    {
        PolicySnapshot snapshot = Policies.Create(distribution, activation, shared, normalized);
        using PolicyExport export = OnnxExporter.Export(snapshot, Policies.Observations(snapshot, 300));
        Assert.Equal(300, export.Verification.Observations);
        Assert.InRange(export.Verification.MaxDifference, 0, 1e-4f);
    }
}
