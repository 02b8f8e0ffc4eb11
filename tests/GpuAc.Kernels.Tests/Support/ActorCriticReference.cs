using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Support;

/// <summary>An actor-critic in double precision over the flat parameters of <see cref="ActorCriticSpec"/>.</summary>
internal sealed class ActorCriticReference(ActorCriticSpec spec)
{
    private readonly MlpReference body = new(spec.Body);
    private readonly MlpReference actor = new(spec.Actor);
    private readonly MlpReference critic = new(spec.Critic);

    public (double[] Policy, double Value) Forward(double[] parameters, double[] observation)
    {
        double[] features = body.Forward(parameters, observation);
        double[] outputs = actor.Forward(parameters.AsSpan(spec.ActorOffset), features);
        return (outputs, critic.Forward(parameters.AsSpan(spec.CriticOffset), features)[0]);
    }

    /// <summary>The parameters of the action distribution: the actor's outputs, then the log standard deviations.</summary>
    public double[] Distribution(double[] parameters, double[] observation) =>
        [.. Forward(parameters, observation).Policy, .. parameters.AsSpan(spec.LogStdOffset)];

    /// <summary>Adds the gradient of one sample.</summary>
    public void Backward(double[] parameters, double[] observation, double[] policyGradient, double valueGradient, double[] gradients)
    {
        double[] features = body.Forward(parameters, observation);
        double[] fromActor = actor.Backward(
            parameters.AsSpan(spec.ActorOffset), features, policyGradient, gradients.AsSpan(spec.ActorOffset));
        double[] fromCritic = critic.Backward(
            parameters.AsSpan(spec.CriticOffset), features, [valueGradient], gradients.AsSpan(spec.CriticOffset));
        body.Backward(parameters, observation, [.. fromActor.Zip(fromCritic, (a, c) => a + c)], gradients);
    }
}
