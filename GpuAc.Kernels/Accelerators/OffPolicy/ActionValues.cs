using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>What algorithms whose critics give one value an action share.</summary>
internal static class ActionValues
{
    /// <summary>½(Q[a] − y)² + ½c·mean over actions of Q² of one critic, and its gradient.</summary>
    /// <param name="views">Where the action is kept.</param>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="values">The tile.</param>
    /// <param name="valueRow">First row of the critic's values.</param>
    /// <param name="gradientRow">First row of their gradient.</param>
    /// <param name="regularizer">c.</param>
    /// <param name="sample">The sample; its first sum takes the loss.</param>
    /// <returns>Q[a]; 0 beyond the minibatch's end.</returns>
    public static float CriticError(
        UpdateViews views, UpdateShape shape, ArrayView<float> values, int valueRow, int gradientRow, float regularizer,
        ref UpdateSample sample)
    {
        int actions = shape.Tile.ActionSize;
        float inUse = sample.Weight > 0f ? 1f : 0f, share = regularizer / actions, chosenValue = 0f;
        float chosen = views.Replay.Values[sample.Record + shape.Tile.Observations];
        for (int k = 0; k < actions; k++)
        {
            float value = values[UpdateSample.Place(shape, valueRow + k)] * inUse;
            float error = chosen == k ? (value - sample.Target) * inUse : 0f;
            values[UpdateSample.Place(shape, gradientRow + k)] = ((share * value) + error) * sample.Weight;
            sample.FirstSum += TemporalDifference.Loss(new Lane1(error)).Value + (0.5f * share * value * value);
            chosenValue = chosen == k ? value : chosenValue;
        }

        return chosenValue;
    }

    /// <summary>Hands the actor's backward pass the gradient by its logits, and sums up what it reports.</summary>
    public static void KeepActorLoss(
        UpdateShape shape, ArrayView<float> values, Lane1 loss, Lane1 negativeEntropy, ref Components<Lane1> slope, ref UpdateSample sample)
    {
        for (int k = 0; k < shape.Tile.ActionSize; k++)
            values[UpdateSample.Place(shape, shape.Tile.PolicyGradientRow + k)] = slope[k].Value * sample.Weight;
        if (sample.Weight > 0f)
        {
            sample.FirstSum += loss.Value;
            sample.SecondSum += negativeEntropy.Value;
        }
    }
}
