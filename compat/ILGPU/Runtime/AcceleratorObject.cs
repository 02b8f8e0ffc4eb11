namespace ILGPU.Runtime;

/// <summary>Something that belongs to an accelerator and ends with it.</summary>
public abstract class AcceleratorObject : IDisposable
{
    private int disposed;

    private protected AcceleratorObject(Accelerator accelerator)
    {
        Accelerator = accelerator;
        accelerator.AddChild(this);
    }

    /// <summary>The accelerator.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The accelerator's kind.</summary>
    public AcceleratorType AcceleratorType => Accelerator.AcceleratorType;

    /// <summary>True once this object has been disposed.</summary>
    public bool IsDisposed => Volatile.Read(ref disposed) != 0;

    /// <summary>Gives back what the object holds; safe to call twice.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        Accelerator.RemoveChild(this);
        Release();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Release();
}
