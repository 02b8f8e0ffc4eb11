using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Fuzzing;

/// <summary>What the fuzzer found, one test each.</summary>
public class FoundByFuzzingTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Local_ReadBeforeItIsAssigned_IsZero(Target target)
    {
        var method = Build(il =>
        {
            var local = il.DeclareLocal(typeof(int));
            il.Emit(OpCodes.Ldloc, local);
            il.Emit(OpCodes.Ldc_I4, 41);
            il.Emit(OpCodes.Add);
        });
        Assert.Equal([41, 41, 41], Run(target, method));
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Shift_ByAFieldOfAZeroedStruct_IsAnInteger(Target target)
    {
        var method = Build(il =>
        {
            var local = il.DeclareLocal(typeof(FuzzPair));
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Initobj, typeof(FuzzPair));
            il.Emit(OpCodes.Ldc_I4_5);
            il.Emit(OpCodes.Ldloc, local);
            il.Emit(OpCodes.Ldfld, typeof(FuzzPair).GetField(nameof(FuzzPair.A))!);
            il.Emit(OpCodes.Ldc_I4, 31);
            il.Emit(OpCodes.And);
            il.Emit(OpCodes.Shl);
        });
        Assert.Equal([5, 5, 5], Run(target, method));
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Rounding_OfAConstantThatIsNotFinite_IsThatConstant(Target target)
    {
        var accelerator = Devices.Get(target);
        using var output = accelerator.Allocate1D<double>(8 * 7);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>>(Roundings)(8, output.View);
        accelerator.Synchronize();
        double[] expected = [double.NaN, double.NegativeInfinity, 1e300, double.NaN, double.PositiveInfinity, double.NaN, double.NaN];
        Assert.Equal(Enumerable.Repeat(expected, 8).SelectMany(values => values), output.GetAsArray1D());
    }

    private static void Roundings(Index1D i, ArrayView<double> output)
    {
        double zero = 0;
        float none = 0;
        output[i * 7] = Math.Truncate(double.PositiveInfinity * zero);
        output[(i * 7) + 1] = MathF.Truncate(float.NegativeInfinity);
        output[(i * 7) + 2] = Math.Truncate(1e300);
        output[(i * 7) + 3] = MathF.Floor(none / none);
        output[(i * 7) + 4] = Math.Ceiling(1 / zero);
        output[(i * 7) + 5] = Math.Round(zero / zero);
        output[(i * 7) + 6] = MathF.Round(none / none, MidpointRounding.AwayFromZero);
    }

    /// <summary>The device is right where .NET is not (dotnet/runtime#130831), so only the variables are asked of the CPU.</summary>
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Min_OfZerosOfEitherSign_IsNegativeZero(Target target)
    {
        var accelerator = Devices.Get(target);
        using var zeros = accelerator.Allocate1D([0.0, -0.0]);
        using var output = accelerator.Allocate1D<double>(4);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, ArrayView<double>>(Minima)(1, zeros.View, output.View);
        accelerator.Synchronize();
        Assert.All(output.GetAsArray1D().Take(target == Target.Cpu ? 2 : 4), value => Assert.True(double.IsNegative(value)));
    }

    private static void Minima(Index1D i, ArrayView<double> zeros, ArrayView<double> output)
    {
        output[i] = Math.Min(zeros[i], zeros[i + 1]);
        output[i + 1] = Math.Min(zeros[i + 1], zeros[i]);
        output[i + 2] = Math.Min(-0.0, zeros[i]);
        output[i + 3] = Math.Min(zeros[i], -0.0);
    }

    private static Action<Index1D, ArrayView<int>> Build(Action<ILGenerator> value, [CallerMemberName] string name = "")
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Found")
            .DefineType("Found", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var method = type.DefineMethod(
            "Kernel", MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(Index1D), typeof(ArrayView<int>)]);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarga_S, (byte)1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(
            OpCodes.Call,
            typeof(ArrayView<int>).GetMethods().Single(m => m.Name == "get_Item" && m.GetParameters()[0].ParameterType == typeof(Index1D)));
        value(il);
        il.Emit(OpCodes.Stind_I4);
        il.Emit(OpCodes.Ret);
        type.CreateType();
        using var stream = new MemoryStream();
        assembly.Save(stream);
        return Assembly.Load(stream.ToArray()).GetType("Found")!.GetMethod("Kernel")!.CreateDelegate<Action<Index1D, ArrayView<int>>>();
    }

    private static int[] Run(Target target, Action<Index1D, ArrayView<int>> kernel)
    {
        var accelerator = Devices.Get(target);
        using var output = accelerator.Allocate1D<int>(3);
        accelerator.LoadAutoGroupedStreamKernel(kernel)(3, output.View);
        accelerator.Synchronize();
        return output.GetAsArray1D();
    }
}
