using FsCheck;
using FsCheck.Fluent;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Training.Tests.Rollouts;

public class RunningMomentsTests
{
    private static readonly Gen<double[][]> Batches =
        Gen.Choose(-10_000, 10_000).Select(whole => whole / 64.0).ListOf().Select(list => list.ToArray()).ListOf()
            .Select(list => list.ToArray());

    [Fact]
    public void Merge_AnyBatchesAndShifts_IsAsIfAllWereOneBatch() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Arb.From(Batches), ArbMap.Default.ArbFor<int>(), (batches, seed) =>
        {
            var numbers = new TestNumbers(seed);
            RunningMoments moments = default;
            foreach (double[] batch in batches)
            {
                double shift = numbers.Uniform(-100, 100);
                moments.Merge(batch.Length, shift, batch.Sum(x => x - shift), batch.Sum(x => (x - shift) * (x - shift)));
            }

            double[] all = [.. batches.SelectMany(batch => batch)];
            double mean = all.Length == 0 ? 0 : all.Average();
            double variance = all.Length == 0 ? 1 : all.Average(x => (x - mean) * (x - mean));
            return moments.Count == all.Length && Math.Abs(moments.Mean - mean) < 1e-9 && Math.Abs(moments.Variance - variance) < 1e-7;
        }));

    [Fact]
    public void Variance_NoValues_IsOneSoThatNormalisingChangesNothing() => Assert.Equal(1, default(RunningMoments).Variance);

    [Fact]
    public void Merge_EqualValuesFarFromZero_NeverMakesANegativeVariance()
    {
        RunningMoments moments = default;
        for (int i = 0; i < 100; i++)
            moments.Merge(3, 0, 3 * 1234567.1, 3 * 1234567.1 * 1234567.1 * (1 - 1e-15));
        Assert.True(moments.Variance >= 0);
    }
}
