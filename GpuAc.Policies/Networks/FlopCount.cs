namespace GpuAc.Policies.Networks;

/// <summary>
/// Floating-point operations of an actor-critic, two per multiply-add of a dense layer. Activations, losses, sampling and environments are
/// left out, so shares of a ceiling are understated.
/// </summary>
public static class FlopCount
{
    /// <summary>Forward pass of actor and critic over one sample.</summary>
    public static long Forward(ActorCriticSpec network) => 2 * Layers(network).Sum(Products);

    /// <summary>
    /// Forward and backward pass over one sample: each layer's product, its weight gradient and, but for layers that see
    /// the observation, its input gradient.
    /// </summary>
    public static long ForwardBackward(ActorCriticSpec network)
    {
        long products = 3 * Layers(network).Sum(Products);
        bool shared = network.Body.Layers.Count > 0;
        MlpSpec[] first = shared ? [network.Body] : [network.Actor, network.Critic];
        return 2 * (products - first.Sum(mlp => Products(mlp.Layers[0])));
    }

    /// <summary>
    /// One update of an off-policy actor-critic over one sample: the targets' actor and critics, the critics forward and backward, and,
    /// every <paramref name="policyDelay"/>-th time, the actor forward and backward with critics in between whose gradient goes to the
    /// action alone.
    /// </summary>
    /// <param name="spec">The networks, without branches.</param>
    /// <param name="actorCritics">Critics that the actor follows.</param>
    /// <param name="policyDelay">Updates of the critics per update of the actor.</param>
    public static double OffPolicyUpdate(OffPolicySpec spec, int actorCritics, int policyDelay)
    {
        long actor = spec.Actor.Layers.Sum(Products), critic = spec.Critic.Trunk.Layers.Sum(Products);
        long actorFirst = Products(spec.Actor.Layers[0]), criticFirst = Products(spec.Critic.Trunk.Layers[0]);
        long critics = actor + (spec.NumCritics * ((4 * critic) - criticFirst));
        long actors = (3 * actor) - actorFirst + (2 * actorCritics * critic);
        return 2 * (critics + ((double)actors / policyDelay));
    }

    private static IEnumerable<DenseLayerSpec> Layers(ActorCriticSpec network) =>
        network.Body.Layers.Concat(network.Actor.Layers).Concat(network.Critic.Layers);

    private static long Products(DenseLayerSpec layer) => (long)layer.Inputs * layer.Outputs;
}
