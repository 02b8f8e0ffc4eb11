using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>What the kernel of <see cref="CrossedTargets"/> reads and writes.</summary>
internal struct CrossedViews
{
    /// <summary>Online parameters.</summary>
    public ArrayView<Float4> Online;

    /// <summary>Target networks' parameters; the critics' are updated.</summary>
    public ArrayView<Float4> Targets;

    /// <summary>For every four of the critics' parameters that of the actor's which is written into its target first, or −1.</summary>
    public ArrayView<int> Sources;

    /// <summary>See <see cref="LearnControl"/>.</summary>
    public ArrayView<int> Control;

    /// <summary>First four of the critics' parameters.</summary>
    public int CriticStart;

    /// <summary>Share of the old target that stays.</summary>
    public float Tau;
}

/// <summary>
/// The crossed rules of <see cref="TargetRule"/> on an accelerator; see <see cref="Cpu.OffPolicy.OffPolicyNetworks.FollowCrossed"/>.
/// </summary>
internal sealed class CrossedTargets : IDisposable
{
    private readonly AcceleratorDevice device;
    private readonly OffPolicyBuffers networks;
    private readonly float tau;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> sources;
    private readonly LoadedKernel<Action<AcceleratorStream, Index1D, CrossedViews>> follow;

    /// <summary>Finds out which of the actor's parameters go where, and compiles the kernel.</summary>
    /// <param name="device">Device.</param>
    /// <param name="networks">Parameters.</param>
    /// <param name="tau">Share of the old target that stays; 0 to copy outright.</param>
    public CrossedTargets(AcceleratorDevice device, OffPolicyBuffers networks, float tau)
    {
        this.device = device;
        this.networks = networks;
        this.tau = tau;
        var table = new int[networks.Quads - networks.CriticStart];
        Array.Fill(table, -1);
        foreach ((PaddedLayer actor, PaddedLayer critic) in networks.Layout.Crossed)
        {
            for (int k = 0; k < (actor.End - actor.Weights) / 4; k++)
                table[(critic.Weights / 4) - networks.CriticStart + k] = (actor.Weights / 4) + k;
        }

        sources = device.Accelerator.Allocate1D(table);
        follow = device.Load<Action<AcceleratorStream, Index1D, CrossedViews>>(FollowKernel);
    }

    /// <summary>Puts one step of the critics' targets into the queue.</summary>
    /// <param name="control">See <see cref="LearnControl"/>.</param>
    public void Follow(ArrayView<int> control) => follow.Launch(device.Stream, (int)sources.Length, new CrossedViews
    {
        Online = networks.Part(0, 0, networks.Quads),
        Targets = networks.Part(1, 0, networks.Quads),
        Sources = sources.View,
        CriticStart = networks.CriticStart,
        Tau = tau,
        Control = control,
    });

    /// <inheritdoc/>
    public void Dispose() => sources.Dispose();

    // One four of the critics' parameters a thread. The actor's targets, which it reads, never move.
    private static void FollowKernel(Index1D index, CrossedViews views)
    {
        if (views.Control[LearnControl.Stop] != 0)
            return;
        int place = views.CriticStart + index.X, source = views.Sources[index];
        Float4 target = views.Targets[place], online = views.Online[place];
        if (source >= 0)
            target = Crossed(views.Targets[source], views.Online[source], new Lane1(views.Tau));
        views.Targets[place] = OptimizeKernel.Follow(target, online, 1f - views.Tau);
    }

    private static Float4 Crossed(Float4 target, Float4 online, Lane1 tau) => new()
    {
        X = SoftUpdate.Crossed(new Lane1(target.X), new Lane1(online.X), tau).Value,
        Y = SoftUpdate.Crossed(new Lane1(target.Y), new Lane1(online.Y), tau).Value,
        Z = SoftUpdate.Crossed(new Lane1(target.Z), new Lane1(online.Z), tau).Value,
        W = SoftUpdate.Crossed(new Lane1(target.W), new Lane1(online.W), tau).Value,
    };
}
