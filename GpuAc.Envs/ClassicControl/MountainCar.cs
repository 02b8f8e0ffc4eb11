using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.ClassicControl;

/// <summary>What <see cref="MountainCarV0"/> and <see cref="MountainCarContinuousV0"/> share: the valley, its walls, the start.</summary>
internal static class MountainCar
{
    internal const float MinPosition = -1.2f;
    internal const float MaxPosition = 0.6f;
    internal const float MaxSpeed = 0.07f;
    private const float Gravity = 0.0025f;

    internal static IReadOnlyList<Dimension> Observation =>
        [new("position", MinPosition, MaxPosition), new("velocity", -MaxSpeed, MaxSpeed)];

    /// <summary>Position uniform in [−0.6, −0.4), at rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        state[0] = F.MultiplyAdd(uniforms[0], F.Of(0.2f), F.Of(-0.6f));
        state[1] = F.Zero;
    }

    /// <summary>Moves the car under its engine's <paramref name="push"/> and gravity; the left wall stops it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Move<F>(ref Components<F> state, F push, out F position, out F velocity)
        where F : struct, IFloatLane<F>
    {
        position = state[0];
        velocity = state[1] + F.MultiplyAdd(LaneMath.Cos(F.Of(3f) * position), F.Of(-Gravity), push);
        velocity = F.Max(F.Of(-MaxSpeed), F.Min(F.Of(MaxSpeed), velocity));
        position = F.Max(F.Of(MinPosition), F.Min(F.Of(MaxPosition), position + velocity));
        velocity = F.Select((position <= F.Of(MinPosition)) & (velocity < F.Zero), F.Zero, velocity);
        state[0] = position;
        state[1] = velocity;
    }

    /// <summary>The observation is the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        observation[0] = state[0];
        observation[1] = state[1];
    }
}
