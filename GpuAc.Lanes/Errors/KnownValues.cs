using System.Runtime.CompilerServices;

namespace GpuAc;

/// <summary>Refuses values of an enumeration that are none of those declared, as <c>(Kind)99</c> is: the one way to say so.</summary>
/// <remarks>
/// A <c>switch</c> over an enumeration names every value and ends in <see cref="Unknown"/>. Code for devices cannot throw; what it is given
/// is checked on the host, by <see cref="Require"/>.
/// </remarks>
public static class KnownValues
{
    /// <summary>The exception for a value that a <c>switch</c> does not name.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">What holds it; the argument as written.</param>
    public static ArgumentOutOfRangeException Unknown<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, Enum => new(name, value, $"'{value}' is no {typeof(T).Name}; {Declared<T>()} are known.");

    /// <summary>Gives a value back, or throws where it is not declared.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">What holds it; the argument as written.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not declared.</exception>
    public static T Require<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw Unknown(value, name);

    /// <summary>What a setting must be, for messages that go on with its value.</summary>
    public static string Rule<T>()
        where T : struct, Enum => $"must be one of {Declared<T>()}";

    private static string Declared<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}
