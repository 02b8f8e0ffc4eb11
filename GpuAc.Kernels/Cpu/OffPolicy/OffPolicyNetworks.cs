using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>Parameters of an actor and its critics, with moments, and the slow copies that targets are made with.</summary>
internal sealed unsafe class OffPolicyNetworks : IDisposable
{
    private readonly AlignedBuffer targets;

    /// <summary>Allocates, and starts the targets as copies.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="parameters">First parameters, flat, in the order of <see cref="OffPolicySpec.Networks"/>.</param>
    public OffPolicyNetworks(OffPolicySpec spec, ReadOnlySpan<float> parameters)
    {
        Layout = new OffPolicyLayout(spec);
        Memory = new ParameterMemory(Layout.Length);
        targets = new AlignedBuffer(Layout.Length);
        Layout.Pack(parameters, new Span<float>(Memory.Parameters, Layout.Length));
        new ReadOnlySpan<float>(Memory.Parameters, Layout.Length).CopyTo(targets.Span);
    }

    /// <summary>The networks.</summary>
    public OffPolicySpec Spec => Layout.Spec;

    /// <summary>Where everything lies.</summary>
    public OffPolicyLayout Layout { get; }

    /// <summary>Parameters, gradients, moments.</summary>
    public ParameterMemory Memory { get; }

    /// <summary>Parameters of the target networks, in the same layout.</summary>
    public float* Targets => targets.Pointer;

    /// <summary>Layers of the actor.</summary>
    public IReadOnlyList<PaddedLayer> Actor => Layout.Actor;

    /// <summary>Layers of the first critic's parts; those of critic k lie k × <see cref="CriticStride"/> further on.</summary>
    public IReadOnlyList<IReadOnlyList<PaddedLayer>> Critic => Layout.Critics[0];

    /// <summary>Layers of the shared body; none without.</summary>
    public IReadOnlyList<PaddedLayer> Body => Layout.Body;

    /// <summary>See <see cref="OffPolicyLayout.CriticStart"/>.</summary>
    public int CriticStart => Layout.CriticStart;

    /// <summary>See <see cref="OffPolicyLayout.ActorLength"/>.</summary>
    public int ActorLength => Layout.ActorLength;

    /// <summary>Distance between critics.</summary>
    public int CriticStride => Layout.CriticStride;

    /// <summary>Moves a run of the targets towards the online parameters.</summary>
    public void FollowSlowly<F>(int start, int length, float tau)
        where F : struct, IFloatLane<F>
    {
        float* target = Targets + start;
        float* online = Memory.Parameters + start;
        F share = F.Of(tau);
        for (int i = 0; i < length; i += F.Width)
            SoftUpdate.Polyak(F.Load(target + i), F.Load(online + i), share).Store(target + i);
    }

    /// <summary>Moves the targets by a rule of the user's own.</summary>
    public void Follow(ITargetRule rule) =>
        rule.Follow(new TargetNetworks(Layout, new ReadOnlySpan<float>(Memory.Parameters, Layout.Length), targets.Span));

    /// <summary>Names parameters, moments and targets.</summary>
    public void Transfer(StateTransfer state)
    {
        Memory.Transfer(state);
        state.Numbers("targets", Targets, Layout.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Memory.Dispose();
        targets.Dispose();
    }
}
