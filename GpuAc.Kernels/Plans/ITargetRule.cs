namespace GpuAc.Kernels.Plans;

/// <summary>
/// A rule of a user's own by which target networks follow the online ones, in place of Polyak averaging. Runs on CPU cores alone;
/// accelerators refuse it.
/// </summary>
/// <remarks>It is asked by every engine of a plan, so it holds settings, but no state of a run.</remarks>
public interface ITargetRule
{
    /// <summary>What it is called, for messages.</summary>
    string Name { get; }

    /// <summary>Moves the targets, after a step of the actor that followed one of the critics.</summary>
    /// <param name="networks">The networks; valid until this returns.</param>
    void Follow(TargetNetworks networks);
}
