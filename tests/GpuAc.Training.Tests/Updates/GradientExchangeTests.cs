using System.Collections.Concurrent;
using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>What comes between the sum of a gradient and its use, by the public interface alone.</summary>
public class GradientExchangeTests
{
    private const float LearningRate = 0.5f;

    private static readonly PpoConfig OneStep = new()
    {
        NumEnvs = 64,
        NumSteps = 8,
        NumEpochs = 1,
        MinibatchSize = 512,
        HiddenSizes = [16],
        MaxGradNorm = float.PositiveInfinity,
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = LearningRate },
    };

    private static readonly SacConfig Sac = new()
    {
        NumEnvs = 16,
        NumSteps = 16,
        LearningStarts = 128,
        MinibatchSize = 128,
        HiddenSizes = [16],
        MaxGradNorm = float.PositiveInfinity,
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1e-2f },
    };

    [Fact]
    public void Exchange_Doubled_DoublesTheStep()
    {
        double[] once = Change(OneStep, new Scaling(1)), twice = Change(OneStep, new Scaling(2));
        Assert.Equal(once, Change(OneStep, null));
        for (int i = 0; i < once.Length; i++)
            Assert.Equal(2 * once[i], twice[i], 1e-6);
        Assert.Contains(once, change => Math.Abs(change) > 1e-3);
    }

    [Fact]
    public void Exchange_Doubled_IsClippedAfterwards()
    {
        PpoConfig clipped = OneStep with { MaxGradNorm = 0.01f };
        double[] change = Change(clipped, new Scaling(1000));
        Assert.Equal(0.01 * LearningRate, Math.Sqrt(change.Sum(c => c * c)), 1e-5);
    }

    [Fact]
    public void Exchange_EveryMinibatch_GetsTheSumOfItsChunks()
    {
        var exchange = new Recording();
        using ITrainer trainer = Create(OneStep with { NumEpochs = 3, MinibatchSize = 256 }, 1, exchange, threads: 2);
        trainer.Iterate();
        Assert.Equal(6, exchange.Seen.Count);
        Assert.All(exchange.Seen, seen =>
        {
            Assert.Equal((GradientPart.ActorCritic, 4), (seen.Part, seen.Chunks));
            Assert.Equal(seen.Sum, seen.Values);
            Assert.Contains(seen.Values, value => value != 0);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Exchange_AnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        PpoConfig config = OneStep with { NumEpochs = 4, MinibatchSize = 128, MaxGradNorm = 0.5f };
        Assert.Equal(Parameters(2, new Scaling(0.5f)), Parameters(threads, new Scaling(0.5f)));

        float[] Parameters(int count, IGradientExchange exchange)
        {
            using ITrainer trainer = Create(config, 4, exchange, count);
            trainer.Iterate();
            trainer.Iterate();
            return trainer.Snapshot().Parameters;
        }
    }

    [Fact]
    public void Exchange_MeanOfTwoTrainers_MovesBothByTheMeanOfTheirSteps()
    {
        double[] first = Change(OneStep, null, seed: 1), second = Change(OneStep, null, seed: 2);
        var mean = new Mean(2);
        var changes = new double[2][];
        var threads = new Thread[2];
        for (int i = 0; i < threads.Length; i++)
        {
            int index = i;
            threads[i] = new Thread(() => changes[index] = Change(OneStep, mean, (ulong)index + 1));
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal((first[i] + second[i]) / 2, changes[0][i], 1e-6);
            Assert.Equal(changes[0][i], changes[1][i], 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Exchange_Throws_EndsTheIteration(int threads)
    {
        using ITrainer trainer = Create(OneStep, 1, new Failing(), threads);
        Assert.Equal("The other side hung up.", Assert.Throws<IOException>(() => trainer.Iterate()).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Exchange_OffPolicy_GetsCriticsActorAndTemperatureInTurn(int threads)
    {
        var exchange = new Recording();
        using ITrainer trainer = Create(Sac, 1, exchange, threads);
        trainer.Iterate();
        (GradientPart Part, int Chunks, float[] Values, float[] Sum)[] seen = [.. exchange.Seen];
        Assert.Equal(3 * 8, seen.Length);
        for (int i = 0; i < seen.Length; i++)
        {
            Assert.Equal((GradientPart)(1 + (i % 3)), seen[i].Part);
            Assert.Equal(seen[i].Part == GradientPart.Temperature ? 1 : 2, seen[i].Chunks);
            Assert.Equal(seen[i].Sum, seen[i].Values);
            Assert.Contains(seen[i].Values, value => value != 0);
        }
    }

    [Fact]
    public void Exchange_OffPolicy_StepsByWhatItGives()
    {
        // One update, with and without clipping, which comes to the optimiser by another way.
        foreach (float maxGradNorm in new[] { float.PositiveInfinity, 1e6f })
        {
            SacConfig config = Sac with { NumSteps = 9, MaxGradNorm = maxGradNorm };
            double[] once = Change(config, null), same = Change(config, new Scaling(1)), none = Change(config, new Scaling(0));
            Assert.Equal(once, same);
            Assert.Contains(once, change => Math.Abs(change) > 1e-4);
            Assert.All(none, change => Assert.Equal(0, change));
        }
    }

    [Fact]
    public void Create_AsynchronousWorkersOrAccelerator_IsRefused()
    {
        var options = new TrainerOptions { Device = DeviceKind.Cpu, GradientExchange = new Scaling(1) };
        Assert.Contains(
            "GradientExchange", Assert.Throws<GpuAcException>(() => Trainer.Create<CartPoleV1>(new A3cConfig(), options)).Message);
        TrainerOptions elsewhere = options with { Device = DeviceKind.IlgpuCpu };
        Assert.Contains("'ilgpu-cpu'", Assert.Throws<GpuAcException>(() => Trainer.Create<CartPoleV1>(OneStep, elsewhere)).Message);
        Assert.Contains("'ilgpu-cpu'", Assert.Throws<GpuAcException>(() => Trainer.Create<PendulumV1>(Sac, elsewhere)).Message);
    }

    // How far one iteration moves the parameters.
    private static double[] Change(TrainerConfig config, IGradientExchange? exchange, ulong seed = 1)
    {
        using ITrainer trainer = Create(config, seed, exchange, threads: 2);
        float[] before = trainer.Snapshot().Parameters;
        trainer.Iterate();
        return [.. trainer.Snapshot().Parameters.Zip(before, (to, from) => (double)to - from)];
    }

    private static ITrainer Create(TrainerConfig config, ulong seed, IGradientExchange? exchange, int threads)
    {
        var options = new TrainerOptions { Seed = seed, Device = DeviceKind.Cpu, Threads = threads, GradientExchange = exchange };
        return config is OnPolicyConfig ? Trainer.Create<CartPoleV1>(config, options) : Trainer.Create<PendulumV1>(config, options);
    }

    private sealed class Scaling(float factor) : IGradientExchange
    {
        public void Exchange(in SummedGradient gradient)
        {
            foreach (ref float value in gradient.Values)
                value *= factor;
        }
    }

    private sealed class Failing : IGradientExchange
    {
        public void Exchange(in SummedGradient gradient) => throw new IOException("The other side hung up.");
    }

    private sealed class Recording : IGradientExchange
    {
        public ConcurrentQueue<(GradientPart Part, int Chunks, float[] Values, float[] Sum)> Seen { get; } = [];

        public void Exchange(in SummedGradient gradient)
        {
            float[] sum = gradient.Chunk(0).ToArray();
            for (int chunk = 1; chunk < gradient.Chunks; chunk++)
            {
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += gradient.Chunk(chunk)[i];
            }

            Seen.Enqueue((gradient.Part, gradient.Chunks, gradient.Values.ToArray(), sum));
        }
    }

    // Of trainers in threads of their own, which all come to every update.
    private sealed class Mean(int count) : IGradientExchange
    {
        private readonly Barrier barrier = new(count);
        private readonly Lock gate = new();
        private float[] sum = [];

        public void Exchange(in SummedGradient gradient)
        {
            lock (gate)
            {
                if (sum.Length == 0)
                    sum = new float[gradient.Values.Length];
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += gradient.Values[i] / count;
            }

            barrier.SignalAndWait();
            sum.CopyTo(gradient.Values);
            barrier.SignalAndWait();
            sum = [];
            barrier.SignalAndWait();
        }
    }
}
