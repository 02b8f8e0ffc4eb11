namespace ILGPU.Runtime;

/// <summary>A queue of work; what is put into one stream runs in order.</summary>
public abstract class AcceleratorStream : AcceleratorObject
{
    private protected AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    /// <summary>Waits until everything in this stream has run.</summary>
    public abstract void Synchronize();

    /// <summary>Waits, without holding this thread, until everything in this stream has run.</summary>
    public Task SynchronizeAsync() => Task.Run(Synchronize);

    /// <summary>Puts a point in time into the stream.</summary>
    /// <exception cref="InvalidOperationException">The context was built without <c>Profiling()</c>.</exception>
    public ProfilingMarker AddProfilingMarker()
    {
        if (!Accelerator.Context.Properties.EnableProfiling)
            throw new InvalidOperationException("Profiling markers need a context built with Profiling().");
        return CreateMarker();
    }

    private protected abstract ProfilingMarker CreateMarker();
}
