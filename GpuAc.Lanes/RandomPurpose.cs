namespace GpuAc.Lanes;

/// <summary>What a random draw is for. Values are part of the stream's definition and never change.</summary>
public enum RandomPurpose : byte
{
    /// <summary>Start states of environments.</summary>
    Reset = 0,

    /// <summary>Sampling actions from the policy.</summary>
    Action = 1,

    /// <summary>Initial weights of networks.</summary>
    Initialization = 2,

    /// <summary>The order of minibatches, or indices into replay memory.</summary>
    Shuffle = 3,

    /// <summary>Uniformly random actions, without a policy.</summary>
    RandomAction = 4,

    /// <summary>Exploration noise and target smoothing.</summary>
    Noise = 5,

    /// <summary>Start states of evaluation episodes, disjoint from training.</summary>
    Evaluation = 6,

    /// <summary>Where in their first episode environments start, when they are spread out.</summary>
    Stagger = 7,
}
