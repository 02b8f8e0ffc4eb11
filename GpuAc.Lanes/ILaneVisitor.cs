namespace GpuAc.Lanes;

/// <summary>Something written for every lane type, to be closed over one of them; see <see cref="LaneWidth.Accept"/>.</summary>
/// <typeparam name="TResult">What it gives.</typeparam>
public interface ILaneVisitor<out TResult>
{
    /// <summary>Runs it with a lane type.</summary>
    TResult Visit<F>()
        where F : struct, IFloatLane<F>;
}
