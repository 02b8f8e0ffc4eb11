using System.Reflection;
using GpuAc.Cli.Tests.Architecture;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Serving.Tests;

/// <summary>What the package offers, pinned in <c>PublicApi.txt</c> next to the project.</summary>
public class PublicApiTests
{
    [Fact]
    public void Package_PublicApi_IsAsPinned()
    {
        Assembly package = typeof(PolicyServer).Assembly;
        Pinned.Check("GpuAc.Serving/PublicApi.txt", string.Concat(PublicApi.Describe(package).Select(line => line + "\n")));
    }
}
