namespace GpuAc.Export.Onnx;

/// <summary>Whose names, types and shapes an ONNX file of a policy has.</summary>
public enum OnnxProfile
{
    /// <summary>GpuAc's own contract, which <see cref="OnnxPolicy"/> and anything that reads tensors by name can run.</summary>
    Onnx,

    /// <summary>
    /// Godot RL Agents: inputs <c>obs</c> float32[batch, obs] and <c>state_ins</c> float32[batch]; outputs <c>output</c> float32[batch,
    /// act], logits, or deterministic actions in [−1, 1], and <c>state_outs</c>.
    /// </summary>
    GodotRl,

    /// <summary>
    /// Unity ML-Agents, version 3 of its model interface: inputs <c>obs_0</c> and, with discrete actions, <c>action_masks</c>; outputs
    /// <c>continuous_actions</c> in [−1, 1] or <c>discrete_actions</c>, sampled, their <c>deterministic_</c> twins, and constants.
    /// </summary>
    MlAgents,
}

/// <summary>The names that profiles have on the command line and in files.</summary>
public static class OnnxProfiles
{
    /// <summary>All names, in the order of <see cref="OnnxProfile"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["onnx", "godot-rl", "ml-agents"];

    /// <summary>A profile's name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a profile.</exception>
    public static string NameOf(OnnxProfile profile) => Names[(int)KnownValues.Require(profile)];

    /// <summary>Finds a profile.</summary>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static OnnxProfile Find(string name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase))
                return (OnnxProfile)i;
        }

        throw UnknownNameException.For("profile", name, Names);
    }
}
