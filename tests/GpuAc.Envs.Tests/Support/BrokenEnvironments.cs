using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Tests.Support;

/// <summary>What can be wrong with <see cref="Broken{TFault}"/>; the defaults are right.</summary>
internal interface IFault
{
    /// <summary>The specification.</summary>
    static virtual EnvironmentSpec Spec => FaultyEnvironments.Sound;

    /// <summary>A uniform draw to a start state.</summary>
    static virtual void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        state[0] = uniforms[0];
        state[1] = F.Zero;
    }

    /// <summary>The next position.</summary>
    static virtual F Move<F>(F position, F action)
        where F : struct, IFloatLane<F> => F.MultiplyAdd(action - F.Of(0.5f), F.Of(0.1f), position);

    /// <summary>The reward in a position.</summary>
    static virtual F Reward<F>(F position)
        where F : struct, IFloatLane<F> => position;

    /// <summary>Whether the episode ends in a position.</summary>
    static virtual F Ends<F>(F position)
        where F : struct, IFloatLane<F> => F.Abs(position) > F.Of(2f);

    /// <summary>The observation.</summary>
    static virtual void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        observation[0] = state[0];
        observation[1] = state[1];
    }
}

/// <summary>A walk on a line with two actions, and one fault.</summary>
internal readonly struct Broken<TFault> : IEnvironment
    where TFault : struct, IFault
{
    public static EnvironmentSpec Spec => TFault.Spec;

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F> => TFault.Reset(ref uniforms, ref state);

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        state[0] = TFault.Move(state[0], action[0]);
        reward = TFault.Reward(state[0]);
        terminated = TFault.Ends(state[0]);
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F> => TFault.Observe(ref state, ref observation);
}

/// <summary>One fault each.</summary>
internal static class FaultyEnvironments
{
    /// <summary>A specification that the walk keeps to.</summary>
    public static EnvironmentSpec Sound { get; } = new()
    {
        Id = "Walk-v0",
        Observation = [new("position", -3, 3), new("nothing", -1, 1)],
        Action = new DiscreteSpace("left", "right"),
        ResetUniforms = 1,
        MaxEpisodeSteps = 50,
    };

    internal readonly struct NoFault : IFault;

    internal readonly struct BadSpec : IFault
    {
        public static EnvironmentSpec Spec { get; } = new()
        {
            Id = "bad id",
            Observation = [new("position", 3, -3), new(" ", -1, 1)],
            Action = new DiscreteSpace("left"),
            ResetUniforms = 17,
            MaxEpisodeSteps = 0,
            SolvedReturn = float.NaN,
        };
    }

    internal readonly struct OtherSpecEachTime : IFault
    {
        public static EnvironmentSpec Spec => Sound with { };
    }

    internal readonly struct Throws : IFault
    {
        public static F Reward<F>(F position)
            where F : struct, IFloatLane<F> => throw new InvalidOperationException("deliberately");
    }

    internal readonly struct NotANumber : IFault
    {
        public static F Reward<F>(F position)
            where F : struct, IFloatLane<F> => F.Sqrt(position - F.Of(0.5f));
    }

    internal readonly struct OutOfBounds : IFault
    {
        public static F Ends<F>(F position)
            where F : struct, IFloatLane<F> => F.Zero > F.One;

        public static F Move<F>(F position, F action)
            where F : struct, IFloatLane<F> => position + F.One;
    }

    internal readonly struct UnsetState : IFault
    {
        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F> => state[0] = uniforms[0];
    }

    internal readonly struct UnsetObservation : IFault
    {
        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F> => observation[0] = state[0];
    }

    internal readonly struct MoreDraws : IFault
    {
        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F>
        {
            state[0] = uniforms[0];
            state[1] = uniforms[1] * F.Of(0.1f);
        }
    }

    internal readonly struct MoreState : IFault
    {
        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F>
        {
            observation[0] = state[0];
            observation[1] = state[2] * F.Of(0.1f);
        }
    }

    internal readonly struct WritesStateOutside : IFault
    {
        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F>
        {
            state[0] = uniforms[0];
            state[1] = F.Zero;
            state[Components.Capacity] = F.One;
        }
    }

    internal readonly struct WritesObservationOutside : IFault
    {
        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F>
        {
            observation[0] = state[0];
            observation[1] = state[1];
            observation[-3] = state[1];
        }
    }

    internal readonly struct WritesInputOutside : IFault
    {
        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F>
        {
            observation[0] = state[0];
            observation[1] = state[1];
            state[100] = state[0];
        }
    }

    internal readonly struct ReadsOutside : IFault
    {
        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F>
        {
            observation[0] = state[0];
            observation[1] = state[17] * F.Of(0.1f);
        }
    }

    internal readonly struct NumberForMask : IFault
    {
        public static F Ends<F>(F position)
            where F : struct, IFloatLane<F> => F.Select(F.Abs(position) > F.Of(2f), F.One, F.Of(-0f));
    }

    /// <summary>The one place with static mutable state: that is its fault.</summary>
    internal readonly struct Forgetful : IFault
    {
        private static float calls;

        public static F Reward<F>(F position)
            where F : struct, IFloatLane<F> => F.Of(calls++);
    }

    internal readonly struct Gossiping : IFault
    {
        public static F Reward<F>(F position)
            where F : struct, IFloatLane<F> => F.Of(F.Sum(position));
    }

    internal readonly struct WidthDependent : IFault
    {
        public static F Reward<F>(F position)
            where F : struct, IFloatLane<F> => F.Of(F.Width);
    }

    internal readonly struct SameStart : IFault
    {
        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F> => state[0] = state[1] = F.Zero;
    }

    internal readonly struct EndsAtOnce : IFault
    {
        public static F Ends<F>(F position)
            where F : struct, IFloatLane<F> => F.Zero < F.One;
    }

    /// <summary>Its start states come from a counter, not from the draws.</summary>
    internal readonly struct StartsByCounting : IFault
    {
        private static int resets;

        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F>
        {
            state[0] = F.Of(0.001f * (++resets % 1000));
            state[1] = F.Zero;
        }
    }
}
