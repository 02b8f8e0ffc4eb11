using System.Globalization;
using System.Runtime.CompilerServices;

namespace GpuAc.Cli.Scoring;

/// <summary>Reads decimal numbers from UTF-8, to the same bits as <see cref="float.Parse(string)"/> in the invariant culture.</summary>
/// <remarks>
/// Most numbers in tables have at most 19 digits and a small exponent. Such a one is a whole number times or over a power of ten, both
/// exact in double where the whole number is below 2⁵³ and the power at most 10²², so one operation rounds it correctly to double
/// (Clinger, PLDI 1990). Rounding that once more to float is right but where the double lies exactly between two floats; those few, and
/// all other numbers, take the framework's way.
/// </remarks>
internal static class Utf8Float
{
    private const int MostDigits = 19;
    private const ulong ExactBelow = 1UL << 53;

    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number that is all of the text but for blanks around it. Infinite where it is beyond float32.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (TryParseSimple(text, out value, out int length) && length == text.Length)
            return true;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads the plain number at the start of a text, if there is one that can be read the quick way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number.</param>
    /// <param name="length">Bytes that it takes: what follows is not a part of a plain number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryParseSimple(ReadOnlySpan<byte> text, out float value, out int length)
    {
        value = 0;
        length = 0;
        int at = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        if (negative)
            at++;
        ulong digits = 0;
        int start = at, point = -1;
        for (; at < text.Length; at++)
        {
            uint digit = text[at] - (uint)'0';
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (text[at] == '.' && point < 0)
                point = at;
            else
                break;
        }

        int count = at - start - (point < 0 ? 0 : 1);
        if (count is 0 or > MostDigits || digits >= ExactBelow)
            return false;
        int exponent = point < 0 ? 0 : point + 1 - at;
        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            if (!TryParseExponent(text, ref at, ref exponent))
                return false;
        }

        if (exponent is < -22 or > 22)
            return false;
        double exact = exponent < 0 ? digits / Powers[-exponent] : digits * Powers[exponent];
        // Outside of float's normal range, and exactly between two floats, rounding twice may differ from rounding once.
        bool tie = (BitConverter.DoubleToUInt64Bits(exact) & 0x1FFFFFFF) == 0x10000000;
        if (tie || (digits != 0 && exact is < 1e-37 or > 3e38))
            return false;
        value = negative ? -(float)exact : (float)exact;
        length = at;
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, ref int at, ref int exponent)
    {
        at++;
        bool negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
            at++;
        int start = at, power = 0;
        for (; at < text.Length && text[at] - (uint)'0' <= 9 && power < 1000; at++)
            power = (power * 10) + (text[at] - '0');
        exponent += negative ? -power : power;
        return at > start;
    }
}
