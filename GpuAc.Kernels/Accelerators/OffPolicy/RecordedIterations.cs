using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// The launches of the last few kinds of iterations, which differ by their updates: none while replay fills, and where an actor's update
/// comes every few of the critics' it falls elsewhere from one iteration to the next.
/// </summary>
/// <param name="stream">Queue.</param>
/// <param name="launch">Puts an iteration's launches into it.</param>
internal sealed class RecordedIterations(AcceleratorStream stream, Action<ScheduledUpdate[]> launch) : IDisposable
{
    private const int Most = 4;

    private readonly List<(ScheduledUpdate[] Updates, LaunchSequence Launches)> recent = [];

    /// <summary>Puts an iteration's launches into the queue.</summary>
    public void Run(ReadOnlySpan<ScheduledUpdate> updates)
    {
        Find(updates).Run();
        if (recent.Count <= Most)
            return;
        recent[^1].Launches.Dispose();
        recent.RemoveAt(recent.Count - 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, LaunchSequence launches) in recent)
            launches.Dispose();
    }

    // Comes to the front, so that the last is the one that was not wanted for longest.
    private LaunchSequence Find(ReadOnlySpan<ScheduledUpdate> updates)
    {
        for (int i = 0; i < recent.Count; i++)
        {
            if (!updates.SequenceEqual(recent[i].Updates))
                continue;
            (ScheduledUpdate[] Updates, LaunchSequence Launches) found = recent[i];
            recent.RemoveAt(i);
            recent.Insert(0, found);
            return found.Launches;
        }

        ScheduledUpdate[] own = [.. updates];
        recent.Insert(0, (own, new LaunchSequence(stream, () => launch(own))));
        return recent[0].Launches;
    }
}
