using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Lanes;

/// <summary>How many lanes a register has on this machine: 16, 8, 4 or, as the scalar reference, 1.</summary>
public static class LaneWidth
{
    /// <summary>The environment variable that forces a width for a process.</summary>
    public const string Variable = "GPUAC_LANE_WIDTH";

    /// <summary>The widest that this CPU computes fast: 16 with AVX-512 (F and DQ), 8 with AVX2 and FMA, else 4.</summary>
    public static int Widest =>
        Vector512.IsHardwareAccelerated && Avx512DQ.IsSupported ? 16
        : Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported ? 8
        : 4;

    /// <summary>The width to use: <paramref name="forced"/>, else what <see cref="Variable"/> says, else <see cref="Widest"/>.</summary>
    /// <param name="forced">1, 4, 8 or 16 to force that width, or null to leave the choice to the variable and the machine.</param>
    /// <exception cref="GpuAcException">The width is none of 1, 4, 8 and 16, or this CPU lacks it.</exception>
    public static int Choose(int? forced = null)
    {
        if (forced is { } width)
            return Checked(width.ToString(), "Lane width");
        var variable = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrWhiteSpace(variable) ? Widest : Checked(variable.Trim(), "Environment variable " + Variable);
    }

    /// <summary>Closes code over the lane type of a width, once, before anything runs.</summary>
    /// <param name="width">1, 4, 8 or 16.</param>
    /// <param name="visitor">The code.</param>
    /// <returns>What it gives.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such width.</exception>
    public static TResult Accept<TResult>(int width, ILaneVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return width switch
        {
            16 => visitor.Visit<Lane16>(),
            8 => visitor.Visit<Lane8>(),
            4 => visitor.Visit<Lane4>(),
            1 => visitor.Visit<Lane1>(),
            _ => throw Unknown(width),
        };
    }

    /// <summary>Name of the instruction set that gives a width, such as <c>AVX-512</c>.</summary>
    /// <param name="width">1, 4, 8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such width.</exception>
    public static string Describe(int width) => width switch
    {
        16 => "AVX-512",
        8 => "AVX2 + FMA",
        4 => AdvSimd.IsSupported ? "AdvSimd" : Vector128.IsHardwareAccelerated ? "SSE" : "128-bit, emulated",
        1 => "scalar",
        _ => throw Unknown(width),
    };

    private static ArgumentOutOfRangeException Unknown(int width) => new(nameof(width), width, "A lane width is 1, 4, 8 or 16.");

    private static int Checked(string text, string source)
    {
        if (!int.TryParse(text, out var width) || width is not (1 or 4 or 8 or 16))
            throw new GpuAcException($"{source} is '{text}', but a lane width is 1, 4, 8 or 16. Give one of these, or leave it out for "
                + $"this machine's {Widest}.");
        if (width > Widest)
            throw new GpuAcException(
                $"{source} is {width} ({Describe(width)}), which this CPU lacks. Give {Widest} or less, or leave it out.");
        return width;
    }
}
