namespace GpuAc.Policies.Networks;

/// <summary>
/// An actor and a critic over an optional shared body: actor(body(x)) gives the parameters of the action distribution,
/// critic(body(x)) the value. Separate networks are a body without layers.
/// </summary>
/// <param name="Body">What actor and critic share; without layers, nothing.</param>
/// <param name="Actor">From the body's output to the distribution's parameters (logits, or means).</param>
/// <param name="Critic">From the body's output to the value; one output. Without layers there is no critic, as in a policy whose critics
/// need an action.</param>
/// <param name="LogStdCount">Trained, state-independent log standard deviations of a Gaussian, one per action dimension; 0
/// otherwise.</param>
/// <remarks>
/// Parameters are one flat array: the layers of body, actor and critic in this order, each layer's weights [outputs][inputs]
/// followed by its biases [outputs]; then the log standard deviations.
/// </remarks>
public sealed record ActorCriticSpec(MlpSpec Body, MlpSpec Actor, MlpSpec Critic, int LogStdCount)
{
    /// <summary>True when there is a critic.</summary>
    public bool HasCritic => Critic.Layers.Count > 0;

    /// <summary>Length of the flat parameter array.</summary>
    public int ParameterCount => Body.ParameterCount + Actor.ParameterCount + Critic.ParameterCount + LogStdCount;

    /// <summary>Offset of the actor's first weight.</summary>
    public int ActorOffset => Body.ParameterCount;

    /// <summary>Offset of the critic's first weight.</summary>
    public int CriticOffset => ActorOffset + Actor.ParameterCount;

    /// <summary>Offset of the log standard deviations.</summary>
    public int LogStdOffset => CriticOffset + Critic.ParameterCount;
}
