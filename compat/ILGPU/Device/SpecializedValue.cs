namespace ILGPU.Runtime;

/// <summary>Makes specialised values.</summary>
public static class SpecializedValue
{
    /// <summary>A value that the kernel is compiled for.</summary>
    public static SpecializedValue<T> New<T>(T value)
        where T : unmanaged, IEquatable<T> => new(value);
}

/// <summary>A kernel parameter that is a constant to the device compiler: each value launched with is compiled for once.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public struct SpecializedValue<T> : IEquatable<SpecializedValue<T>>
    where T : unmanaged, IEquatable<T>
{
    private T held;

    /// <summary>Makes a specialised value.</summary>
    public SpecializedValue(T value) => held = value;

    /// <summary>The value.</summary>
    public T Value
    {
        readonly get => held;
        set => held = value;
    }

    /// <summary>Equality of the values.</summary>
    public static bool operator ==(SpecializedValue<T> first, SpecializedValue<T> second) => first.held.Equals(second.held);

    /// <summary>Inequality of the values.</summary>
    public static bool operator !=(SpecializedValue<T> first, SpecializedValue<T> second) => !first.held.Equals(second.held);

    /// <summary>The value.</summary>
    public static implicit operator T(SpecializedValue<T> value) => value.held;

    /// <inheritdoc/>
    public readonly bool Equals(SpecializedValue<T> other) => held.Equals(other.held);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is SpecializedValue<T> other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => held.GetHashCode();
}
