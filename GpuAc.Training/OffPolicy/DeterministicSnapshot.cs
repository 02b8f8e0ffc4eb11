using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Makes the snapshot of an off-policy actor: the actor alone, without critics, whose values need an action.</summary>
internal static class DeterministicSnapshot
{
    /// <summary>Assembles a snapshot.</summary>
    /// <param name="setup">Environment, actor, seed.</param>
    /// <param name="parameters">Parameters of the body, if there is one, then of the actor; of a last layer with more outputs than actions
    /// the first are taken, the means.</param>
    /// <param name="algorithm">Name of the algorithm.</param>
    /// <param name="envSteps">Environment steps learnt from.</param>
    public static PolicySnapshot Of(OffPolicySetup setup, float[] parameters, string algorithm, long envSteps)
    {
        MlpSpec actor = setup.Networks.Actor;
        int actions = setup.Environment.Action.Size;
        if (actor.Outputs > actions)
            (actor, parameters) = (Narrow(actor, actions), Narrow(actor, parameters, actions));
        var network = new ActorCriticSpec(setup.Networks.Body ?? new MlpSpec(actor.Inputs, []), actor, new MlpSpec(actor.Inputs, []), 0);
        return TrainedPolicy.Snapshot(
            setup.Environment, network, parameters, setup.Distribution, null, algorithm, setup.Seed, envSteps);
    }

    private static MlpSpec Narrow(MlpSpec actor, int outputs) =>
        actor with { Layers = [.. actor.Layers.SkipLast(1), actor.Layers[^1] with { Outputs = outputs }] };

    private static float[] Narrow(MlpSpec actor, float[] parameters, int outputs)
    {
        DenseLayerSpec last = actor.Layers[^1];
        int weights = parameters.Length - last.ParameterCount, biases = parameters.Length - last.Outputs;
        return [.. parameters[..(weights + (outputs * last.Inputs))], .. parameters[biases..(biases + outputs)]];
    }
}
