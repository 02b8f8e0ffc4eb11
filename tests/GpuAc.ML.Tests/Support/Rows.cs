using Microsoft.ML.Data;

namespace GpuAc.ML.Tests.Support;

/// <summary>A row with one column per observation, among others and in another order than the policy's.</summary>
public sealed class State
{
    public string Note { get; set; } = "";

    [ColumnName("speed")]
    public float Speed { get; set; }

    [VectorType(2)]
    public float[] Features { get; set; } = [0, 0];

    [ColumnName("lean")]
    public float Lean { get; set; }

    internal static State[] Many(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Of(i, MathF.Sin(i), MathF.Cos(3 * i)))];

    internal static State Of(int number, float lean, float speed) =>
        new() { Note = $"row {number}", Lean = lean, Speed = speed, Features = [lean, speed] };
}

/// <summary>What a discrete policy adds, and columns that were there.</summary>
public sealed class Decision
{
    public string Note { get; set; } = "";

    public float[] Features { get; set; } = [];

    public long Action { get; set; }

    public string ActionName { get; set; } = "";

    public float Value { get; set; }

    public float[] Probabilities { get; set; } = [];
}

/// <summary>What a continuous policy adds.</summary>
public sealed class Control
{
    public float[] Action { get; set; } = [];

    public float[] Mean { get; set; } = [];

    public float[] StandardDeviation { get; set; } = [];

    public float Value { get; set; }
}

/// <summary>The action alone.</summary>
public sealed class Choice
{
    public string ActionName { get; set; } = "";
}
