using GpuAc.Kernels.Layouts;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu;

/// <summary>
/// Forward and backward pass of an actor and a critic, with or without a shared body, over one tile; one instance per worker.
/// </summary>
internal sealed unsafe class ActorCriticTile<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    private readonly PaddedLayout layout;
    private readonly MlpTile<F> body;
    private readonly MlpTile<F> actor;
    private readonly MlpTile<F> critic;
    private readonly AlignedBuffer bodyGradients;
    private float* features;

    /// <summary>Allocates what a forward pass leaves.</summary>
    public ActorCriticTile(PaddedLayout layout)
    {
        this.layout = layout;
        body = new MlpTile<F>(layout.Body);
        actor = new MlpTile<F>(layout.Actor);
        critic = new MlpTile<F>(layout.Critic);
        bodyGradients = new AlignedBuffer(2L * layout.Spec.Body.Outputs * Tile.Lanes);
    }

    /// <summary>Runs body, actor and critic.</summary>
    /// <param name="parameters">Parameters in the padded layout.</param>
    /// <param name="observations">[observations][64].</param>
    /// <param name="registers">Registers of each row to compute.</param>
    /// <param name="policy">Output of the actor, [actor outputs][64]; valid until the next call.</param>
    /// <param name="values">Output of the critic, [1][64]; valid until the next call.</param>
    public void Forward(float* parameters, float* observations, int registers, out float* policy, out float* values)
    {
        features = body.Forward(parameters, observations, registers);
        policy = actor.Forward(parameters, features, registers);
        values = critic.Forward(parameters, features, registers);
    }

    /// <summary>Runs body and critic.</summary>
    public float* ForwardCritic(float* parameters, float* observations, int registers) =>
        critic.Forward(parameters, body.Forward(parameters, observations, registers), registers);

    /// <summary>Runs body and actor.</summary>
    public float* ForwardActor(float* parameters, float* observations, int registers) =>
        actor.Forward(parameters, body.Forward(parameters, observations, registers), registers);

    /// <summary>Adds the parameters' gradients of the tile of the last <see cref="Forward"/>.</summary>
    /// <param name="parameters">Parameters in the padded layout.</param>
    /// <param name="gradients">Gradients in the padded layout; accumulated.</param>
    /// <param name="observations">The observations of the forward pass.</param>
    /// <param name="policyGradient">dL/dpolicy, [actor outputs][64]; overwritten.</param>
    /// <param name="valueGradient">dL/dvalue, [1][64]; overwritten.</param>
    /// <param name="scratch">Working memory.</param>
    public void Backward(
        float* parameters, float* gradients, float* observations, float* policyGradient, float* valueGradient, MlpScratch scratch)
    {
        bool shared = layout.Body.Count > 0;
        int width = layout.Spec.Body.Outputs * Tile.Lanes;
        float* fromActor = shared ? bodyGradients.Pointer : null;
        float* fromCritic = shared ? bodyGradients.Pointer + width : null;
        actor.Backward(parameters, gradients, features, policyGradient, fromActor, scratch);
        critic.Backward(parameters, gradients, features, valueGradient, fromCritic, scratch);
        if (!shared)
            return;
        for (int i = 0; i < width; i += F.Width)
            (F.Load(fromActor + i) + F.Load(fromCritic + i)).Store(fromActor + i);
        body.Backward(parameters, gradients, observations, fromActor, null, scratch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        body.Dispose();
        actor.Dispose();
        critic.Dispose();
        bodyGradients.Dispose();
    }
}
