using GpuAc.Kernels.Optimizers;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Cpu;

/// <summary>Sums partial gradients in a fixed order and applies an optimiser rule, block of parameters by block.</summary>
internal static unsafe class OptimizerPass<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>
    /// Parameters in a block: the unit that workers share out, fixed so that the norm's sum does not depend on their number.
    /// </summary>
    public const int Block = 512;

    /// <summary>gradient = Σ partials, in order.</summary>
    /// <param name="partials">[count][stride].</param>
    /// <param name="stride">Distance between partial gradients.</param>
    /// <param name="count">Number of partial gradients.</param>
    /// <param name="gradient">Output; overwritten.</param>
    /// <param name="length">Values to sum, a multiple of 16.</param>
    public static void Sum(float* partials, nint stride, int count, float* gradient, int length)
    {
        // Partial by partial over a block that stays in L1, so that memory is read in runs.
        new ReadOnlySpan<float>(partials, length).CopyTo(new Span<float>(gradient, length));
        for (int k = 1; k < count; k++)
        {
            partials += stride;
            for (int i = 0; i < length; i += F.Width)
                (F.Load(gradient + i) + F.Load(partials + i)).Store(gradient + i);
        }
    }

    /// <summary>Sum of the squares of a gradient's values.</summary>
    /// <param name="gradient">The values.</param>
    /// <param name="length">How many, a multiple of 16.</param>
    public static float Squares(float* gradient, int length)
    {
        F squares = F.Zero;
        for (int i = 0; i < length; i += F.Width)
        {
            F value = F.Load(gradient + i);
            squares = F.MultiplyAdd(value, value, squares);
        }

        return F.Sum(squares);
    }

    /// <summary>Applies the rule to a run of parameters, the critic's own with their own step.</summary>
    /// <param name="kind">Rule.</param>
    /// <param name="step">Numbers of this update.</param>
    /// <param name="criticStep">Numbers of this update for the critic's own layers.</param>
    /// <param name="scale">Factor on the gradient, from clipping.</param>
    /// <param name="state">Parameters, gradient and moments.</param>
    /// <param name="start">First parameter, a multiple of 16.</param>
    /// <param name="length">Number of parameters, a multiple of 16.</param>
    public static void Update(
        OptimizerKind kind, in OptimizerStep step, in OptimizerStep criticStep, float scale, ParameterState state, int start, int length)
    {
        int end = start + length;
        int critic = Math.Clamp(state.Layout.CriticStart, start, end), rest = Math.Clamp(state.Layout.LogStd, start, end);
        if (critic > start)
            Update(kind, step, scale, state, start, critic - start);
        if (rest > critic)
            Update(kind, criticStep, scale, state, critic, rest - critic);
        if (end > rest)
            Update(kind, step, scale, state, rest, end - rest);
    }

    /// <summary>Whether every parameter is finite.</summary>
    public static bool IsFinite(ParameterState state)
    {
        // x − x is zero for finite values alone.
        F sum = F.Zero;
        for (int i = 0; i < state.Layout.Length; i += F.Width)
        {
            F parameter = F.Load(state.Parameters + i);
            sum += parameter - parameter;
        }

        return F.Sum(sum) == 0;
    }

    /// <summary>Applies the rule to a run of parameters.</summary>
    /// <param name="kind">Rule.</param>
    /// <param name="step">Numbers of this update.</param>
    /// <param name="scale">Factor on the gradient, from clipping.</param>
    /// <param name="state">Parameters, gradient and moments.</param>
    /// <param name="start">First parameter, a multiple of 16.</param>
    /// <param name="length">Number of parameters, a multiple of 16.</param>
    public static void Update(OptimizerKind kind, in OptimizerStep step, float scale, ParameterMemory state, int start, int length)
    {
        switch (kind)
        {
            case OptimizerKind.Adam:
                Update<Adam>(step, scale, state, start, length);
                return;
            case OptimizerKind.AdamW:
                Update<AdamW>(step, scale, state, start, length);
                return;
            case OptimizerKind.RMSProp:
                Update<RMSProp>(step, scale, state, start, length);
                return;
            case OptimizerKind.Sgd:
                Update<Sgd>(step, scale, state, start, length);
                return;
            default:
                throw KnownValues.Unknown(kind);
        }
    }

    private static void Update<TRule>(in OptimizerStep step, float scale, ParameterMemory state, int start, int length)
        where TRule : struct, IOptimizerRule
    {
        float* parameters = state.Parameters + start;
        float* gradients = state.Gradients + start;
        float* firstMoments = state.FirstMoments + start;
        float* secondMoments = state.SecondMoments + start;
        OptimizerStep numbers = step;
        for (int i = 0; i < length; i += F.Width)
        {
            F parameter = F.Load(parameters + i), first = F.Load(firstMoments + i), second = F.Load(secondMoments + i);
            TRule.Update(numbers, F.Load(gradients + i) * F.Of(scale), ref parameter, ref first, ref second);
            parameter.Store(parameters + i);
            first.Store(firstMoments + i);
            second.Store(secondMoments + i);
        }
    }
}
