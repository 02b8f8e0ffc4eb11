using GpuAc.Kernels.Optimizers;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>The places of a temperature's numbers in device memory.</summary>
internal static class TemperatureState
{
    /// <summary>α.</summary>
    public const int Alpha = 0;

    /// <summary>ln α, which is what learns.</summary>
    public const int LogAlpha = 1;

    /// <summary>Adam's moments of ln α.</summary>
    public const int FirstMoment = 2, SecondMoment = 3;

    /// <summary>Number of values.</summary>
    public const int Length = 4;
}

/// <summary>What one update ends with.</summary>
internal struct FinishViews
{
    /// <summary>Sums of the critics' groups.</summary>
    public ArrayView<float> CriticSums;

    /// <summary>Sums of the actor's groups.</summary>
    public ArrayView<float> ActorSums;

    /// <summary>Norm of the critics' gradient, then of the actor's.</summary>
    public ArrayView<float> Norms;

    /// <summary>Numbers of every update of the temperature.</summary>
    public ArrayView<OptimizerStep> Steps;

    /// <summary>See <see cref="TemperatureState"/>.</summary>
    public ArrayView<float> Temperature;

    /// <summary>Totals of the iteration; see <see cref="FinishKernel"/>. Two values each: sum, and what rounding took.</summary>
    public ArrayView<float> Totals;

    /// <summary>Control of the critics' update, then of the actor's; see <see cref="LearnControl"/>.</summary>
    public ArrayView<int> Control;
}

/// <summary>The numbers of the end of one update.</summary>
internal struct FinishNumbers
{
    /// <summary>Groups of the critics' launch.</summary>
    public int CriticGroups;

    /// <summary>Groups of the actor's launch.</summary>
    public int ActorGroups;

    /// <summary>Samples of the critics' minibatch.</summary>
    public int Minibatch;

    /// <summary>Samples of the actor's.</summary>
    public int ActorMinibatch;

    /// <summary>Critics.</summary>
    public int Critics;

    /// <summary>1 when the actor was updated, too.</summary>
    public int WithActor;

    /// <summary>1 when the temperature learns.</summary>
    public int LearnsTemperature;

    /// <summary>Index into <see cref="FinishViews.Steps"/>.</summary>
    public int Step;

    /// <summary>H̄, in nats.</summary>
    public float TargetEntropy;
}

/// <summary>
/// Ends an update: adds up what it reported, moves the temperature, and stops everything when something was not finite. One thread.
/// </summary>
internal static class FinishKernel
{
    /// <summary>
    /// Totals: updates, of the actor, mean critic loss, mean Q, mean actor loss, mean ln π, norm of the critics' gradient.
    /// </summary>
    public const int Updates = 0, ActorUpdates = 1, CriticLoss = 2, Q = 3, ActorLoss = 4, LogProb = 5, CriticNorm = 6;

    /// <summary>Number of totals.</summary>
    public const int Totals = 7;

    /// <summary>The kernel.</summary>
    public static void Run(Index1D index, FinishViews views, FinishNumbers numbers)
    {
        if (views.Control[LearnControl.Stop] != 0)
            return;
        if (views.Control[LearnControl.BadNorm] != 0 || views.Control[LearnControl.Length + LearnControl.BadNorm] != 0)
        {
            views.Control[LearnControl.Stop] = 1;
            views.Control[LearnControl.Length + LearnControl.Stop] = 1;
            return;
        }

        Add(views.Totals, Updates, 1f);
        Add(views.Totals, CriticLoss, Sum(views.CriticSums, 0, numbers.CriticGroups) / ((float)numbers.Minibatch * numbers.Critics));
        Add(views.Totals, Q, Sum(views.CriticSums, 1, numbers.CriticGroups) / numbers.Minibatch);
        Add(views.Totals, CriticNorm, views.Norms[0]);
        if (numbers.WithActor == 0)
            return;
        float logProb = Sum(views.ActorSums, 1, numbers.ActorGroups) / numbers.ActorMinibatch;
        Add(views.Totals, ActorUpdates, 1f);
        Add(views.Totals, ActorLoss, Sum(views.ActorSums, 0, numbers.ActorGroups) / numbers.ActorMinibatch);
        Add(views.Totals, LogProb, logProb);
        if (numbers.LearnsTemperature == 0)
            return;
        Lane1 parameter = new(views.Temperature[TemperatureState.LogAlpha]);
        Lane1 first = new(views.Temperature[TemperatureState.FirstMoment]), second = new(views.Temperature[TemperatureState.SecondMoment]);
        Lane1 gradient = new(Kernels.OffPolicy.Temperature.Gradient(logProb, numbers.TargetEntropy));
        Adam.Update(views.Steps[numbers.Step], gradient, ref parameter, ref first, ref second);
        views.Temperature[TemperatureState.LogAlpha] = parameter.Value;
        views.Temperature[TemperatureState.FirstMoment] = first.Value;
        views.Temperature[TemperatureState.SecondMoment] = second.Value;
        views.Temperature[TemperatureState.Alpha] = LaneMath.Exp(parameter).Value;
    }

    private static float Sum(ArrayView<float> sums, int column, int groups)
    {
        CompensatedSum sum = default;
        for (int i = 0; i < groups; i++)
            sum.Add(sums[(i * UpdateKernel.Sums) + column]);
        return sum.Sum + sum.Lost;
    }

    private static void Add(ArrayView<float> totals, int index, float value)
    {
        var sum = new CompensatedSum { Sum = totals[2 * index], Lost = totals[(2 * index) + 1] };
        sum.Add(value);
        totals[2 * index] = sum.Sum;
        totals[(2 * index) + 1] = sum.Lost;
    }
}
