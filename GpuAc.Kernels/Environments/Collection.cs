using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Environments;

/// <summary>
/// A time step of environments whose actions are chosen: dynamics, time limit, what learning needs, episodes that end, reset. On-policy
/// rollouts and off-policy exploration collect through this on every device.
/// </summary>
/// <remarks>The observation that was acted on is the schedule's to keep: it has just given it to the network.</remarks>
internal static class Collection<TEnv>
    where TEnv : struct, IEnvironment
{
    /// <summary>Puts environments into start states.</summary>
    /// <param name="stepper">Their stepper.</param>
    /// <param name="environment">Index of the first lane's environment.</param>
    /// <param name="step">Steps that all environments have taken since the run's start.</param>
    /// <param name="environments">Output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Start<F>(
        in EnvironmentStepper<TEnv, F> stepper, uint environment, ulong step, ref EnvironmentLanes<F> environments)
        where F : struct, IFloatLane<F>
    {
        stepper.Start(environment, step, ref environments.State);
        TEnv.Observe(ref environments.State, ref environments.Observation);
        environments.Elapsed = F.Zero;
        environments.EpisodeReturn = F.Zero;
    }

    /// <summary>
    /// Starts the clocks of first episodes anywhere within the time limit. Their returns are those of part of an episode, so they start as
    /// NaN, which the statistics leave out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stagger<F>(
        in EnvironmentStepper<TEnv, F> stepper, ulong seed, uint environment, ref EnvironmentLanes<F> environments)
        where F : struct, IFloatLane<F>
    {
        Quad<F> draws = F.Uniform4(new RandomKey(seed, RandomPurpose.Stagger), environment, 0, 0);
        environments.Elapsed = F.Floor(draws.A * F.Of(stepper.MaxEpisodeSteps));
        environments.EpisodeReturn = F.Of(float.NaN);
    }

    /// <summary>Takes one step.</summary>
    /// <param name="stepper">Their stepper.</param>
    /// <param name="step">The step's number since the run's start.</param>
    /// <param name="action">What the environments take.</param>
    /// <param name="environments">Updated; on return what to act on next.</param>
    /// <param name="rows">What learning is told.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<F, TRows>(
        in EnvironmentStepper<TEnv, F> stepper, ulong step, ref Components<F> action, ref EnvironmentLanes<F> environments,
        ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, ICollectionRows<F>
    {
        stepper.Advance(
            ref environments.State, ref environments.Elapsed, ref action, out F reward, out F terminated, out F truncated);
        F ended = terminated | truncated;
        if (rows.TimeLimitsTerminate)
        {
            terminated = ended;
            truncated = F.Zero;
        }

        TEnv.Observe(ref environments.State, ref environments.Observation);
        // x − x is zero for finite values alone.
        F difference = reward - reward;
        for (int i = 0; i < rows.Observations; i++)
            difference += environments.Observation[i] - environments.Observation[i];
        if (F.Any(~F.Equal(difference, F.Zero) & rows.InUse))
            rows.Fail(reward, ref environments.Observation);
        rows.Keep(reward, terminated, truncated, ref environments.Observation);
        environments.EpisodeReturn += reward;
        if (F.Any(ended))
            End(stepper, ended, step, ref environments, ref rows);
    }

    // A call of its own, so that Philox's rounds do not use up what the JIT inlines into the step.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void End<F, TRows>(
        in EnvironmentStepper<TEnv, F> stepper, F ended, ulong step, ref EnvironmentLanes<F> environments, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, ICollectionRows<F>
    {
        // Where there is one lane it has ended, or this would not be called; devices then compile no choice between old state and new.
        if (F.Width == 1)
            ended = F.One;
        F total = environments.EpisodeReturn;
        rows.End(ended, ended & rows.InUse & F.Equal(total, total), total, environments.Elapsed);
        environments.EpisodeReturn = F.Select(ended, F.Zero, total);
        stepper.Restart(ended, rows.Environment, step, ref environments.State, ref environments.Elapsed);
        TEnv.Observe(ref environments.State, ref environments.Observation);
    }
}
