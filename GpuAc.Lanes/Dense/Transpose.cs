using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Lanes.Dense;

/// <summary>
/// Turns a tile [feature][64] into [64][feature], so that a weight gradient is an ordinary product with lanes as its depth.
/// </summary>
public static unsafe class Transpose
{
    private const int Block = 16;

    /// <summary>Transposes rows × 64 values; the result's rows are padded with zeros to whole blocks of 16.</summary>
    /// <param name="source">[rows][64].</param>
    /// <param name="rows">Features.</param>
    /// <param name="destination">[64][stride].</param>
    /// <param name="stride">Distance between the result's rows: rows, rounded up to a multiple of 16.</param>
    public static void Run(float* source, int rows, float* destination, int stride)
    {
        int row = 0;
        for (; row + Block <= rows; row += Block)
        {
            for (int lane = 0; lane < Tile.Lanes; lane += Block)
                Square(source + (row * Tile.Lanes) + lane, Tile.Lanes, destination + (lane * stride) + row, stride);
        }

        if (row < rows)
            Remainder(source + (row * Tile.Lanes), rows - row, destination + row, stride);
    }

    private static void Remainder(float* source, int rows, float* destination, int stride)
    {
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            float* target = destination + (lane * stride);
            for (int row = 0; row < rows; row++)
                target[row] = source[(row * Tile.Lanes) + lane];
            for (int row = rows; row < Block; row++)
                target[row] = 0;
        }
    }

    private static void Square(float* source, int sourceStride, float* destination, int destinationStride)
    {
        if (Avx512F.IsSupported)
        {
            Square512(source, sourceStride, destination, destinationStride);
            return;
        }

        for (int row = 0; row < Block; row += 4)
        {
            for (int column = 0; column < Block; column += 4)
                Square128(
                    source + (row * sourceStride) + column, sourceStride, destination + (column * destinationStride) + row,
                    destinationStride);
        }
    }

    // Four 4×4 transposes side by side: quarter q of a register holds row 4q + i, so only in-register unpacks are left to do:
    // 32 shuffles per block where the textbook network over whole rows takes 64.
    private static void Square512(float* source, int sourceStride, float* destination, int destinationStride)
    {
        for (int column = 0; column < Block; column += 4)
        {
            float* s = source + column;
            Vector512<float> r0 = Gather(s, sourceStride), r1 = Gather(s + sourceStride, sourceStride);
            Vector512<float> r2 = Gather(s + (2 * sourceStride), sourceStride), r3 = Gather(s + (3 * sourceStride), sourceStride);
            Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble(), high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
            Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble(), high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
            float* d = destination + (column * destinationStride);
            Avx512F.UnpackLow(low01, low23).AsSingle().Store(d);
            Avx512F.UnpackHigh(low01, low23).AsSingle().Store(d + destinationStride);
            Avx512F.UnpackLow(high01, high23).AsSingle().Store(d + (2 * destinationStride));
            Avx512F.UnpackHigh(high01, high23).AsSingle().Store(d + (3 * destinationStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gather(float* s, int stride)
    {
        Vector256<float> low = Avx.InsertVector128(Vector128.Load(s).ToVector256Unsafe(), Vector128.Load(s + (4 * stride)), 1);
        Vector256<float> high = Avx.InsertVector128(
            Vector128.Load(s + (8 * stride)).ToVector256Unsafe(), Vector128.Load(s + (12 * stride)), 1);
        return Avx512F.InsertVector256(low.ToVector512Unsafe().AsDouble(), high.AsDouble(), 1).AsSingle();
    }

    private static void Square128(float* source, int sourceStride, float* destination, int destinationStride)
    {
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
                destination[(column * destinationStride) + row] = source[(row * sourceStride) + column];
        }
    }
}
