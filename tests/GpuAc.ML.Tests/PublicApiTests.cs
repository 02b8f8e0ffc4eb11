using System.Reflection;
using GpuAc.Cli.Tests.Architecture;
using GpuAc.Cli.Tests.Support;
using GpuAc.ML.Training;

namespace GpuAc.ML.Tests;

/// <summary>What the packages for ML.NET offer, pinned in <c>PublicApi.txt</c> next to each project.</summary>
public class PublicApiTests
{
    [Fact]
    public void Packages_PublicApi_IsAsPinned()
    {
        foreach (Assembly package in (Assembly[])[typeof(PolicyTransformer).Assembly, typeof(ReinforcementOptions).Assembly])
        {
            Pinned.Check(
                $"{package.GetName().Name}/PublicApi.txt", string.Concat(PublicApi.Describe(package).Select(line => line + "\n")));
        }
    }
}
