namespace GpuAc.Kernels.States;

/// <summary>Something whose state can be saved together with others'.</summary>
internal interface IStateful : IDisposable
{
    /// <summary>Names all that the state consists of.</summary>
    void Transfer(StateTransfer state);
}
