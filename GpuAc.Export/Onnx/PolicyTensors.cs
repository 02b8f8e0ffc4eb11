namespace GpuAc.Export.Onnx;

/// <summary>The names of a policy's inputs and outputs: part of the file contract.</summary>
public static class PolicyTensors
{
    /// <summary>Input, float32 [batch, observations]: raw, as the environment gives it.</summary>
    public const string Observation = "observation";

    /// <summary>Output: int64 [batch] for discrete actions, float32 [batch, actions] in the environment's units otherwise.</summary>
    public const string Action = "action";

    /// <summary>Output of policies with a critic of states, float32 [batch]: its estimate.</summary>
    public const string Value = "value";

    /// <summary>Output of discrete policies, float32 [batch, actions].</summary>
    public const string Logits = "logits";

    /// <summary>
    /// Output of continuous policies, float32 [batch, actions]: the Gaussian's mean, or a deterministic actor's output, before clipping or
    /// squashing.
    /// </summary>
    public const string Mean = "mean";

    /// <summary>
    /// Output of Gaussian policies: float32 [actions] where it is the same for every observation, float32 [batch, actions] where the actor
    /// gives it.
    /// </summary>
    public const string LogStd = "log_std";
}
