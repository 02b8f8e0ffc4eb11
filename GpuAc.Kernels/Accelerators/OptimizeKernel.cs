using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>What the optimise kernels read and write; everything in the padded layout.</summary>
internal struct OptimizeViews
{
    /// <summary>Parameters; updated.</summary>
    public ArrayView<Float4> Parameters;

    /// <summary>Gradient of the minibatch.</summary>
    public ArrayView<Float4> Gradients;

    /// <summary>First moments; updated.</summary>
    public ArrayView<Float4> FirstMoments;

    /// <summary>Second moments; updated.</summary>
    public ArrayView<Float4> SecondMoments;

    /// <summary>One partial gradient per group of the learn kernel.</summary>
    public ArrayView<Float4> Partials;

    /// <summary>Sum of squares of each group's part of the gradient.</summary>
    public ArrayView<float> Squares;

    /// <summary>Numbers of every update of the iteration.</summary>
    public ArrayView<OptimizerStep> Steps;

    /// <summary>Norm of the gradient of each update.</summary>
    public ArrayView<float> Norms;

    /// <summary>Groups that have summed their part.</summary>
    public ArrayView<int> Ticket;

    /// <summary>See <see cref="LearnControl"/>.</summary>
    public ArrayView<int> Control;

    /// <summary>Target networks' parameters, which follow by <see cref="OptimizeNumbers.Tau"/>; anything where it is 0.</summary>
    public ArrayView<Float4> Targets;
}

/// <summary>The numbers of one update.</summary>
internal struct OptimizeNumbers
{
    /// <summary>Partial gradients.</summary>
    public int Partials;

    /// <summary>Values to update, in fours.</summary>
    public int ParameterQuads;

    /// <summary>Distance between partial gradients, in fours.</summary>
    public int PartialStride;

    /// <summary>τ: share of the updated parameters that the targets take over; 0 where there are none.</summary>
    public float Tau;

    /// <summary>Index into <see cref="OptimizeViews.Steps"/>.</summary>
    public int Step;

    /// <summary>Index into <see cref="OptimizeViews.Norms"/>.</summary>
    public int Norm;

    /// <summary>Largest global norm of a gradient; +∞ for no clipping.</summary>
    public float MaxGradNorm;

    /// <summary>Step size of the critic's own layers, in units of the optimiser's.</summary>
    public float CriticRateScale;

    /// <summary>First of the critic's own parameters, in fours.</summary>
    public int CriticStart;

    /// <summary>One past the last of them.</summary>
    public int CriticEnd;
}

/// <summary>
/// The optimise skeleton on an accelerator: partial gradients summed in a fixed order, clipped by their global norm, applied. One launch
/// where the last group to finish can apply the update by itself, otherwise two.
/// </summary>
internal static class OptimizeKernel
{
    /// <summary>Threads of a group: <see cref="Slices"/> × <see cref="Width"/>.</summary>
    public const int Threads = Slices * Width;

    /// <summary>Neighbouring fours that a group sums.</summary>
    public const int Width = 32;

    /// <summary>Parts that the partial gradients are cut into, summed in parallel.</summary>
    public const int Slices = 4;

    /// <summary>Sums, and lets the last group apply.</summary>
    public static void Whole<TRule>(OptimizeViews views, OptimizeNumbers numbers)
        where TRule : struct, IOptimizerRule
    {
        if (views.Control[LearnControl.Stop] != 0)
            return;
        SumPart(views, numbers);
        ref int last = ref SharedMemory.Allocate<int>();
        MemoryFence.DeviceLevel();
        Group.Barrier();
        if (Group.IdxX == 0)
            last = Atomic.Add(ref views.Ticket[0], 1) == Grid.DimX - 1 ? 1 : 0;
        Group.Barrier();
        if (last == 0)
            return;
        MemoryFence.DeviceLevel();
        ApplyPart<TRule>(views, numbers, Group.IdxX, Threads, Grid.DimX);
        if (Group.IdxX == 0)
            views.Ticket[0] = 0;
    }

    /// <summary>Sums only.</summary>
    public static void Sum(OptimizeViews views, OptimizeNumbers numbers)
    {
        if (views.Control[LearnControl.Stop] == 0)
            SumPart(views, numbers);
    }

    /// <summary>Applies only.</summary>
    public static void Apply<TRule>(OptimizeViews views, OptimizeNumbers numbers)
        where TRule : struct, IOptimizerRule
    {
        if (views.Control[LearnControl.Stop] == 0)
            ApplyPart<TRule>(views, numbers, (Grid.IdxX * Threads) + Group.IdxX, Grid.DimX * Threads, Groups(numbers.ParameterQuads));
    }

    /// <summary>Groups that summing takes.</summary>
    public static int Groups(int parameterQuads) => (parameterQuads + Width - 1) / Width;

    /// <summary>Moves four of a target network's parameters.</summary>
    public static Float4 Follow(Float4 target, Float4 online, float tau) => new()
    {
        X = SoftUpdate.Polyak(new Lane1(target.X), new Lane1(online.X), new Lane1(tau)).Value,
        Y = SoftUpdate.Polyak(new Lane1(target.Y), new Lane1(online.Y), new Lane1(tau)).Value,
        Z = SoftUpdate.Polyak(new Lane1(target.Z), new Lane1(online.Z), new Lane1(tau)).Value,
        W = SoftUpdate.Polyak(new Lane1(target.W), new Lane1(online.W), new Lane1(tau)).Value,
    };

    private static void SumPart(OptimizeViews views, OptimizeNumbers numbers)
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(Threads);
        int slice = Group.IdxX / Width, quad = (Grid.IdxX * Width) + (Group.IdxX % Width);
        Float4 sum = Float4.Of(0f);
        if (quad < numbers.ParameterQuads)
        {
            int end = (int)((slice + 1L) * numbers.Partials / Slices);
            for (int i = (int)((long)slice * numbers.Partials / Slices); i < end; i++)
                sum += views.Partials[((long)i * numbers.PartialStride) + quad];
        }

        shared[Group.IdxX] = sum;
        Group.Barrier();
        if (slice == 0)
        {
            for (int i = 1; i < Slices; i++)
                sum += shared[(i * Width) + Group.IdxX];
            if (quad < numbers.ParameterQuads)
                views.Gradients[quad] = sum;
        }

        Group.Barrier();
        if (slice == 0)
            shared[Group.IdxX] = sum * sum;
        Group.Barrier();
        if (Group.IdxX != 0)
            return;
        Float4 squares = shared[0];
        for (int i = 1; i < Width; i++)
            squares += shared[i];
        views.Squares[Grid.IdxX] = squares.Sum;
    }

    private static void ApplyPart<TRule>(OptimizeViews views, OptimizeNumbers numbers, int first, int distance, int groups)
        where TRule : struct, IOptimizerRule
    {
        CompensatedSum squares = default;
        for (int i = 0; i < groups; i++)
            squares.Add(views.Squares[i]);
        float norm = MathF.Sqrt(squares.Sum + squares.Lost);
        if (first == 0)
            views.Norms[numbers.Norm] = norm;
        if (!float.IsFinite(norm))
        {
            // Not applied. That it stops the iteration, too, is for a thread that no other of this launch could overtake:
            // the next launch's.
            views.Control[LearnControl.BadNorm] = 1;
            return;
        }

        float scale = GradientClipping.Factor(norm, numbers.MaxGradNorm);
        OptimizerStep step = views.Steps[numbers.Step];
        OptimizerStep criticStep = step with { LearningRate = step.LearningRate * numbers.CriticRateScale };
        Float4 check = Float4.Of(0f);
        for (int i = first; i < numbers.ParameterQuads; i += distance)
        {
            OptimizerStep own = i >= numbers.CriticStart && i < numbers.CriticEnd ? criticStep : step;
            Float4 gradient = views.Gradients[i], parameter = views.Parameters[i], m = views.FirstMoments[i], v = views.SecondMoments[i];
            Update<TRule>(own, gradient.X * scale, ref parameter.X, ref m.X, ref v.X);
            Update<TRule>(own, gradient.Y * scale, ref parameter.Y, ref m.Y, ref v.Y);
            Update<TRule>(own, gradient.Z * scale, ref parameter.Z, ref m.Z, ref v.Z);
            Update<TRule>(own, gradient.W * scale, ref parameter.W, ref m.W, ref v.W);
            // x · 0 is zero for finite values alone.
            check = Float4.MultiplyAdd(0f, parameter, check);
            views.Parameters[i] = parameter;
            views.FirstMoments[i] = m;
            views.SecondMoments[i] = v;
            if (numbers.Tau > 0f)
                views.Targets[i] = Follow(views.Targets[i], parameter, numbers.Tau);
        }

        if (check.Sum != 0f)
            views.Control[LearnControl.BadWeight] = 1;
    }

    private static void Update<TRule>(OptimizerStep step, float gradient, ref float parameter, ref float first, ref float second)
        where TRule : struct, IOptimizerRule
    {
        Lane1 p = new(parameter), m = new(first), v = new(second);
        TRule.Update(step, new Lane1(gradient), ref p, ref m, ref v);
        parameter = p.Value;
        first = m.Value;
        second = v.Value;
    }
}
