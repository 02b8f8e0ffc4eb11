using System.Globalization;

namespace GpuAc.Compat.Ilgpu.Tests.Fuzzing;

/// <summary>
/// Random kernels on every accelerator against the same methods called directly: a thousand, or <c>ILGPU_FUZZ_KERNELS</c>. A soak is
/// <c>dotnet run -c Release --project tests/GpuAc.GpuCheck -- fuzz --kernels 100000</c>.
/// </summary>
public class FuzzTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void RandomKernels_OnADevice_EqualDirectCalls(Target target)
    {
        var kernels = Environment.GetEnvironmentVariable("ILGPU_FUZZ_KERNELS") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 1000;
        var run = new FuzzRun(target);
        run.Run(seed: 1, kernels, goesOn: () => true);
        Assert.True(run.Failures.Count == 0, string.Join('\n', run.Failures));
        Assert.True(run.Kernels >= kernels);
    }
}
