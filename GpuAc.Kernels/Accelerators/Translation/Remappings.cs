using System.Reflection;
using System.Runtime.CompilerServices;
using GpuAc.Lanes;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>
/// What ILGPU compiles in place of the few methods that it does not know, so that mathematics is written once and for CPUs as fast as it
/// can be.
/// </summary>
internal static class Remappings
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Lazy<bool> Registered = new(Add);

    /// <summary>Registers them, once per process; to be called before ILGPU's first context is made.</summary>
    public static void Register() => _ = Registered.Value;

    private static bool Add()
    {
        // ILGPU's algorithms map some of the same methods when they are first used, and the last mapping counts.
        RuntimeHelpers.RunClassConstructor(typeof(AlgorithmContext).TypeHandle);
        Type components = typeof(Components<Lane1>);
        Map(components.GetMethod("get_Item", All)!, components.GetMethod(nameof(Components<Lane1>.First), All)!);
        Map(typeof(Math).GetMethod(nameof(Math.Clamp), [typeof(int), typeof(int), typeof(int)])!, Own(nameof(Clamp)));
        Map(typeof(MathF).GetMethod(nameof(MathF.Round), [typeof(float)])!, Own(nameof(Round)));
        MethodInfo skipInit = typeof(Unsafe).GetMethod(nameof(Unsafe.SkipInit))!;
        foreach (Type type in (Type[])[components, typeof(Lane1), typeof(BitLane1)])
            Map(skipInit.MakeGenericMethod(type), Own(nameof(Default)).MakeGenericMethod(type));
        return true;
    }

    private static int Clamp(int value, int low, int high) => value < low ? low : value > high ? high : value;

    /// <summary>To the nearest integer, ties to even. ILGPU's own is a call.</summary>
    /// <remarks>Adding and taking away 2²³ leaves no place for a fraction; from there on every float is an integer.</remarks>
    private static float Round(float value)
    {
        const float OneUlp = 8388608f;
        float shift = value < 0f ? -OneUlp : OneUlp;
        float rounded = (value + shift) - shift;
        return MathF.Abs(value) < OneUlp ? rounded : value;
    }

    private static void Default<T>(out T value)
        where T : struct => value = default;

    private static MethodInfo Own(string name) => typeof(Remappings).GetMethod(name, All)!;

    private static void Map(MethodInfo method, MethodInfo replacement) =>
        RemappedIntrinsics.AddRemapping(method, (ref InvocationContext context) => context.Method = replacement);
}
