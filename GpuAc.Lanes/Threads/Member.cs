namespace GpuAc.Lanes.Threads;

/// <summary>What a pool knows of one of its threads.</summary>
internal sealed class Member
{
    private volatile bool left;

    /// <summary>What other load costs it.</summary>
    public CoreTime Time { get; } = new();

    /// <summary>Whether the rest of its job is left to others; set by others only while it waits at a barrier.</summary>
    public bool Left
    {
        get => left;
        set => left = value;
    }
}
