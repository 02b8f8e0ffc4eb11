namespace GpuAc.Training.Checkpoints;

/// <summary>
/// Writes a run's checkpoints while it goes on: training waits while its state is copied, not while that is written. What cannot be written
/// is tried again when the next is due; training goes on.
/// </summary>
public sealed class Checkpointing
{
    private readonly CheckpointFolder folder;
    private readonly CheckpointSchedule schedule;
    private readonly TimeProvider time;
    private Task writing = Task.CompletedTask;
    private long lastTime;
    private long lastIteration;

    /// <summary>Prepares; the first checkpoint is due once the schedule's time has passed.</summary>
    /// <param name="folder">Where checkpoints go.</param>
    /// <param name="schedule">When.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <exception cref="GpuAcException">The schedule is out of range.</exception>
    public Checkpointing(CheckpointFolder folder, CheckpointSchedule schedule, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(schedule);
        IReadOnlyList<string> faults = schedule.Validate();
        if (faults.Count > 0)
            throw new GpuAcException(string.Join(Environment.NewLine, faults));
        this.folder = folder;
        this.schedule = schedule;
        this.time = time ?? TimeProvider.System;
        lastTime = this.time.GetTimestamp();
    }

    /// <summary>
    /// Called, on the thread that trains, before a checkpoint is taken: what else a run keeps is to be on the disk by then.
    /// </summary>
    public Action? Taking { get; init; }

    /// <summary>Why the last checkpoint could not be written, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>
    /// Takes a checkpoint if one is due: by time once the last has been written, by iterations whatever that takes.
    /// </summary>
    /// <param name="iteration">Iterations so far.</param>
    /// <param name="take">Copies the state of the run.</param>
    internal void Offer(long iteration, Func<Checkpoint> take)
    {
        bool byIterations = schedule.Iterations > 0 && iteration - lastIteration >= schedule.Iterations;
        bool byTime = schedule.Seconds > 0 && time.GetElapsedTime(lastTime).TotalSeconds >= schedule.Seconds;
        if (!byIterations && !(byTime && writing.IsCompleted))
            return;
        writing.GetAwaiter().GetResult();
        Checkpoint checkpoint = Take(iteration, take);
        writing = Task.Run(() => Write(checkpoint));
    }

    /// <summary>Takes the run's last checkpoint, and waits until it has been written.</summary>
    /// <param name="iteration">Iterations so far.</param>
    /// <param name="take">Copies the state of the run, or null where training is not to be resumed from it.</param>
    internal void Finish(long iteration, Func<Checkpoint>? take)
    {
        writing.GetAwaiter().GetResult();
        if (take != null)
            Write(Take(iteration, take));
    }

    private Checkpoint Take(long iteration, Func<Checkpoint> take)
    {
        Taking?.Invoke();
        lastTime = time.GetTimestamp();
        lastIteration = iteration;
        return take();
    }

    private void Write(Checkpoint checkpoint)
    {
        try
        {
            folder.Save(checkpoint, schedule.Keep);
            Failure = null;
        }
        catch (GpuAcException cause)
        {
            Failure = cause.Message;
        }
    }
}
