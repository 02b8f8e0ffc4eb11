using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

public class StructTests
{
    private interface IShape<TSelf>
        where TSelf : struct, IShape<TSelf>
    {
        static abstract int Sides { get; }

        static abstract TSelf operator +(TSelf left, TSelf right);

        static abstract float Grow<T>(T value, float by)
            where T : struct, IScale;

        static virtual int Corners => TSelf.Sides;

        float Area();

        void Stretch(float factor);
    }

    private interface IScale
    {
        float Apply(float value);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Structs_ByValueReferenceNestedAndGeneric_EqualPlainMethod(Target target) =>
        Compare.Binary<float, float>(target, Structs, [0f, 1f, -2.5f, 7f, 100f], 14);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void StaticAbstracts_OperatorsMethodsAndProperties_EqualPlainMethod(Target target) =>
        Compare.Binary<float, float>(target, Generic<Square, Twice>, [0f, 1f, -2.5f, 7f], 8);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void References_ToLocalsFieldsAndElements_EqualPlainMethod(Target target) =>
        Compare.Binary<int, int>(target, References, [0, 1, 2, 5, 100], 10);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Layouts_OfPaddedAndAutoStructs_AgreeWithTheHost(Target target)
    {
        var accelerator = Devices.Get(target);
        Padded[] padded =
            [new() { A = 1, B = 2.5, C = true, D = 'x', E = 9 }, new() { A = 255, B = -1, C = false, D = 'ü', E = long.MinValue }];
        (byte, double, int)[] tuples = [(1, 2.5, 3), (200, -1e9, -7)];
        using var a = accelerator.Allocate1D(padded);
        using var b = accelerator.Allocate1D(tuples);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Padded>, ArrayView<(byte, double, int)>>(Layouts)(2, a.View, b.View);
        accelerator.Synchronize();
        Assert.Equal([3, 254], a.GetAsArray1D().Select(item => (int)item.A));
        Assert.Equal([5.0, -2], a.GetAsArray1D().Select(item => item.B));
        Assert.Equal([false, true], a.GetAsArray1D().Select(item => item.C));
        Assert.Equal(['y', 'ý'], a.GetAsArray1D().Select(item => item.D));
        Assert.Equal([10L, long.MinValue + 1], a.GetAsArray1D().Select(item => item.E));
        Assert.Equal([((byte)4, 1.25, 4), ((byte)193, -5e8, 193)], b.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void InlineArray_IndexedInAKernel_EqualsPlainMethod(Target target) =>
        Compare.Binary<float, float>(target, Inline, [0f, 1f, -2.5f, 7f, 3f], 1);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void StaticReadonlyFields_AreConstants(Target target) => Compare.Binary<float, float>(target, Statics, [0f, 1f, -2.5f], 3);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Views_CastAndCutInAKernel_EqualPlainMethod(Target target) =>
        Compare.Binary<float, float>(target, Views, [0f, 1f, -2.5f, 4f], 5);

    private static void Structs(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 14;
        var p = new Point { X = a, Y = b };
        r[at] = p.Length2;
        Move(ref p, 2f);
        r[at + 1] = p.X;
        r[at + 2] = p.Y;
        var moved = Moved(p, 3f);
        r[at + 3] = moved.X - p.X;
        Split(in p, out var x, out var y);
        r[at + 4] = x * y;
        var box = new Box<Point>(p, moved);
        box.Low.X += 1;
        r[at + 5] = box.Low.X + box.High.Y;
        r[at + 6] = box.Middle.X;
        var pair = (p.X, Inner: (p.Y, a));
        r[at + 7] = pair.X + pair.Inner.Y - pair.Inner.a;
        (x, y) = (y, x);
        r[at + 8] = x - (2 * y);
        var copy = box;
        copy.High = p;
        r[at + 9] = box.High.X - copy.High.X;
        r[at + 10] = box.Equals(a) ? 1 : 2;
        Point zero = default;
        r[at + 11] = zero.X + new Point(a).Y;
        r[at + 12] = (p + moved).X + (-p).Y;
        r[at + 13] = p == moved ? 1 : 0;
    }

    private static void Generic<TShape, TScale>(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
        where TShape : struct, IShape<TShape>
        where TScale : struct, IScale
    {
        var at = i * 8;
        var a = Unsafe.BitCast<float, int>(left[i]);
        TShape shape = Make<TShape>(left[i]), other = Make<TShape>(right[i]);
        r[at] = TShape.Sides;
        r[at + 1] = (shape + other).Area();
        r[at + 2] = TShape.Grow(default(TScale), right[i]);
        r[at + 3] = TShape.Corners;
        shape.Stretch(3f);
        r[at + 4] = shape.Area();
        r[at + 5] = typeof(TShape) == typeof(Square) ? a * 0f : 1f;
        r[at + 6] = Sum<float>(left[i], right[i]);
        r[at + 7] = Sum(i.X, 3);
    }

    private static void References(Index1D i, ArrayView<int> left, ArrayView<int> right, ArrayView<int> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 10;
        ref var smaller = ref a < b ? ref a : ref b;
        smaller = 77;
        r[at] = a + (2 * b);
        ref var cell = ref r[at + 1];
        cell = b;
        cell += 5;
        cell++;
        Add(ref cell, ref a);
        r[at + 2] = Largest(ref a, ref b);
        Largest(ref a, ref b) = -1;
        r[at + 3] = a - b;
        var point = new Whole { X = a, Y = b };
        ref var y = ref point.Y;
        y += 3;
        r[at + 4] = point.X * point.Y;
        r[at + 5] = Unsafe.Add(ref point.X, 1);
        Swap(ref point.X, ref r[at + 6]);
        r[at + 7] = point.X;
        r[at + 8]++;
        r[at + 8] += r[at + 8]++ + ++r[at + 8];
        r[at + 9] = point[0] + point[1];
        point[1] = 4;
        r[at + 9] += point.Y;
    }

    private static void Layouts(Index1D i, ArrayView<Padded> padded, ArrayView<(byte, double, int)> tuples)
    {
        ref var item = ref padded[i];
        item.A += item.A == 1 ? (byte)2 : (byte)255;
        item.B *= 2;
        item.C = !item.C;
        item.D++;
        item.E++;
        var tuple = tuples[i];
        tuples[i] = ((byte)(tuple.Item1 + tuple.Item3), tuple.Item2 / 2, tuple.Item1 + tuple.Item3);
    }

    private static void Inline(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
    {
        Eight values = default;
        for (var k = 0; k < 8; k++)
            At(ref values, k) = left[i] + (k * right[i]);
        float sum = 0;
        for (var k = 0; k < 8; k += 3)
            sum += At(ref values, k) * (k + 1);
        r[i] = sum + values[7];
    }

    private static void Statics(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
    {
        r[i * 3] = left[i] * Constants.Gravity;
        r[(i * 3) + 1] = Constants.Origin.X + Constants.Origin.Length2;
        r[(i * 3) + 2] = Constants.Flag && Constants.Kind == DayOfWeek.Friday ? right[i] : 0;
    }

    private static void Views(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
    {
        var cut = left.SubView(i, left.IntLength - i);
        r[i * 5] = cut[0] + cut.Length;
        var bits = right.Cast<uint>();
        r[(i * 5) + 1] = BitConverter.UInt32BitsToSingle(bits[i] ^ 0x80000000u);
        var pairs = left.Cast<Point>();
        r[(i * 5) + 2] = pairs[i / 2].Y + pairs.IntLength;
        ArrayView1D<float, Stride1D.Dense> dense = right;
        r[(i * 5) + 3] = dense[i] + dense.IntLength;
        r[(i * 5) + 4] = new ArrayView1D<float, Stride1D.General>(
            left.SubView(i % 2, left.IntLength - (i % 2)), left.Length / 2, new Stride1D.General(2))[i / 3];
    }

    private static ref float At(ref Eight values, int index) => ref Unsafe.Add(ref Unsafe.As<Eight, float>(ref values), index);

    private static T Sum<T>(T a, T b)
        where T : struct, System.Numerics.INumber<T> => a + b - T.One;

    private static TShape Make<TShape>(float size)
        where TShape : struct, IShape<TShape>
    {
        TShape shape = default;
        shape.Stretch(size);
        return shape;
    }

    private static void Move(ref Point p, float by)
    {
        p.X += by;
        p.Y -= by;
    }

    private static Point Moved(Point p, float by)
    {
        Move(ref p, by);
        return p;
    }

    private static void Split(in Point p, out float x, out float y) => (x, y) = (p.X, p.Y);

    private static void Add(ref int target, ref int value) => target += value;

    private static ref int Largest(ref int a, ref int b)
    {
        if (a > b)
            return ref a;
        return ref b;
    }

    private static void Swap(ref int a, ref int b) => (a, b) = (b, a);

    private static class Constants
    {
        public const bool Flag = true;
        public static readonly float Gravity = 9.8f;
        public static readonly Point Origin = new() { X = 3, Y = 4 };
        public static readonly DayOfWeek Kind = DayOfWeek.Friday;
    }

    private struct Point(float both)
    {
        public float X = both, Y = both;

        public readonly float Length2 => (X * X) + (Y * Y);

        public static Point operator +(Point a, Point b) => new() { X = a.X + b.X, Y = a.Y + b.Y };

        public static Point operator -(Point a) => new() { X = -a.X, Y = -a.Y };

        public static bool operator ==(Point a, Point b) => a.X == b.X && a.Y == b.Y;

        public static bool operator !=(Point a, Point b) => !(a == b);

        public override readonly bool Equals(object? obj) => obj is Point other && this == other;

        public override readonly int GetHashCode() => 0;
    }

    private struct Box<T>(T low, T high)
        where T : struct
    {
        public T Low = low;
        public T High = high;

        public readonly T Middle => Low;

        public readonly bool Equals(float x) => x > 0;
    }

    private struct Square : IShape<Square>
    {
        private float side;

        public static int Sides => 4;

        public static Square operator +(Square left, Square right) => new() { side = left.side + right.side };

        public static float Grow<T>(T value, float by)
            where T : struct, IScale => value.Apply(by) + Sides;

        public readonly float Area() => side * side;

        public void Stretch(float factor) => side = side == 0 ? factor : side * factor;
    }

    private readonly struct Twice : IScale
    {
        public float Apply(float value) => value * 2;
    }

    private struct Whole
    {
        public int X, Y;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref int this[int index] => ref Unsafe.Add(ref X, index);
    }

    private struct Padded
    {
        public byte A;
        public double B;
        public bool C;
        public char D;
        public long E;
    }

    [InlineArray(8)]
    private struct Eight
    {
        private float first;
    }
}
