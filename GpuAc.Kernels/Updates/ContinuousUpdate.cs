using System.Runtime.CompilerServices;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>DDPG's, TD3's and SAC's update: critics of an action, and an actor that follows their gradient by it.</summary>
/// <remarks>
/// <para>Critics: a' ~ π(s'), smoothed in TD3; y = R + γⁿ·(min Q'(s', a') − α·ln π(a'|s')); loss ½(Q(s, a) − y)² each.</para>
/// <para>Actor: a ~ π(s), reparameterised; loss α·ln π(a|s) − min Q(s, a), its gradient through the action.</para>
/// <para>DDPG has one critic, and neither it nor TD3 has an entropy (α = 0, ln π = 0). Lillicrap et al., arXiv:1509.02971, algorithm 1;
/// Fujimoto et al., arXiv:1802.09477, algorithm 1; Haarnoja et al., arXiv:1812.05905, algorithm 1.</para>
/// </remarks>
public readonly struct ContinuousUpdate<TPolicy> : IOffPolicyUpdate
    where TPolicy : struct, IContinuousPolicy
{
    /// <summary>σ of target smoothing, as a share of half the action range, at least 0; 0 for none. Only TD3 has it.</summary>
    public float TargetNoise { get; init; }

    /// <summary>What target smoothing is clipped to, at least 0.</summary>
    public float TargetNoiseClip { get; init; }

    /// <inheritdoc/>
    public bool UsesTargetActor => !TPolicy.IsStochastic;

    /// <inheritdoc/>
    public void LearnCritics(IUpdateProgram program)
    {
        program.DrawNext();
        program.ForwardActor(isTarget: UsesTargetActor);
        program.Do(UpdateStep.NextAction);
        program.ForwardCritics(program.Critics, isTarget: true);
        program.Do(UpdateStep.Target);
        program.ReturnToTransition();
        program.LearnCritics();
    }

    /// <inheritdoc/>
    public void Act(IUpdateProgram program)
    {
        program.DrawObservation();
        program.ForwardActor(isTarget: false);
        program.Do(UpdateStep.Propose);
    }

    /// <inheritdoc/>
    public void LearnActor(IUpdateProgram program)
    {
        int critics = Followed(program.Critics);
        program.ForwardCritics(critics, isTarget: false);
        program.Do(UpdateStep.ActorLoss);
        program.BackwardToAction(critics);
        program.Do(UpdateStep.PullBack);
        program.BackwardActor();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<F, TRows>(UpdateStep step, int critic, in UpdateContext context, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        if (step == UpdateStep.NextAction)
            NextAction<F, TRows>(context, ref rows);
        else if (step == UpdateStep.Target)
            Target<F, TRows>(context.Temperature, ref rows);
        else if (step == UpdateStep.CriticError)
            CriticError<F, TRows>(critic, ref rows);
        else if (step == UpdateStep.Propose)
            Propose<F, TRows>(context, ref rows);
        else if (step == UpdateStep.ActorLoss)
            ActorLoss<F, TRows>(context.Temperature, ref rows);
        else
            PullBack<F, TRows>(context.Temperature, ref rows);
    }

    // TD3's actor follows the first critic alone; SAC's the smaller of both.
    private static int Followed(int critics) => TPolicy.IsStochastic ? critics : 1;

    // a' ~ π(s'), in TD3 with smoothing: a' = clip(π'(s') + clip(σ·ε, −c, c)).
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NextAction<F, TRows>(in UpdateContext context, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        int size = rows.ActionSize;
        Components<F> policy = default, noise = default, action = default, low = default, high = default;
        Read<F, TRows>(ref rows, ref policy);
        if (TPolicy.IsStochastic || TargetNoise > 0)
            ActionNoise.Normal(size, new RandomKey(context.Seed, RandomPurpose.Noise), rows.Index, context.Update, 0, ref noise);
        TPolicy.Propose(ref policy, size, ref noise, ref action, out F logProb);
        if (!TPolicy.IsStochastic && TargetNoise > 0)
        {
            for (int i = 0; i < size; i++)
                action[i] = ActionNoise.Smooth(action[i], noise[i], F.Of(TargetNoise), F.Of(TargetNoiseClip));
            TPolicy.Bound(ref action, size, ref low, ref high);
        }

        for (int i = 0; i < size; i++)
            rows.SetAction(i, action[i]);
        rows.LogProb = logProb;
    }

    // y = R + γⁿ·(min Q'(s', a') − α·ln π(a'|s')).
    private static void Target<F, TRows>(float temperature, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        F minQ = rows.Critics > 1 ? F.Min(rows.Value(0, 0), rows.Value(1, 0)) : rows.Value(0, 0);
        F value = TemporalDifference.SoftValue(minQ, F.Of(temperature), rows.LogProb);
        rows.Target = TemporalDifference.Target(rows.Reward, rows.Discount, value);
    }

    // ½(Q(s, a) − y)².
    private static void CriticError<F, TRows>(int critic, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        F value = rows.Value(critic, 0), error = F.Select(rows.InUse, value - rows.Target, F.Zero);
        rows.SetValueGradient(critic, 0, error * rows.Weight);
        rows.Report(TemporalDifference.Loss(error), critic == 0 ? F.Select(rows.InUse, value, F.Zero) : F.Zero);
    }

    // a ~ π(s), with the draws kept for the way back.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Propose<F, TRows>(in UpdateContext context, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        int size = rows.ActionSize;
        Components<F> policy = default, noise = default, action = default;
        Read<F, TRows>(ref rows, ref policy);
        if (TPolicy.IsStochastic)
        {
            ActionNoise.Normal(size, new RandomKey(context.Seed, RandomPurpose.Noise), rows.Index, context.Update, 2, ref noise);
            rows.SetNoise(ref noise);
        }

        TPolicy.Propose(ref policy, size, ref noise, ref action, out F logProb);
        for (int i = 0; i < size; i++)
            rows.SetAction(i, action[i]);
        rows.LogProb = logProb;
    }

    // α·ln π(a|s) − min Q(s, a): each sample's gradient goes to the critic that is the smaller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ActorLoss<F, TRows>(float temperature, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        bool isTwin = Followed(rows.Critics) > 1;
        F left = rows.Value(0, 0), right = isTwin ? rows.Value(1, 0) : left, logProb = rows.LogProb;
        F isFirst = left <= right, slope = -rows.Weight;
        rows.SetValueGradient(0, 0, F.Select(isFirst, slope, F.Zero));
        if (isTwin)
            rows.SetValueGradient(1, 0, F.Select(isFirst, F.Zero, slope));
        F loss = F.Of(temperature) * logProb - F.Select(isFirst, left, right);
        rows.Report(F.Select(rows.InUse, loss, F.Zero), F.Select(rows.InUse, logProb, F.Zero));
    }

    // From dL/daction, summed over the critics, and dL/dlnπ = α to the actor's outputs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PullBack<F, TRows>(float temperature, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        int size = rows.ActionSize;
        Components<F> policy = default, noise = default, action = default, slope = default, gradient = default;
        Read<F, TRows>(ref rows, ref policy);
        if (TPolicy.IsStochastic)
            rows.GetNoise(ref noise);
        for (int i = 0; i < size; i++)
        {
            action[i] = rows.Action(i);
            slope[i] = Followed(rows.Critics) > 1 ? rows.ActionGradient(0, i) + rows.ActionGradient(1, i) : rows.ActionGradient(0, i);
        }

        TPolicy.Backward(ref policy, size, ref noise, ref action, ref slope, F.Of(temperature) * rows.Weight, ref gradient);
        for (int i = 0; i < TPolicy.Outputs(size); i++)
            rows.SetPolicyGradient(i, gradient[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Read<F, TRows>(ref TRows rows, ref Components<F> policy)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        for (int i = 0; i < TPolicy.Outputs(rows.ActionSize); i++)
            policy[i] = rows.Policy(i);
    }
}
