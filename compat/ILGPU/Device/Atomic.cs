using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>Indivisible changes of memory that several threads use. Each gives the value from before the change.</summary>
public static class Atomic
{
    /// <summary>Adds.</summary>
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds.</summary>
    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds.</summary>
    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds.</summary>
    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds; the order in which threads come decides the rounding.</summary>
    public static float Add(ref float target, float value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            if (Exchanged(ref target, old + value, old))
                return old;
        }
    }

    /// <summary>Adds; the order in which threads come decides the rounding.</summary>
    public static double Add(ref double target, double value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            if (Exchanged(ref target, old + value, old))
                return old;
        }
    }

    /// <summary>Keeps the smaller.</summary>
    public static int Min(ref int target, int value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Min(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the smaller.</summary>
    public static uint Min(ref uint target, uint value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Min(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the smaller.</summary>
    public static long Min(ref long target, long value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Min(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the smaller.</summary>
    public static ulong Min(ref ulong target, ulong value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Min(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the smaller.</summary>
    public static float Min(ref float target, float value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Min(old, value);
            if (Exchanged(ref target, changed, old))
                return old;
        }
    }

    /// <summary>Keeps the larger.</summary>
    public static int Max(ref int target, int value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Max(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the larger.</summary>
    public static uint Max(ref uint target, uint value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Max(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the larger.</summary>
    public static long Max(ref long target, long value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Max(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the larger.</summary>
    public static ulong Max(ref ulong target, ulong value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Max(old, value);
            if (Interlocked.CompareExchange(ref target, changed, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the larger.</summary>
    public static float Max(ref float target, float value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            var changed = Math.Max(old, value);
            if (Exchanged(ref target, changed, old))
                return old;
        }
    }

    /// <summary>Keeps the bits that both have.</summary>
    public static int And(ref int target, int value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that either has.</summary>
    public static int Or(ref int target, int value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that one of the two has.</summary>
    public static int Xor(ref int target, int value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, old ^ value, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the bits that both have.</summary>
    public static uint And(ref uint target, uint value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that either has.</summary>
    public static uint Or(ref uint target, uint value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that one of the two has.</summary>
    public static uint Xor(ref uint target, uint value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, old ^ value, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the bits that both have.</summary>
    public static long And(ref long target, long value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that either has.</summary>
    public static long Or(ref long target, long value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that one of the two has.</summary>
    public static long Xor(ref long target, long value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, old ^ value, old) == old)
                return old;
        }
    }

    /// <summary>Keeps the bits that both have.</summary>
    public static ulong And(ref ulong target, ulong value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that either has.</summary>
    public static ulong Or(ref ulong target, ulong value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that one of the two has.</summary>
    public static ulong Xor(ref ulong target, ulong value)
    {
        while (true)
        {
            var old = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, old ^ value, old) == old)
                return old;
        }
    }

    /// <summary>Replaces.</summary>
    public static int Exchange(ref int target, int value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces where the value is as expected.</summary>
    public static int CompareExchange(ref int target, int compare, int value) => Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces.</summary>
    public static uint Exchange(ref uint target, uint value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces where the value is as expected.</summary>
    public static uint CompareExchange(ref uint target, uint compare, uint value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces.</summary>
    public static long Exchange(ref long target, long value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces where the value is as expected.</summary>
    public static long CompareExchange(ref long target, long compare, long value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces.</summary>
    public static ulong Exchange(ref ulong target, ulong value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces where the value is as expected.</summary>
    public static ulong CompareExchange(ref ulong target, ulong compare, ulong value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Replaces.</summary>
    public static float Exchange(ref float target, float value) => Interlocked.Exchange(ref target, value);

    /// <summary>Replaces where the value is as expected.</summary>
    public static float CompareExchange(ref float target, float compare, float value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    // By bits, so that a NaN is found again.
    private static bool Exchanged(ref float target, float value, float expected)
    {
        var bits = BitConverter.SingleToInt32Bits(expected);
        return Interlocked.CompareExchange(ref Unsafe.As<float, int>(ref target), BitConverter.SingleToInt32Bits(value), bits) == bits;
    }

    private static bool Exchanged(ref double target, double value, double expected)
    {
        var bits = BitConverter.DoubleToInt64Bits(expected);
        return Interlocked.CompareExchange(ref Unsafe.As<double, long>(ref target), BitConverter.DoubleToInt64Bits(value), bits) == bits;
    }
}
