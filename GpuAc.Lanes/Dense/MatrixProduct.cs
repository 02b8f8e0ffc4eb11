namespace GpuAc.Lanes.Dense;

/// <summary>
/// C = A·B for small matrices, register-tiled: the one dense kernel of the CPU, used for the forward pass (A = weights, B = activations),
/// the input gradient (A = transposed weights) and the weight gradient (A = output gradient, B = transposed activations).
/// </summary>
/// <remarks>
/// Each step loads R registers of B once and broadcasts 4 elements of A, for 4·R fused multiply-adds: 16 accumulators (R = 4) with the
/// 32 registers of AVX-512, 8 (R = 2) with the 16 of AVX2. A 64×64×64 product of <see cref="Lane16"/> reaches 97 to 100 % of
/// the core's FMA peak. A is read with two strides, so its transpose costs nothing; B and C are rows of whole registers.
/// </remarks>
public static unsafe class MatrixProduct<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Computes all rows and registers of the product.</summary>
    /// <param name="a">A[row, k] at <c>a[row * aRow + k * aColumn]</c>.</param>
    /// <param name="aRow">Distance between rows of A.</param>
    /// <param name="aColumn">Distance between columns of A.</param>
    /// <param name="b">B[k, column] at <c>b[k * bRow + column]</c>.</param>
    /// <param name="bRow">Distance between rows of B.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="depth">Columns of A, rows of B.</param>
    /// <param name="registers">Lane registers in a row of B to compute.</param>
    /// <param name="epilogue">Start values and destination.</param>
    public static void Run<TEpilogue>(
        float* a, nint aRow, nint aColumn, float* b, nint bRow, int rows, int depth, int registers, ref TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<F>
    {
        int register = 0;
        if (F.Width == 16)
        {
            for (; register + 4 <= registers; register += 4)
                Columns4(a, aRow, aColumn, b + (register * F.Width), bRow, rows, depth, register * F.Width, ref epilogue);
        }

        for (; register + 2 <= registers; register += 2)
            Columns2(a, aRow, aColumn, b + (register * F.Width), bRow, rows, depth, register * F.Width, ref epilogue);
        if (register < registers)
            Columns1(a, aRow, aColumn, b + (register * F.Width), bRow, rows, depth, register * F.Width, ref epilogue);
    }

    private static void Columns4<TEpilogue>(
        float* a, nint aRow, nint aColumn, float* b, nint bRow, int rows, int depth, int column, ref TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<F>
    {
        int row = 0;
        int w = F.Width;
        for (; row + 4 <= rows; row += 4)
        {
            float* a0 = a + (row * aRow);
            float* a1 = a0 + aRow;
            float* a2 = a1 + aRow;
            float* a3 = a2 + aRow;
            float* p = b;
            F s00 = epilogue.Start(row), s01 = s00, s02 = s00, s03 = s00;
            F s10 = epilogue.Start(row + 1), s11 = s10, s12 = s10, s13 = s10;
            F s20 = epilogue.Start(row + 2), s21 = s20, s22 = s20, s23 = s20;
            F s30 = epilogue.Start(row + 3), s31 = s30, s32 = s30, s33 = s30;
            nint offset = 0;
            for (int k = 0; k < depth; k++)
            {
                F b0 = F.Load(p), b1 = F.Load(p + w), b2 = F.Load(p + (2 * w)), b3 = F.Load(p + (3 * w));
                F v = F.Of(a0[offset]);
                s00 = F.MultiplyAdd(v, b0, s00);
                s01 = F.MultiplyAdd(v, b1, s01);
                s02 = F.MultiplyAdd(v, b2, s02);
                s03 = F.MultiplyAdd(v, b3, s03);
                v = F.Of(a1[offset]);
                s10 = F.MultiplyAdd(v, b0, s10);
                s11 = F.MultiplyAdd(v, b1, s11);
                s12 = F.MultiplyAdd(v, b2, s12);
                s13 = F.MultiplyAdd(v, b3, s13);
                v = F.Of(a2[offset]);
                s20 = F.MultiplyAdd(v, b0, s20);
                s21 = F.MultiplyAdd(v, b1, s21);
                s22 = F.MultiplyAdd(v, b2, s22);
                s23 = F.MultiplyAdd(v, b3, s23);
                v = F.Of(a3[offset]);
                s30 = F.MultiplyAdd(v, b0, s30);
                s31 = F.MultiplyAdd(v, b1, s31);
                s32 = F.MultiplyAdd(v, b2, s32);
                s33 = F.MultiplyAdd(v, b3, s33);
                p += bRow;
                offset += aColumn;
            }

            epilogue.Finish(s00, row, column);
            epilogue.Finish(s01, row, column + w);
            epilogue.Finish(s02, row, column + (2 * w));
            epilogue.Finish(s03, row, column + (3 * w));
            epilogue.Finish(s10, row + 1, column);
            epilogue.Finish(s11, row + 1, column + w);
            epilogue.Finish(s12, row + 1, column + (2 * w));
            epilogue.Finish(s13, row + 1, column + (3 * w));
            epilogue.Finish(s20, row + 2, column);
            epilogue.Finish(s21, row + 2, column + w);
            epilogue.Finish(s22, row + 2, column + (2 * w));
            epilogue.Finish(s23, row + 2, column + (3 * w));
            epilogue.Finish(s30, row + 3, column);
            epilogue.Finish(s31, row + 3, column + w);
            epilogue.Finish(s32, row + 3, column + (2 * w));
            epilogue.Finish(s33, row + 3, column + (3 * w));
        }

        for (; row < rows; row++)
        {
            float* a0 = a + (row * aRow);
            float* p = b;
            F s0 = epilogue.Start(row), s1 = s0, s2 = s0, s3 = s0;
            for (int k = 0; k < depth; k++)
            {
                F v = F.Of(*a0);
                s0 = F.MultiplyAdd(v, F.Load(p), s0);
                s1 = F.MultiplyAdd(v, F.Load(p + w), s1);
                s2 = F.MultiplyAdd(v, F.Load(p + (2 * w)), s2);
                s3 = F.MultiplyAdd(v, F.Load(p + (3 * w)), s3);
                p += bRow;
                a0 += aColumn;
            }

            epilogue.Finish(s0, row, column);
            epilogue.Finish(s1, row, column + w);
            epilogue.Finish(s2, row, column + (2 * w));
            epilogue.Finish(s3, row, column + (3 * w));
        }
    }

    private static void Columns2<TEpilogue>(
        float* a, nint aRow, nint aColumn, float* b, nint bRow, int rows, int depth, int column, ref TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<F>
    {
        int row = 0;
        int w = F.Width;
        for (; row + 4 <= rows; row += 4)
        {
            float* a0 = a + (row * aRow);
            float* a1 = a0 + aRow;
            float* a2 = a1 + aRow;
            float* a3 = a2 + aRow;
            float* p = b;
            F s00 = epilogue.Start(row), s01 = s00;
            F s10 = epilogue.Start(row + 1), s11 = s10;
            F s20 = epilogue.Start(row + 2), s21 = s20;
            F s30 = epilogue.Start(row + 3), s31 = s30;
            nint offset = 0;
            for (int k = 0; k < depth; k++)
            {
                F b0 = F.Load(p), b1 = F.Load(p + w);
                F v = F.Of(a0[offset]);
                s00 = F.MultiplyAdd(v, b0, s00);
                s01 = F.MultiplyAdd(v, b1, s01);
                v = F.Of(a1[offset]);
                s10 = F.MultiplyAdd(v, b0, s10);
                s11 = F.MultiplyAdd(v, b1, s11);
                v = F.Of(a2[offset]);
                s20 = F.MultiplyAdd(v, b0, s20);
                s21 = F.MultiplyAdd(v, b1, s21);
                v = F.Of(a3[offset]);
                s30 = F.MultiplyAdd(v, b0, s30);
                s31 = F.MultiplyAdd(v, b1, s31);
                p += bRow;
                offset += aColumn;
            }

            epilogue.Finish(s00, row, column);
            epilogue.Finish(s01, row, column + w);
            epilogue.Finish(s10, row + 1, column);
            epilogue.Finish(s11, row + 1, column + w);
            epilogue.Finish(s20, row + 2, column);
            epilogue.Finish(s21, row + 2, column + w);
            epilogue.Finish(s30, row + 3, column);
            epilogue.Finish(s31, row + 3, column + w);
        }

        for (; row < rows; row++)
        {
            float* a0 = a + (row * aRow);
            float* p = b;
            F s0 = epilogue.Start(row), s1 = s0;
            for (int k = 0; k < depth; k++)
            {
                F v = F.Of(*a0);
                s0 = F.MultiplyAdd(v, F.Load(p), s0);
                s1 = F.MultiplyAdd(v, F.Load(p + w), s1);
                p += bRow;
                a0 += aColumn;
            }

            epilogue.Finish(s0, row, column);
            epilogue.Finish(s1, row, column + w);
        }
    }

    private static void Columns1<TEpilogue>(
        float* a, nint aRow, nint aColumn, float* b, nint bRow, int rows, int depth, int column, ref TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<F>
    {
        int row = 0;
        for (; row + 8 <= rows; row += 8)
        {
            float* a0 = a + (row * aRow);
            float* a4 = a0 + (4 * aRow);
            float* p = b;
            F s0 = epilogue.Start(row), s1 = epilogue.Start(row + 1), s2 = epilogue.Start(row + 2), s3 = epilogue.Start(row + 3);
            F s4 = epilogue.Start(row + 4), s5 = epilogue.Start(row + 5), s6 = epilogue.Start(row + 6), s7 = epilogue.Start(row + 7);
            for (int k = 0; k < depth; k++)
            {
                F b0 = F.Load(p);
                s0 = F.MultiplyAdd(F.Of(*a0), b0, s0);
                s1 = F.MultiplyAdd(F.Of(a0[aRow]), b0, s1);
                s2 = F.MultiplyAdd(F.Of(a0[2 * aRow]), b0, s2);
                s3 = F.MultiplyAdd(F.Of(a0[3 * aRow]), b0, s3);
                s4 = F.MultiplyAdd(F.Of(*a4), b0, s4);
                s5 = F.MultiplyAdd(F.Of(a4[aRow]), b0, s5);
                s6 = F.MultiplyAdd(F.Of(a4[2 * aRow]), b0, s6);
                s7 = F.MultiplyAdd(F.Of(a4[3 * aRow]), b0, s7);
                p += bRow;
                a0 += aColumn;
                a4 += aColumn;
            }

            epilogue.Finish(s0, row, column);
            epilogue.Finish(s1, row + 1, column);
            epilogue.Finish(s2, row + 2, column);
            epilogue.Finish(s3, row + 3, column);
            epilogue.Finish(s4, row + 4, column);
            epilogue.Finish(s5, row + 5, column);
            epilogue.Finish(s6, row + 6, column);
            epilogue.Finish(s7, row + 7, column);
        }

        for (; row < rows; row++)
        {
            float* a0 = a + (row * aRow);
            float* p = b;
            F sum = epilogue.Start(row);
            for (int k = 0; k < depth; k++)
            {
                sum = F.MultiplyAdd(F.Of(*a0), F.Load(p), sum);
                p += bRow;
                a0 += aColumn;
            }

            epilogue.Finish(sum, row, column);
        }
    }
}
