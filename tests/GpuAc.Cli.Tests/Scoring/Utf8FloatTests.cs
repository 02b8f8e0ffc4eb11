using System.Globalization;
using System.Text;
using GpuAc.Cli.Scoring;

namespace GpuAc.Cli.Tests.Scoring;

public sealed class Utf8FloatTests
{
    [Fact]
    public void TryParse_NumbersOfEverySizeAndStyle_GiveTheFrameworksBits()
    {
        string[] styles = ["R", "G9", "G17", "G3", "F0", "F6", "E2", "E8", "E20", "0.###"];
        ulong state = 1;
        for (int i = 0; i < 20_000; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            float single = BitConverter.UInt32BitsToSingle((uint)(state >> 32));
            double number = i % 3 == 0 ? single : i % 3 == 1 ? (int)(state >> 40) / 1e4 : single * 1.00000001;
            if (double.IsFinite(number))
                AssertSame(number.ToString(styles[i % styles.Length], CultureInfo.InvariantCulture));
        }
    }

    // Halves between neighbours, and one unit next to them, in as many digits as it takes: where rounding twice goes wrong.
    [Fact]
    public void TryParse_NumbersBetweenTwoFloats_RoundOnce()
    {
        for (uint bits = 0x3F800000; bits < 0x3F800000 + 4000; bits += 7)
        {
            double low = BitConverter.UInt32BitsToSingle(bits), high = BitConverter.UInt32BitsToSingle(bits + 1), middle = (low + high) / 2;
            AssertSame(((decimal)middle).ToString(CultureInfo.InvariantCulture));
            AssertSame(((decimal)middle + 1e-18m).ToString(CultureInfo.InvariantCulture));
            AssertSame(((decimal)middle - 1e-18m).ToString(CultureInfo.InvariantCulture));
            AssertSame($"{(ulong)(middle * (1UL << 40))}");
            AssertSame($"{(ulong)(middle * (1UL << 40)) + 1}");
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0e5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+3.5")]
    [InlineData("1e22")]
    [InlineData("1e23")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.00000000000000000000000000000000000000000000140129846")]
    [InlineData("1.1754943e-38")]
    [InlineData("3.4028235e38")]
    [InlineData("3.4028236e38")]
    [InlineData("9007199254740993")]
    [InlineData("16777217")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("1e99999999999")]
    [InlineData(" 1.5 ")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1,5")]
    [InlineData("1.5.2")]
    [InlineData("0x10")]
    [InlineData("1 2")]
    [InlineData("abc")]
    public void TryParse_Text_IsTakenOrRefusedAsByTheFramework(string text) => AssertSame(text);

    private static void AssertSame(string text)
    {
        bool expected = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float wanted);
        bool actual = Utf8Float.TryParse(Encoding.UTF8.GetBytes(text), out float found);
        Assert.True(expected == actual, $"'{text}' was {(actual ? "taken" : "refused")}");
        Assert.True(
            BitConverter.SingleToUInt32Bits(wanted) == BitConverter.SingleToUInt32Bits(found),
            $"'{text}' gave {found:G9}, not {wanted:G9}");
    }
}
