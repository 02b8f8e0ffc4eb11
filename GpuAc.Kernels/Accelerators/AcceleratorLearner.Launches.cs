using GpuAc.Kernels.Plans;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <content>The launches of an iteration: the same every time, so that they can be recorded.</content>
internal sealed partial class AcceleratorLearner<TDistribution, TLoss>
{
    private void Launch(LearnPlan plan, int groups, int minibatches)
    {
        begin.Launch(device.Stream, LearnControl.Length, control.View);
        for (int epoch = 0; epoch < plan.NumEpochs; epoch++)
        {
            for (int minibatch = 0; minibatch < minibatches; minibatch++)
            {
                LaunchGradient(plan, groups, epoch, minibatch);
                Optimize(plan, groups, (epoch * minibatches) + minibatch, minibatch);
            }

            EndEpoch(plan, groups, minibatches, epoch);
        }

        SumNorms(minibatches);
    }

    private void LaunchGradient(LearnPlan plan, int groups, int epoch, int minibatch) => learn.Launch(
        device.Stream,
        fit.Config(groups, shape),
        views,
        new LearnNumbers<TLoss>
        {
            FirstBlock = (epoch * order.Length) + (minibatch * BlocksPerMinibatch(plan)),
            Samples = plan.MinibatchSize,
            FirstStatistic = minibatch * groups,
            NormalizeAdvantages = normalizes ? 1 : 0,
            Loss = loss,
        },
        shape);

    private void EndEpoch(LearnPlan plan, int groups, int minibatches, int epoch)
    {
        float limit = plan.TargetKl > 0 ? (float)(1.5 * plan.TargetKl * plan.MinibatchSize * minibatches) : float.PositiveInfinity;
        if (plan.TargetKl > 0 || epoch == plan.NumEpochs - 1)
        {
            sumColumns.Launch(
                device.Stream,
                new KernelConfig(LearnKernel.Statistics, ColumnSums.Threads),
                buffers!.Statistics,
                minibatches * groups,
                LearnKernel.Statistics,
                sums.View);
        }

        endEpoch.Launch(device.Stream, 1, control.View, sums.View, limit);
    }

    private void SumNorms(int minibatches) => sumColumns.Launch(
        device.Stream,
        new KernelConfig(1, ColumnSums.Threads),
        buffers!.Norms,
        minibatches,
        1,
        sums.View.BaseView.SubView(2 * LearnKernel.Statistics, 2));

    private void Optimize(LearnPlan plan, int groups, int step, int norm) =>
        optimize.Launch(plan.Optimizer.Kind, UpdateOf(parameters), NumbersOf(plan, groups, step, norm));

    // Gradients are this learner's own, whosever parameters they are applied to.
    private OptimizeViews UpdateOf(ParameterBuffers target) => new()
    {
        Parameters = target.Parameters,
        Gradients = parameters.Gradients,
        FirstMoments = target.FirstMoments,
        SecondMoments = target.SecondMoments,
        Partials = buffers!.Partials,
        Squares = squares.View,
        Steps = buffers.Steps,
        Norms = buffers.Norms,
        Ticket = buffers.Ticket,
        Control = control.View,
        Targets = target.Parameters,
    };

    private OptimizeNumbers NumbersOf(LearnPlan plan, int groups, int step, int norm) => new()
    {
        Partials = groups,
        ParameterQuads = parameters.Quads,
        PartialStride = parameters.Quads,
        Step = step,
        Norm = norm,
        MaxGradNorm = plan.MaxGradNorm,
        CriticRateScale = plan.CriticRateScale,
        CriticStart = parameters.Layout.CriticStart / 4,
        CriticEnd = parameters.Layout.LogStd / 4,
    };
}
