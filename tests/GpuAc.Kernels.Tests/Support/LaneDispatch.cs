using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Support;

/// <summary>A computation that is closed over a lane type when it runs.</summary>
internal interface ILaneFunction<out TResult>
{
    TResult Run<F>()
        where F : struct, IFloatLane<F>;
}

/// <summary>Runs a computation at a lane width known only as a number.</summary>
internal static class LaneDispatch
{
    public static TResult Run<TResult>(int width, ILaneFunction<TResult> function) => width switch
    {
        1 => function.Run<Lane1>(),
        4 => function.Run<Lane4>(),
        8 => function.Run<Lane8>(),
        16 => function.Run<Lane16>(),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such lane width."),
    };
}
