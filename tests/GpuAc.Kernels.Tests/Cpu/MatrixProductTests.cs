using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>Whole numbers small enough that every product and sum is exact in float32, so results are compared for equality.</summary>
public class MatrixProductTests
{
    private const float Untouched = 12345.5f;

    private static readonly int[] Rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 64];
    private static readonly int[] Depths = [1, 2, 3, 4, 5, 64];
    private static readonly int[] Registers = [1, 2, 3, 4, 5, 7];

    private enum Epilogue
    {
        AddBias,
        Overwrite,
        Accumulate,
    }

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Run_AddBias_IsTheProductPlusTheBias(int width) => AssertAllShapes(width, Epilogue.AddBias);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Run_Overwrite_IsTheProduct(int width) => AssertAllShapes(width, Epilogue.Overwrite);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Run_Accumulate_AddsTheProduct(int width) => AssertAllShapes(width, Epilogue.Accumulate);

    private static void AssertAllShapes(int width, Epilogue epilogue)
    {
        foreach (int rows in Rows)
        {
            foreach (int depth in Depths)
            {
                foreach (int registers in Registers)
                {
                    LaneDispatch.Run(width, new Case(epilogue, rows, depth, registers, TransposedA: false));
                    LaneDispatch.Run(width, new Case(epilogue, rows, depth, registers, TransposedA: true));
                }
            }
        }
    }

    private sealed unsafe record Case(Epilogue Epilogue, int Rows, int Depth, int Registers, bool TransposedA) : ILaneFunction<bool>
    {
        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            int columns = Registers * F.Width, stride = columns + 16;
            int aRow = TransposedA ? 1 : Depth + 3, aColumn = TransposedA ? Rows + 2 : 1;
            using AlignedBuffer a = Fill(TransposedA ? Depth * aColumn : Rows * aRow, 1), b = Fill(Depth * stride, 2), bias = Fill(Rows, 3);
            using var c = new AlignedBuffer(Rows * stride);
            c.Span.Fill(Untouched);
            switch (Epilogue)
            {
                case Epilogue.AddBias:
                    var addBias = new AddBias<F>(bias.Pointer, c.Pointer, stride);
                    MatrixProduct<F>.Run(a.Pointer, aRow, aColumn, b.Pointer, stride, Rows, Depth, Registers, ref addBias);
                    break;
                case Epilogue.Overwrite:
                    var overwrite = new Overwrite<F>(c.Pointer, stride);
                    MatrixProduct<F>.Run(a.Pointer, aRow, aColumn, b.Pointer, stride, Rows, Depth, Registers, ref overwrite);
                    break;
                default:
                    var accumulate = new Accumulate<F>(c.Pointer, stride);
                    MatrixProduct<F>.Run(a.Pointer, aRow, aColumn, b.Pointer, stride, Rows, Depth, Registers, ref accumulate);
                    break;
            }

            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < stride; column++)
                {
                    double expected = column >= columns ? Untouched : Expected(a, aRow, aColumn, b, stride, bias, row, column);
                    if (c.Pointer[row * stride + column] != expected)
                        Assert.Fail($"{this}, width {F.Width}: [{row}, {column}] is {c.Pointer[row * stride + column]}, not {expected}.");
                }
            }

            return true;
        }

        private double Expected(
            AlignedBuffer a, int aRow, int aColumn, AlignedBuffer b, int stride, AlignedBuffer bias, int row, int column)
        {
            double sum = Epilogue switch { Epilogue.AddBias => bias.Pointer[row], Epilogue.Overwrite => 0, _ => Untouched };
            for (int k = 0; k < Depth; k++)
                sum += (double)a.Pointer[row * aRow + k * aColumn] * b.Pointer[k * stride + column];
            return sum;
        }

        private static AlignedBuffer Fill(int length, int seed)
        {
            var buffer = new AlignedBuffer(length);
            var numbers = new TestNumbers(seed);
            foreach (ref float value in buffer.Span)
                value = numbers.Index(17) - 8;
            return buffer;
        }
    }
}
