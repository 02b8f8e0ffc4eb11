using ILGPU;

namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

public class IntegerTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Int_EveryOperator_EqualsPlainMethod(Target target) => Compare.Binary<int, int>(target, Int, EdgeValues.Ints, 26);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void UInt_EveryOperator_EqualsPlainMethod(Target target) =>
        Compare.Binary<uint, uint>(target, UInt, [.. EdgeValues.Ints.Select(value => unchecked((uint)value))], 22);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Long_EveryOperator_EqualsPlainMethod(Target target) => Compare.Binary<long, long>(target, Long, EdgeValues.Longs, 24);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void ULong_EveryOperator_EqualsPlainMethod(Target target) =>
        Compare.Binary<ulong, ulong>(target, ULong, [.. EdgeValues.Longs.Select(value => unchecked((ulong)value))], 20);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void SmallIntegers_EveryOperator_WrapAsPlainMethod(Target target) =>
        Compare.Binary<int, int>(target, Small, EdgeValues.Ints, 14);

    private static void Int(Index1D i, ArrayView<int> left, ArrayView<int> right, ArrayView<int> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 26;
        r[at] = a + b;
        r[at + 1] = a - b;
        r[at + 2] = a * b;
        r[at + 3] = b == 0 || b == -1 ? 0 : a / b;
        r[at + 4] = b == 0 || b == -1 ? 0 : a % b;
        r[at + 5] = a & b;
        r[at + 6] = a | b;
        r[at + 7] = a ^ b;
        r[at + 8] = a << b;
        r[at + 9] = a >> b;
        r[at + 10] = a >>> b;
        r[at + 11] = -a;
        r[at + 12] = ~a;
        r[at + 13] = (a < b ? 1 : 0) | (a <= b ? 2 : 0) | (a > b ? 4 : 0) | (a >= b ? 8 : 0) | (a == b ? 16 : 0) | (a != b ? 32 : 0);
        r[at + 14] = Math.Min(a, b);
        r[at + 15] = Math.Max(a, b);
        r[at + 16] = a == int.MinValue ? 0 : Math.Abs(a);
        r[at + 17] = int.Sign(b);
        r[at + 18] = int.PopCount(a);
        r[at + 19] = int.LeadingZeroCount(a);
        r[at + 20] = int.TrailingZeroCount(a);
        r[at + 21] = int.RotateLeft(a, b);
        r[at + 22] = a / 7;
        r[at + 23] = a % 16;
        r[at + 24] = unchecked((int)(((long)a * b) >> 16));
        r[at + 25] = a++ + ++a - b-- - --b;
    }

    private static void UInt(Index1D i, ArrayView<uint> left, ArrayView<uint> right, ArrayView<uint> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 22;
        r[at] = a + b;
        r[at + 1] = a - b;
        r[at + 2] = a * b;
        r[at + 3] = b == 0 ? 0 : a / b;
        r[at + 4] = b == 0 ? 0 : a % b;
        r[at + 5] = a & b;
        r[at + 6] = a | b;
        r[at + 7] = a ^ b;
        r[at + 8] = a << (int)b;
        r[at + 9] = a >> (int)b;
        r[at + 10] = ~a;
        r[at + 11] = (a < b ? 1u : 0) | (a <= b ? 2u : 0) | (a > b ? 4u : 0) | (a >= b ? 8u : 0) | (a == b ? 16u : 0) | (a != b ? 32u : 0);
        r[at + 12] = Math.Min(a, b);
        r[at + 13] = Math.Max(a, b);
        r[at + 14] = (uint)(((ulong)a * b) >> 32);
        r[at + 15] = a / 10;
        r[at + 16] = a % 1000;
        r[at + 17] = uint.RotateRight(a, (int)b);
        r[at + 18] = (uint)(int)(a * 3) ^ a;
        r[at + 19] = Math.Clamp(a, 5u, 70000u);
        r[at + 20] = (uint)uint.Log2(a | 1);
        r[at + 21] = (uint)(a - (long)b);
    }

    private static void Long(Index1D i, ArrayView<long> left, ArrayView<long> right, ArrayView<long> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 24;
        r[at] = a + b;
        r[at + 1] = a - b;
        r[at + 2] = a * b;
        r[at + 3] = b is 0 or -1 ? 0 : a / b;
        r[at + 4] = b is 0 or -1 ? 0 : a % b;
        r[at + 5] = a & b;
        r[at + 6] = a | b;
        r[at + 7] = a ^ b;
        r[at + 8] = a << (int)b;
        r[at + 9] = a >> (int)b;
        r[at + 10] = a >>> (int)b;
        r[at + 11] = -a;
        r[at + 12] = ~a;
        r[at + 13] = (a < b ? 1 : 0) | (a <= b ? 2 : 0) | (a > b ? 4 : 0) | (a >= b ? 8 : 0) | (a == b ? 16 : 0) | (a != b ? 32 : 0);
        r[at + 14] = Math.Min(a, b);
        r[at + 15] = Math.Max(a, b);
        r[at + 16] = long.PopCount(a);
        r[at + 17] = long.LeadingZeroCount(a);
        r[at + 18] = long.TrailingZeroCount(a);
        r[at + 19] = (int)a;
        r[at + 20] = (uint)a;
        r[at + 21] = (short)a + (int)b;
        r[at + 22] = a + (int)b;
        r[at + 23] = a * (uint)b;
    }

    private static void ULong(Index1D i, ArrayView<ulong> left, ArrayView<ulong> right, ArrayView<ulong> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 20;
        r[at] = a + b;
        r[at + 1] = a - b;
        r[at + 2] = a * b;
        r[at + 3] = b == 0 ? 0 : a / b;
        r[at + 4] = b == 0 ? 0 : a % b;
        r[at + 5] = a & b;
        r[at + 6] = a | b;
        r[at + 7] = a ^ b;
        r[at + 8] = a << (int)b;
        r[at + 9] = a >> (int)b;
        r[at + 10] = ~a;
        r[at + 11] = (a < b ? 1u : 0) | (a <= b ? 2u : 0) | (a > b ? 4u : 0) | (a >= b ? 8u : 0) | (a == b ? 16u : 0) | (a != b ? 32u : 0);
        r[at + 12] = Math.Min(a, b);
        r[at + 13] = Math.Max(a, b);
        r[at + 14] = a / 10;
        r[at + 15] = a % 1000;
        r[at + 16] = ulong.RotateRight(a, (int)b);
        r[at + 17] = (ulong)(int)a;
        r[at + 18] = (uint)a * (ulong)(uint)b;
        r[at + 19] = (ulong)ulong.LeadingZeroCount(a);
    }

    private static void Small(Index1D i, ArrayView<int> left, ArrayView<int> right, ArrayView<int> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 14;
        byte u8 = (byte)a;
        sbyte s8 = (sbyte)b;
        ushort u16 = (ushort)a;
        short s16 = (short)b;
        char letter = (char)a;
        r[at] = u8 + s8;
        r[at + 1] = u16 - s16;
        r[at + 2] = letter * 3;
        u8 += 200;
        s8 -= 100;
        u16 *= 3;
        s16 <<= 3;
        r[at + 3] = u8;
        r[at + 4] = s8;
        r[at + 5] = u16;
        r[at + 6] = s16;
        r[at + 7] = (byte)(s8 ^ u8);
        r[at + 8] = (sbyte)(u8 >> 1);
        r[at + 9] = u8 < s8 ? 1 : 2;
        bool flag = a > b;
        flag ^= u8 > 7;
        r[at + 10] = flag ? 1 : 0;
        flag &= s16 != 0;
        r[at + 11] = flag | a == 3 ? 5 : 6;
        r[at + 12] = ++u8 + s8--;
        r[at + 13] = (short)(a * b) + (ushort)(a + b);
    }
}
