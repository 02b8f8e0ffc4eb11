using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Sums the columns of a table of partial results, in an order that depends on its size alone.</summary>
internal static class ColumnSums
{
    /// <summary>Threads of a group.</summary>
    public const int Threads = 64;

    /// <summary>The kernel: one group per column.</summary>
    /// <param name="table">[rows][columns].</param>
    /// <param name="rows">Rows to sum.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="sums">Output, [columns][2]: the sum, and what rounding took from it.</param>
    public static void Kernel(ArrayView<float> table, int rows, int columns, ArrayView<float> sums)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(2 * Threads);
        int column = Grid.IdxX;
        CompensatedSum sum = default;
        for (int i = Group.IdxX; i < rows; i += Threads)
            sum.Add(table[((long)i * columns) + column]);
        shared[Group.IdxX] = sum.Sum;
        shared[Threads + Group.IdxX] = sum.Lost;
        Group.Barrier();
        if (Group.IdxX != 0)
            return;
        for (int i = 1; i < Threads; i++)
        {
            sum.Add(shared[i]);
            sum.Lost += shared[Threads + i];
        }

        sums[2 * column] = sum.Sum;
        sums[(2 * column) + 1] = sum.Lost;
    }
}

/// <summary>A sum that keeps what rounding takes away: float32 then counts beyond 2²⁴. Neumaier (1974).</summary>
internal struct CompensatedSum
{
    /// <summary>The rounded sum.</summary>
    public float Sum;

    /// <summary>What to add to it.</summary>
    public float Lost;

    /// <summary>Adds a value.</summary>
    public void Add(float value)
    {
        float next = Sum + value;
        Lost += MathF.Abs(Sum) >= MathF.Abs(value) ? (Sum - next) + value : (value - next) + Sum;
        Sum = next;
    }
}
