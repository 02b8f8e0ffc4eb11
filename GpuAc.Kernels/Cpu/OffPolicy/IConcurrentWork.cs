namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>Work that may go on at the same time as the critics' gradients: the environments' next time step.</summary>
internal interface IConcurrentWork
{
    /// <summary>Number of independent pieces.</summary>
    int Pieces { get; }

    /// <summary>Does a piece; each is taken once, by any worker.</summary>
    void Do(int worker, int piece);

    /// <summary>Called by one worker when all pieces are done, between barriers.</summary>
    void Complete();
}
