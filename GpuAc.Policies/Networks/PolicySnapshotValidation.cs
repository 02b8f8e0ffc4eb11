using GpuAc.Policies.Distributions;

namespace GpuAc.Policies.Networks;

/// <summary>Checks that the parts of a policy snapshot fit together, before it is exported or after it was read from a file.</summary>
public static class PolicySnapshotValidation
{
    /// <summary>Finds every fault of a snapshot.</summary>
    /// <param name="snapshot">What to check.</param>
    /// <returns>One sentence per fault; empty when the snapshot is sound.</returns>
    public static IReadOnlyList<string> Validate(this PolicySnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var faults = new List<string>();
        ActorCriticSpec network = snapshot.Network;
        int observations = network.Body.Inputs;
        int actions = snapshot.ActionNames.Length;

        ValidateMlp("body", network.Body, faults);
        ValidateMlp("actor", network.Actor, faults);
        ValidateMlp("critic", network.Critic, faults);
        ExpectSize("The actor takes", network.Actor.Inputs, "the body's output", network.Body.Outputs, faults);
        ExpectSize("The critic takes", network.Critic.Inputs, "the body's output", network.Body.Outputs, faults);
        ValidateDistribution(snapshot.Distribution, network, actions, faults);
        if (network.HasCritic)
            ExpectSize("The critic gives", network.Critic.Outputs, "the value", 1, faults);
        ExpectSize("Parameters holds", snapshot.Parameters.Length, "the network's need", CountParameters(network), faults);
        ExpectFinite("Parameters", snapshot.Parameters, faults);
        ExpectSize("ObservationNames holds", snapshot.ObservationNames.Length, "the body's input", observations, faults);
        ExpectSize("ObservationLow holds", snapshot.ObservationLow.Length, "the body's input", observations, faults);
        ExpectSize("ObservationHigh holds", snapshot.ObservationHigh.Length, "the body's input", observations, faults);
        if (network.Actor.Layers.Count == 0)
            faults.Add("The actor has no layers; it needs one at least.");
        if (!(snapshot.RewardScale > 0) || !float.IsFinite(snapshot.RewardScale))
            faults.Add($"RewardScale is {snapshot.RewardScale}; it must be finite and above 0.");
        if (actions == 0)
            faults.Add("ActionNames is empty; a policy needs one action at least.");

        int bounds = snapshot.IsDiscrete ? 0 : actions;
        ExpectSize("ActionLow holds", snapshot.ActionLow.Length, "the number of continuous action dimensions", bounds, faults);
        ExpectSize("ActionHigh holds", snapshot.ActionHigh.Length, "the number of continuous action dimensions", bounds, faults);
        ExpectFinite("ActionLow", snapshot.ActionLow, faults);
        ExpectFinite("ActionHigh", snapshot.ActionHigh, faults);
        for (int i = 0; i < Math.Min(snapshot.ActionLow.Length, snapshot.ActionHigh.Length); i++)
        {
            if (snapshot.ActionLow[i] > snapshot.ActionHigh[i])
                faults.Add($"ActionLow[{i}] = {snapshot.ActionLow[i]} is above ActionHigh[{i}] = {snapshot.ActionHigh[i]}.");
        }

        if (snapshot.Normalization is { } normalization)
            ValidateNormalization(normalization, observations, faults);
        return faults;
    }

    private static void ValidateDistribution(DistributionKind distribution, ActorCriticSpec network, int actions, List<string> faults)
    {
        if (!Enum.IsDefined(distribution))
        {
            faults.Add($"Distribution {(int)distribution} is unknown.");
            return;
        }

        if (distribution.HasStateLogStd())
            ExpectSize("The actor gives", network.Actor.Outputs, "twice the action names", 2L * actions, faults);
        else
            ExpectSize("The actor gives", network.Actor.Outputs, "the action names", actions, faults);
        ExpectSize(
            "The network has log standard deviations:", network.LogStdCount, "this distribution's need",
            distribution.HasLogStd() && !distribution.HasStateLogStd() ? actions : 0, faults);
    }

    private static void ValidateMlp(string name, MlpSpec mlp, List<string> faults)
    {
        int width = mlp.Inputs;
        if (width < 1)
            faults.Add($"The {name} takes {width} inputs; it needs one at least.");
        for (int i = 0; i < mlp.Layers.Count; i++)
        {
            DenseLayerSpec layer = mlp.Layers[i];
            if (layer.Inputs != width || layer.Outputs < 1)
                faults.Add(
                    $"Layer {i} of the {name} is {layer.Inputs} x {layer.Outputs}, but gets {width} inputs and needs one output at least.");
            if (layer.Activation is null)
                faults.Add($"Layer {i} of the {name} has no activation; one that is to have none has Activation.Identity.");
            width = layer.Outputs;
        }
    }

    private static void ValidateNormalization(ObservationNormalization normalization, int observations, List<string> faults)
    {
        ExpectSize("Normalization.Mean holds", normalization.Mean.Length, "the body's input", observations, faults);
        ExpectSize("Normalization.Variance holds", normalization.Variance.Length, "the body's input", observations, faults);
        ExpectFinite("Normalization.Mean", normalization.Mean, faults);
        ExpectFinite("Normalization.Variance", normalization.Variance, faults);
        if (!(normalization.Clip > 0))
            faults.Add($"Normalization.Clip is {normalization.Clip}; it must be positive.");
        if (!(normalization.Epsilon >= 0) || !float.IsFinite(normalization.Epsilon))
            faults.Add($"Normalization.Epsilon is {normalization.Epsilon}; it must be finite and not negative.");
        for (int i = 0; i < normalization.Variance.Length; i++)
        {
            if (!(normalization.Variance[i] + normalization.Epsilon > 0))
                faults.Add(
                    $"Normalization.Variance[{i}] + Epsilon is {normalization.Variance[i] + normalization.Epsilon}; it must be positive.");
        }
    }

    /// <summary>
    /// As <see cref="ActorCriticSpec.ParameterCount"/>, but right where that overflows, as with widths that a hostile file gives.
    /// </summary>
    private static long CountParameters(ActorCriticSpec network)
    {
        long count = network.LogStdCount;
        foreach (MlpSpec mlp in (ReadOnlySpan<MlpSpec>)[network.Body, network.Actor, network.Critic])
        {
            foreach (DenseLayerSpec layer in mlp.Layers)
                count = Math.Min(count + ((layer.Inputs + 1L) * layer.Outputs), 1L << 61);
        }

        return count;
    }

    private static void ExpectSize(string what, int size, string measure, long expected, List<string> faults)
    {
        if (size != expected)
            faults.Add($"{what} {size}, but {measure} is {expected}.");
    }

    private static void ExpectFinite(string name, float[] values, List<string> faults)
    {
        int at = Array.FindIndex(values, value => !float.IsFinite(value));
        if (at >= 0)
            faults.Add($"{name}[{at}] is {values[at]}; it must be finite.");
    }
}
