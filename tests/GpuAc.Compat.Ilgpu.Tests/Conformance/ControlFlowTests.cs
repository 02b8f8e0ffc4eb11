using ILGPU;

namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

public class ControlFlowTests
{
    private static readonly int[] Values = [-3, -1, 0, 1, 2, 3, 4, 7, 12, 30];

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Loops_NestedWithBreakAndContinue_EqualPlainMethod(Target target) => Compare.Binary<int, int>(target, Loops, Values, 6);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Branches_ShortCircuitSwitchAndTernary_EqualPlainMethod(Target target) =>
        Compare.Binary<int, int>(target, Branches, Values, 9);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void EarlyReturn_FromNestedLoops_EqualsPlainMethod(Target target) => Compare.Binary<int, int>(target, EarlyReturn, Values, 1);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Goto_IntoTheMiddleOfALoop_EqualsPlainMethod(Target target) => Compare.Binary<int, int>(target, Irreducible, Values, 1);

    private static void Loops(Index1D i, ArrayView<int> left, ArrayView<int> right, ArrayView<int> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 6;
        var sum = 0;
        for (var x = 0; x < a; x++)
        {
            for (var y = x; y < b; y++)
            {
                if ((x + y) % 3 == 0)
                    continue;
                if (x * y > 40)
                    break;
                sum += (x * 10) + y;
            }
        }

        r[at] = sum;
        var n = a;
        do
        {
            n = n % 2 == 0 ? n / 2 : (3 * n) + 1;
        }
        while (n > 1 && n < 1000);
        r[at + 1] = n;
        var count = 0;
        while (true)
        {
            if (count++ > b)
                break;
            if (count % 5 == 4)
                goto done;
        }

        count += 100;
    done:
        r[at + 2] = count;
        for (int up = 0, down = 10; up < down; up++, down--)
            r[at + 3] += up * down;
        uint bits = (uint)b;
        while (bits != 0)
        {
            r[at + 4] += (int)(bits & 1);
            bits >>= 1;
        }

        for (var k = 5; k-- > 0;)
            r[at + 5] = (r[at + 5] * 3) + k;
    }

    private static void Branches(Index1D i, ArrayView<int> left, ArrayView<int> right, ArrayView<int> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 9;
        r[at] = a > 0 && b > 0 ? 1 : a > 0 || Count(ref r[at + 1]) > 0 ? 2 : 3;
        r[at + 2] = (a, b) switch
        {
            (0, 0) => 10,
            (_, 0) => 11,
            ( > 3, > 3) => 12,
            _ => 13,
        };
        switch (a)
        {
            case -1:
                r[at + 3] = 1;
                break;
            case 0:
            case 1:
                r[at + 3] = 2;
                goto case 3;
            case 2:
                return;
            case 3:
                r[at + 3] += 4;
                break;
            case 30:
                r[at + 3] = 5;
                break;
            default:
                r[at + 3] = 6;
                break;
        }

        r[at + 4] = Nested(a, b) + (a > b ? Nested(b, a) : b > 4 ? 3 : -3);
        r[at + 5] = Math.Max(a > 0 ? a : -a, b > 0 ? b : b == 0 ? 9 : -b);
        bool odd = (a & 1) != 0, big = b > 2;
        r[at + 6] = odd == big ? 1 : odd ? 2 : 3;
        r[at + 7] = odd ^ big ? (odd & big ? 1 : 2) : (odd | big ? 3 : 4);
        int? none = null;
        r[at + 8] = a > 5 ? none ?? 8 : none.GetValueOrDefault(4);
    }

    private static void EarlyReturn(Index1D i, ArrayView<int> left, ArrayView<int> right, ArrayView<int> r)
    {
        for (var x = 0; x < 10; x++)
        {
            for (var y = 0; y < 10; y++)
            {
                if ((x * left[i]) + y == right[i])
                {
                    r[i] = (x * 100) + y;
                    return;
                }
            }
        }

        r[i] = -1;
    }

    private static void Irreducible(Index1D i, ArrayView<int> left, ArrayView<int> right, ArrayView<int> r)
    {
        var (x, n) = (left[i], 0);
        if (right[i] > 2)
            goto second;
    first:
        n += 1;
        x -= 3;
    second:
        n += 10;
        if (x > 0 && n < 200)
            goto first;
        if (n < 60)
        {
            x += 2;
            goto second;
        }

        r[i] = n;
    }

    private static int Count(ref int counter) => ++counter;

    private static int Nested(int a, int b)
    {
        if (a < b)
        {
            if (a < 0)
                return -a;
            return b - a;
        }

        return a == b ? 0 : a - b;
    }
}
