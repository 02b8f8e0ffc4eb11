using GpuAc.Kernels.Plans;

namespace GpuAc.Kernels.Accelerators;

/// <content>Learning with shared parameters: one gradient with the learner's own, pushed to the shared ones.</content>
internal sealed partial class AcceleratorLearner<TDistribution, TLoss>
{
    private void PreparePush(LearnPlan plan, int groups, int minibatches)
    {
        if (plan.NumEpochs != 1 || minibatches != 1)
        {
            throw new ArgumentException(
                $"With shared parameters a plan has one gradient, but this one has {plan.NumEpochs} epochs of {minibatches} minibatches.",
                nameof(plan));
        }

        launches = new LaunchSequence(device.Stream, () =>
        {
            begin.Launch(device.Stream, LearnControl.Length, control.View);
            LaunchGradient(plan, groups, epoch: 0, minibatch: 0);
            optimize.Sum(UpdateOf(parameters), NumbersOf(plan, groups, step: 0, norm: 0));
        });
        afterPush = new LaunchSequence(device.Stream, () =>
        {
            EndEpoch(plan, groups, minibatches, epoch: 0);
            SumNorms(minibatches);
        });
    }

    // The gradient is waited for before the push, so that the others wait for the optimiser alone.
    private void Push(SharedParameterBuffers target, double progress)
    {
        LearnPlan pushed = plan;
        parameters.Propose();
        launches!.Run();
        device.Stream.Synchronize();
        target.Push(parameters, device.Stream, update =>
        {
            buffers!.HostSteps[0] = pushed.Optimizer.CreateStep(update, progress);
            buffers.UploadSteps(device.Stream);
            optimize.Apply(pushed.Optimizer.Kind, UpdateOf(target.State), NumbersOf(pushed, Partials, step: 0, norm: 0));
        });
        afterPush!.Run();
    }
}
