using System.Reflection;
using System.Reflection.Emit;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Fuzzing;

/// <summary>Many random functions in one kernel, so that a device compiler is started once for all of them.</summary>
internal sealed class FuzzBatch
{
    private static readonly Type[] Results = [typeof(int), typeof(long), typeof(float), typeof(double), typeof(uint)];

    private readonly MethodInfo[] functions;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<float>, ArrayView<long>, ArrayView<double>, ArrayView<double>> kernel;

    public FuzzBatch(int seed, int count)
    {
        Seed = seed;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName($"Fuzz{seed}"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Fuzz")
            .DefineType("Fuzz", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var written = new List<MethodInfo>();
        for (var i = 0; i < count; i++)
        {
            // Each function has its own seed. Every fifth calls none and may be called by the next four: deeper calls would take forever.
            var random = new Random((seed * 1009) + i);
            var method = type.DefineMethod(
                $"F{i}", MethodAttributes.Public | MethodAttributes.Static, Results[random.Next(Results.Length)],
                FunctionGrammar.Parameters);
            new FunctionGrammar(random, method.GetILGenerator(), i % 5 == 0 ? [] : [written[i / 5 * 5]]).WriteBody(method.ReturnType);
            written.Add(method);
        }

        WriteKernel(type, written);
        type.CreateType();
        using var stream = new MemoryStream();
        assembly.Save(stream);
        var loaded = Assembly.Load(stream.ToArray()).GetType("Fuzz")!;
        functions = [.. written.Select(method => loaded.GetMethod(method.Name)!)];
        kernel = loaded.GetMethod("Kernel")!
            .CreateDelegate<Action<Index1D, ArrayView<int>, ArrayView<float>, ArrayView<long>, ArrayView<double>, ArrayView<double>>>();
    }

    public int Seed { get; }

    public static int[] Ints => [0, 1, -1, 12345, int.MaxValue, int.MinValue, 77, -3];

    public static float[] Floats => [0, 1.5f, -2.25f, 1e10f, -1e-10f, float.NaN, 3.7f, float.NegativeInfinity];

    public static long[] Longs => [5, 0, -1, 1L << 40, long.MaxValue, long.MinValue, -99, 1000];

    public static double[] Doubles => [0.5, 1e100, -3, 0, double.PositiveInfinity, 7.25, double.NaN, -1e-5];

    /// <summary>Results of all functions for all inputs, on an accelerator.</summary>
    public double[] Run(Accelerator accelerator)
    {
        using var a = accelerator.Allocate1D(Ints);
        using var b = accelerator.Allocate1D(Floats);
        using var c = accelerator.Allocate1D(Longs);
        using var d = accelerator.Allocate1D(Doubles);
        using var r = accelerator.Allocate1D<double>(Ints.Length * functions.Length);
        accelerator.LoadAutoGroupedStreamKernel(kernel)(Ints.Length, a.View, b.View, c.View, d.View, r.View);
        accelerator.Synchronize();
        return r.GetAsArray1D();
    }

    /// <summary>The same by calling the functions.</summary>
    public double[] Call()
    {
        var results = new double[Ints.Length * functions.Length];
        for (var i = 0; i < Ints.Length; i++)
        {
            for (var k = 0; k < functions.Length; k++)
            {
                results[(i * functions.Length) + k] = functions[k].Invoke(null, [Ints[i], Floats[i], Longs[i], Doubles[i]]) switch
                {
                    int number => number,
                    uint number => unchecked((int)number),
                    long number => BitConverter.Int64BitsToDouble(number),
                    float number => number,
                    var number => (double)number!,
                };
            }
        }

        return results;
    }

    /// <summary>The function behind a result.</summary>
    public string Describe(int index) => $"batch {Seed}, function F{index % functions.Length}, input {index / functions.Length}";

    private static void WriteKernel(TypeBuilder type, List<MethodInfo> written)
    {
        Type[] views =
        [
            typeof(ArrayView<int>), typeof(ArrayView<float>), typeof(ArrayView<long>), typeof(ArrayView<double>), typeof(ArrayView<double>),
        ];
        var method = type.DefineMethod(
            "Kernel", MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(Index1D), .. views]);
        var il = method.GetILGenerator();
        static MethodInfo Item(Type view) =>
            view.GetMethods().Single(m => m.Name == "get_Item" && m.GetParameters()[0].ParameterType == typeof(int));
        var index = il.DeclareLocal(typeof(int));
        il.Emit(OpCodes.Ldarga, 0);
        il.Emit(OpCodes.Call, typeof(Index1D).GetProperty("X")!.GetMethod!);
        il.Emit(OpCodes.Stloc, index);
        for (var k = 0; k < written.Count; k++)
        {
            il.Emit(OpCodes.Ldarga, 5);
            il.Emit(OpCodes.Ldloc, index);
            il.Emit(OpCodes.Ldc_I4, written.Count);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Ldc_I4, k);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Call, Item(typeof(ArrayView<double>)));
            for (short argument = 1; argument <= 4; argument++)
            {
                il.Emit(OpCodes.Ldarga, argument);
                il.Emit(OpCodes.Ldloc, index);
                il.Emit(OpCodes.Call, Item(views[argument - 1]));
                il.Emit(OpCodes.Ldobj, views[argument - 1].GetGenericArguments()[0]);
            }

            il.Emit(OpCodes.Call, written[k]);
            if (written[k].ReturnType == typeof(long))
                il.Emit(OpCodes.Call, typeof(BitConverter).GetMethod(nameof(BitConverter.Int64BitsToDouble))!);
            else
                il.Emit(OpCodes.Conv_R8);
            il.Emit(OpCodes.Stobj, typeof(double));
        }

        il.Emit(OpCodes.Ret);
    }
}
