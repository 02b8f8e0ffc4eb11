using System.Reflection;
using GpuAc.Cli.Tests.Support;
using GpuAc.Courses;
using GpuAc.Envs;
using GpuAc.Export;
using GpuAc.Kernels.Engines;
using GpuAc.Lanes;
using GpuAc.Policies.Networks;
using GpuAc.Training;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>What each package offers, pinned in <c>PublicApi.txt</c> next to its project, so that a change shows as a difference.</summary>
public class PublicApiTests
{
    private static readonly Dictionary<string, Assembly> Packages = new Type[]
    {
        typeof(Lane1), typeof(EnvironmentCatalog), typeof(PolicySnapshot), typeof(OnnxExporter), typeof(OnPolicyEngines), typeof(Trainer),
        typeof(CourseCatalog),
    }.ToDictionary(type => type.Assembly.GetName().Name!, type => type.Assembly);

    public static TheoryData<string> Names => [.. Packages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Package_PublicApi_IsAsPinned(string package) =>
        Pinned.Check($"{package}/PublicApi.txt", string.Concat(PublicApi.Describe(Packages[package]).Select(line => line + "\n")));
}
