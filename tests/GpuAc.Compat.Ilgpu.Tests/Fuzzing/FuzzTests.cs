using System.Globalization;

namespace GpuAc.Compat.Ilgpu.Tests.Fuzzing;

/// <summary>
/// Random kernels on every accelerator against the same methods called directly. A thousand by default; a soak is
/// <c>ILGPU_FUZZ_KERNELS=100000 ILGPU_FUZZ_SEED=7 dotnet test --filter FuzzTests</c>.
/// </summary>
public class FuzzTests
{
    private const int FunctionsInABatch = 50;

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void RandomKernels_OnADevice_EqualDirectCalls(Target target)
    {
        var kernels = Setting("ILGPU_FUZZ_KERNELS", 1000);
        var first = Setting("ILGPU_FUZZ_SEED", 1);
        var failures = new List<string>();
        for (var batch = 0; batch * FunctionsInABatch < kernels && failures.Count < 10; batch++)
            Check(new FuzzBatch(first + batch, FunctionsInABatch), target, failures);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static void Check(FuzzBatch batch, Target target, List<string> failures)
    {
        var expected = batch.Call();
        var actual = batch.Run(Devices.Get(target));
        for (var i = 0; i < expected.Length; i++)
        {
            var equal = BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]) || (double.IsNaN(expected[i]) && double.IsNaN(actual[i]));
            if (!equal)
                failures.Add($"{batch.Describe(i)}: {expected[i]:R} when called, {actual[i]:R} on {target}");
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
