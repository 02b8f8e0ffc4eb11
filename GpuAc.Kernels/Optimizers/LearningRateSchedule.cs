namespace GpuAc.Kernels.Optimizers;

/// <summary>How the learning rate moves over training.</summary>
public enum LearningRateSchedule
{
    /// <summary>The same from the first update to the last.</summary>
    Constant = 0,

    /// <summary>In a straight line from the initial rate at the start to the final rate at the end, as Stable-Baselines3's
    /// linear schedule and CleanRL's <c>anneal_lr</c>.</summary>
    Linear = 1,
}
