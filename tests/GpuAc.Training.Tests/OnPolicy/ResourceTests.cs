using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes.Memory;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.OnPolicy;

[Collection(ProcessWide.Name)]
public class ResourceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Iterate_AfterWarmUp_AllocatesNothingOnAnyThread(int threads)
    {
        AssertAllocatesNothing<CartPoleV1>(
            TestSettings.Ppo with { NormalizeObservations = true, ScaleRewards = true, TargetKl = 1 }, threads);
        AssertAllocatesNothing<PendulumV1>(TestSettings.A2c, threads);
        AssertAllocatesNothing<CartPoleV1>(TestSettings.Reinforce, threads);
        AssertAllocatesNothing<PendulumV1>(TestSettings.A3c, threads);
    }

    [Fact]
    public void Dispose_AfterTraining_FreesAllBuffers()
    {
        Settle();
        long before = AlignedBuffer.LiveBytes;
        foreach (bool normalize in new[] { false, true })
        {
            PpoConfig config = TestSettings.Ppo with { NormalizeObservations = normalize, SharedBody = normalize };
            using (ITrainer trainer = Trainer.Create<CartPoleV1>(config, new TrainerOptions { Threads = 3 }))
            {
                Assert.True(AlignedBuffer.LiveBytes > before);
                trainer.Iterate();
            }

            Assert.Equal(before, AlignedBuffer.LiveBytes);
        }
    }

    [Fact]
    public void Dispose_AfterAsynchronousTraining_FreesAllBuffers()
    {
        Settle();
        long before = AlignedBuffer.LiveBytes;
        using (ITrainer trainer = Trainer.Create<CartPoleV1>(TestSettings.A3c, new TrainerOptions { Threads = 3 }))
        {
            Assert.True(AlignedBuffer.LiveBytes > before);
            trainer.Iterate();
        }

        Assert.Equal(before, AlignedBuffer.LiveBytes);
    }

    [Fact]
    public void Dispose_AfterTheEnvironmentFailed_FreesAllBuffers()
    {
        Settle();
        long before = AlignedBuffer.LiveBytes;
        using (ITrainer trainer = Trainer.Create<FaultyRewardEnvironment>(TestSettings.Ppo, new TrainerOptions { Threads = 2 }))
            Assert.ThrowsAny<Exception>(() => trainer.Iterate());
        Assert.Equal(before, AlignedBuffer.LiveBytes);
    }

    private static void AssertAllocatesNothing<TEnv>(OnPolicyConfig config, int threads)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(config, new TrainerOptions { Threads = threads });
        for (int i = 0; i < 3; i++)
            trainer.Iterate();

        // Others in the process (the test host's own threads) may allocate now and then, most often on a busy machine; training would in
        // every one of the short windows.
        long least = long.MaxValue;
        for (int window = 0; window < 40 && least > 0; window++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 3; i++)
                trainer.Iterate();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    private static void Settle()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
