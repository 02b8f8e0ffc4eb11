using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Fuzzing;

/// <summary>Random kernels on one accelerator against the same methods called directly.</summary>
/// <param name="target">The accelerator.</param>
internal sealed class FuzzRun(Target target)
{
    public const int FunctionsInABatch = 50;

    private const int BatchesOnAnAccelerator = 40;
    private const int MostFailures = 200;

    /// <summary>Kernels compared so far.</summary>
    public int Kernels { get; private set; }

    /// <summary>Results that differed, one line each.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>
    /// Zeros of another sign on OpenCL, one line each. PoCL's compiler, clang 14, turns <c>-0.0 &gt;= v ? v : -0.0</c> into a minimum that
    /// gives
    /// -0.0 for v = 0.0, as clang does with the same line of plain C, so they are told apart from failures. CPU and CUDA get no such
    /// allowance.
    /// </summary>
    public List<string> ZeroSigns { get; } = [];

    /// <summary>
    /// Compares batches, with a new accelerator now and then so that a long run does not keep every kernel it ever loaded.
    /// </summary>
    /// <param name="seed">Seed of the first batch; each further batch has the next.</param>
    /// <param name="kernels">How many to compare, rounded up to whole batches.</param>
    /// <param name="goesOn">Asked before every batch.</param>
    public void Run(int seed, int kernels, Func<bool> goesOn)
    {
        var batches = (kernels + FunctionsInABatch - 1) / FunctionsInABatch;
        for (var start = 0; start < batches; start += BatchesOnAnAccelerator)
        {
            using var accelerator = Devices.Make(target, builder => builder.Caching(CachingMode.NoKernelCaching));
            for (var batch = start; batch < Math.Min(start + BatchesOnAnAccelerator, batches); batch++)
            {
                if (Failures.Count >= MostFailures || !goesOn())
                    return;
                Check(new FuzzBatch(seed + batch, FunctionsInABatch), accelerator);
                Kernels += FunctionsInABatch;
            }
        }
    }

    private void Check(FuzzBatch batch, Accelerator accelerator)
    {
        var expected = batch.Call();
        var actual = batch.Run(accelerator);
        for (var i = 0; i < expected.Length; i++)
        {
            var equal = BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i])
                || (double.IsNaN(expected[i]) && double.IsNaN(actual[i]));
            if (equal)
                continue;
            var list = target == Target.OpenCL && expected[i] == 0 && actual[i] == 0 ? ZeroSigns : Failures;
            list.Add($"{batch.Describe(i)}: {expected[i]:R} when called, {actual[i]:R} on {target}");
        }
    }
}
