namespace GpuAc.Export.Onnx;

/// <summary>The names by which engines' loaders look for tensors.</summary>
internal static class ProfileTensors
{
    /// <summary>Godot RL Agents: input, float32 [batch, observations].</summary>
    internal const string Obs = "obs";

    /// <summary>Godot RL Agents: input, float32 [batch], of recurrent policies.</summary>
    internal const string StateIns = "state_ins";

    /// <summary>Godot RL Agents: output, float32 [batch, actions].</summary>
    internal const string Output = "output";

    /// <summary>Godot RL Agents: output, float32 [batch].</summary>
    internal const string StateOuts = "state_outs";

    /// <summary>ML-Agents: input of the first sensor, float32 [batch, observations].</summary>
    internal const string Obs0 = "obs_0";

    /// <summary>ML-Agents: input, float32 [batch, actions]: 1 where an action may be taken, else 0.</summary>
    internal const string ActionMasks = "action_masks";

    /// <summary>ML-Agents: constant, float32 [1]: version of the interface.</summary>
    internal const string VersionNumber = "version_number";

    /// <summary>ML-Agents: constant, float32 [1]: size of a recurrent policy's memory.</summary>
    internal const string MemorySize = "memory_size";

    /// <summary>ML-Agents: constant, float32 [1]: continuous actions.</summary>
    internal const string ContinuousShape = "continuous_action_output_shape";

    /// <summary>ML-Agents: constant, float32 [1, branches]: actions of each branch.</summary>
    internal const string DiscreteShape = "discrete_action_output_shape";

    /// <summary>ML-Agents: output, float32 [batch, actions]: sampled, in [−1, 1].</summary>
    internal const string Continuous = "continuous_actions";

    /// <summary>ML-Agents: output, int64 [batch, branches]: sampled.</summary>
    internal const string Discrete = "discrete_actions";

    /// <summary>ML-Agents: output, float32 [batch, actions], in [−1, 1].</summary>
    internal const string DeterministicContinuous = "deterministic_continuous_actions";

    /// <summary>ML-Agents: output, int64 [batch, branches].</summary>
    internal const string DeterministicDiscrete = "deterministic_discrete_actions";

    /// <summary>ML-Agents: the version of the interface that names inputs and outputs so.</summary>
    internal const float ModelVersion = 3;
}
