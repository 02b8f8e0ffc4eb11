using System.Runtime.CompilerServices;

namespace GpuAc.Lanes.Dense;

/// <summary>Where the sums of a <see cref="MatrixProduct{F}"/> start from and what becomes of them.</summary>
public interface IProductEpilogue<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>The value that the sums of a row start from (a bias, or zero).</summary>
    F Start(int row);

    /// <summary>Takes the finished sums of one register.</summary>
    /// <param name="sum">Start + Σ.</param>
    /// <param name="row">Row of the result.</param>
    /// <param name="column">First column of the register.</param>
    void Finish(F sum, int row, int column);
}

/// <summary>C = A·B + bias, row by row.</summary>
public readonly unsafe struct AddBias<F>(float* bias, float* destination, nint stride) : IProductEpilogue<F>
    where F : struct, IFloatLane<F>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public F Start(int row) => F.Of(bias[row]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(F sum, int row, int column) => sum.Store(destination + (row * stride) + column);
}

/// <summary>C = A·B.</summary>
public readonly unsafe struct Overwrite<F>(float* destination, nint stride) : IProductEpilogue<F>
    where F : struct, IFloatLane<F>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public F Start(int row) => F.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(F sum, int row, int column) => sum.Store(destination + (row * stride) + column);
}

/// <summary>C = C + A·B.</summary>
public readonly unsafe struct Accumulate<F>(float* destination, nint stride) : IProductEpilogue<F>
    where F : struct, IFloatLane<F>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public F Start(int row) => F.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(F sum, int row, int column)
    {
        float* target = destination + (row * stride) + column;
        (F.Load(target) + sum).Store(target);
    }
}
