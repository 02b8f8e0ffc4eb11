using Microsoft.ML;

namespace GpuAc.ML.Training;

/// <summary>Adds reinforcement learning to <see cref="MLContext"/>.</summary>
public static class ReinforcementContextExtensions
{
    /// <summary>Training of policies on environments.</summary>
    public static ReinforcementCatalog Reinforcement(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ReinforcementCatalog();
    }
}
