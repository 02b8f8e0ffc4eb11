namespace GpuAc.Lanes.Threads;

/// <summary>Work that all workers do at once, each its share.</summary>
public interface IWorkerJob
{
    /// <summary>Does one worker's share. Which worker does what must not change the result.</summary>
    /// <param name="worker">Index of this worker, in [0, <see cref="WorkerPool.Count"/>).</param>
    /// <param name="pool">The pool, for barriers between phases.</param>
    void Execute(int worker, WorkerPool pool);
}
