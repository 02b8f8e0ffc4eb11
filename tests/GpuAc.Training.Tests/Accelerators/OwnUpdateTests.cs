using System.Runtime.CompilerServices;
using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Policies.Networks;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>An off-policy update of a user's own, with a coefficient that only it has, on every device.</summary>
public class OwnUpdateTests
{
    private static readonly OffPolicySpec Networks = new Td3Config { HiddenSizes = [16, 8] }.CreateNetworks(3, 1);

    [Fact]
    public void Run_UpdateWithACoefficient_AgreesWithTheCpu()
    {
        float[] expected = Train(new MixedUpdate { Lambda = 0.75f }, new EngineOptions { Device = DeviceKind.Cpu, LaneWidth = 1 });
        Assert.NotEqual(expected, Train(new MixedUpdate { Lambda = 0.25f }, new EngineOptions { Device = DeviceKind.Cpu, LaneWidth = 1 }));
        foreach (DeviceKind device in PresentDevices.All)
        {
            float[] actual = Train(new MixedUpdate { Lambda = 0.75f }, new EngineOptions { Device = device });
            for (int i = 0; i < expected.Length; i++)
                Assert.True(
                    Math.Abs(expected[i] - actual[i]) <= 1e-4 + (1e-3 * Math.Abs(expected[i])),
                    $"{device}, weight {i}: expected {expected[i]}, but is {actual[i]}");
        }
    }

    [Fact]
    public void Create_UpdateWithABoolean_IsRefusedByAcceleratorsByName()
    {
        Train(default(TruthfulUpdate), new EngineOptions { Device = DeviceKind.Cpu, LaneWidth = 1 });
        foreach (DeviceKind device in PresentDevices.All)
        {
            var refused = Assert.Throws<GpuAcException>(() => Train(default(TruthfulUpdate), new EngineOptions { Device = device }));
            Assert.Contains(nameof(TruthfulUpdate), refused.Message, StringComparison.Ordinal);
            Assert.Contains("blittable", refused.Message, StringComparison.Ordinal);
        }
    }

    private static float[] Train<TUpdate>(TUpdate update, EngineOptions options)
        where TUpdate : unmanaged, IOffPolicyUpdate
    {
        var learning = new OffPolicyPlan
        {
            Seed = 3, MinibatchSize = 12, ActorOptimizer = new() { LearningRate = 0.01f }, CriticOptimizer = new(), Tau = 0.5f,
        };
        var run = new OffPolicyRun(2, 16, 64, 1, 0.9f, 12, 1, 1, new ExplorationPlan(6, default, 0, 1, 0), learning);
        float[] parameters = OffPolicyInitializer.Create(Networks, new InitializationConfig(), 1);
        using IOffPolicyEngine engine = OffPolicyEngines.Create<PendulumV1, ContinuousExplorer<TanhPolicy>, TUpdate>(
            Networks, parameters, run, update, options);
        engine.Run(0);
        return engine.DownloadActor();
    }

    /// <summary>y = R + γⁿ·(λ·min Q' + (1 − λ)·max Q'); the rest is TD3's.</summary>
    private readonly struct MixedUpdate : IOffPolicyUpdate
    {
        public float Lambda { get; init; }

        public bool UsesTargetActor => Td3.UsesTargetActor;

        private static ContinuousUpdate<TanhPolicy> Td3 => default;

        public void LearnCritics(IUpdateProgram program) => Td3.LearnCritics(program);

        public void Act(IUpdateProgram program) => Td3.Act(program);

        public void LearnActor(IUpdateProgram program) => Td3.LearnActor(program);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Do<F, TRows>(UpdateStep step, int critic, in UpdateContext context, ref TRows rows)
            where F : struct, IFloatLane<F>
            where TRows : struct, IUpdateRows<F>
        {
            if (step != UpdateStep.Target)
            {
                Td3.Do<F, TRows>(step, critic, context, ref rows);
                return;
            }

            F first = rows.Value(0, 0), second = rows.Value(1, 0);
            F mixed = F.Of(Lambda) * F.Min(first, second) + F.Of(1 - Lambda) * F.Max(first, second);
            rows.Target = TemporalDifference.Target(rows.Reward, rows.Discount, mixed);
        }
    }

    /// <summary>TD3's update, with a field that CPUs take and kernels do not.</summary>
    private readonly struct TruthfulUpdate : IOffPolicyUpdate
    {
        public bool Truth { get; init; }

        public bool UsesTargetActor => Td3.UsesTargetActor;

        private static ContinuousUpdate<TanhPolicy> Td3 => default;

        public void LearnCritics(IUpdateProgram program) => Td3.LearnCritics(program);

        public void Act(IUpdateProgram program) => Td3.Act(program);

        public void LearnActor(IUpdateProgram program) => Td3.LearnActor(program);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Do<F, TRows>(UpdateStep step, int critic, in UpdateContext context, ref TRows rows)
            where F : struct, IFloatLane<F>
            where TRows : struct, IUpdateRows<F>
        {
            if (step == UpdateStep.Target && Truth)
                rows.Target = rows.Reward;
            else
                Td3.Do<F, TRows>(step, critic, context, ref rows);
        }
    }
}
