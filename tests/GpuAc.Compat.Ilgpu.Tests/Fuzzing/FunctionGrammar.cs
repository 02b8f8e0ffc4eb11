using System.Reflection;
using System.Reflection.Emit;

namespace GpuAc.Compat.Ilgpu.Tests.Fuzzing;

/// <summary>A struct that generated functions keep values in.</summary>
public struct FuzzPair
{
    public int A;
    public float B;
    public long C;
    public short D;
}

/// <summary>
/// Writes one random function as IL: typed expressions, assignments, branches, loops, switches, calls, struct fields, references.
/// </summary>
internal sealed class FunctionGrammar
{
    private static readonly Type[] Types = [typeof(int), typeof(uint), typeof(long), typeof(float), typeof(double)];

    private readonly Random random;
    private readonly ILGenerator il;
    private readonly IReadOnlyList<MethodInfo> helpers;
    private readonly List<LocalBuilder> locals = [];
    private readonly LocalBuilder pair;
    private int budget = 60;

    public FunctionGrammar(Random random, ILGenerator il, IReadOnlyList<MethodInfo> helpers)
    {
        this.random = random;
        this.il = il;
        this.helpers = helpers;
        foreach (var type in Types)
        {
            for (var i = 0; i < 2; i++)
                locals.Add(il.DeclareLocal(type));
        }

        pair = il.DeclareLocal(typeof(FuzzPair));
    }

    /// <summary>The signature of every function: an int, a float, a long and a double.</summary>
    public static Type[] Parameters => [typeof(int), typeof(float), typeof(long), typeof(double)];

    public void WriteBody(Type result)
    {
        il.Emit(OpCodes.Ldloca, pair);
        il.Emit(OpCodes.Initobj, typeof(FuzzPair));
        foreach (var local in locals)
        {
            Expression(local.LocalType, 2);
            il.Emit(OpCodes.Stloc, local);
        }

        var statements = random.Next(2, 7);
        for (var i = 0; i < statements; i++)
            Statement(3);
        Expression(result, 4);
        il.Emit(OpCodes.Ret);
    }

    private void Statement(int depth)
    {
        switch (random.Next(depth > 0 ? 9 : 4))
        {
            case 0 or 1:
                var local = Pick(locals);
                Expression(local.LocalType, 4);
                il.Emit(OpCodes.Stloc, local);
                break;
            case 2:
                StoreField();
                break;
            case 3:
                ThroughReference();
                break;
            case 4 or 5:
                If(depth);
                break;
            case 6:
                Loop(depth);
                break;
            case 7:
                Switch(depth);
                break;
            default:
                Statement(depth - 1);
                Statement(depth - 1);
                break;
        }
    }

    private void StoreField()
    {
        var field = Pick(typeof(FuzzPair).GetFields());
        il.Emit(OpCodes.Ldloca, pair);
        if (field.FieldType == typeof(short))
        {
            Expression(typeof(int), 3);
            il.Emit(OpCodes.Conv_I2);
        }
        else
        {
            Expression(field.FieldType, 3);
        }

        il.Emit(OpCodes.Stfld, field);
    }

    private void ThroughReference()
    {
        var local = Pick(locals.Where(l => l.LocalType == typeof(int)).ToList());
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldind_I4);
        Expression(typeof(int), 2);
        il.Emit(Pick([OpCodes.Add, OpCodes.Xor, OpCodes.Sub]));
        il.Emit(OpCodes.Stind_I4);
    }

    private void If(int depth)
    {
        var (otherwise, end) = (il.DefineLabel(), il.DefineLabel());
        Condition(otherwise);
        Statement(depth - 1);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(otherwise);
        if (random.Next(2) == 0)
            Statement(depth - 1);
        il.MarkLabel(end);
    }

    private void Loop(int depth)
    {
        var counter = il.DeclareLocal(typeof(int));
        var (test, body, leave) = (il.DefineLabel(), il.DefineLabel(), il.DefineLabel());
        il.Emit(OpCodes.Ldc_I4, random.Next(1, 6));
        il.Emit(OpCodes.Stloc, counter);
        il.Emit(OpCodes.Br, test);
        il.MarkLabel(body);
        Statement(depth - 1);
        if (random.Next(3) == 0)
            Condition(leave);
        il.Emit(OpCodes.Ldloc, counter);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc, counter);
        il.MarkLabel(test);
        il.Emit(OpCodes.Ldloc, counter);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Bgt, body);
        il.MarkLabel(leave);
    }

    private void Switch(int depth)
    {
        var labels = Enumerable.Range(0, 3).Select(_ => il.DefineLabel()).ToArray();
        var end = il.DefineLabel();
        Expression(typeof(int), 2);
        il.Emit(OpCodes.Ldc_I4_3);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Switch, labels);
        Statement(depth - 1);
        il.Emit(OpCodes.Br, end);
        foreach (var label in labels)
        {
            il.MarkLabel(label);
            Statement(0);
            if (random.Next(3) > 0)
                il.Emit(OpCodes.Br, end);
        }

        il.MarkLabel(end);
    }

    /// <summary>Goes on when a random comparison holds, otherwise to a label.</summary>
    private void Condition(Label otherwise)
    {
        var type = Pick(Types);
        Expression(type, 3);
        Expression(type, 3);
        OpCode[] branches =
        [
            OpCodes.Beq, OpCodes.Bne_Un, OpCodes.Blt, OpCodes.Bgt, OpCodes.Ble, OpCodes.Bge, OpCodes.Blt_Un, OpCodes.Bgt_Un, OpCodes.Ble_Un,
            OpCodes.Bge_Un,
        ];
        il.Emit(Pick(branches), otherwise);
    }

    private void Expression(Type type, int depth)
    {
        if (depth == 0 || --budget < 0)
        {
            Leaf(type);
            return;
        }

        switch (random.Next(10))
        {
            case 0 or 1:
                Leaf(type);
                break;
            case 2:
                Convert(type, depth);
                break;
            case 3 when helpers.Any(helper => helper.ReturnType == type):
                Expression(typeof(int), depth - 1);
                Expression(typeof(float), depth - 1);
                Expression(typeof(long), depth - 1);
                Expression(typeof(double), depth - 1);
                il.Emit(OpCodes.Call, Pick(helpers.Where(helper => helper.ReturnType == type).ToList()));
                break;
            case 4:
                Ternary(type, depth);
                break;
            case 5 when type == typeof(int):
                Comparison(depth);
                break;
            default:
                if (type == typeof(float) || type == typeof(double))
                    FloatOperation(type, depth);
                else
                    IntegerOperation(type, depth);
                break;
        }
    }

    private void Leaf(Type type)
    {
        switch (random.Next(4))
        {
            case 0 when Array.IndexOf(Parameters, type) is >= 0 and var index:
                il.Emit(OpCodes.Ldarg, (short)index);
                break;
            case 1 when typeof(FuzzPair).GetFields().FirstOrDefault(field =>
                field.FieldType == type || (type == typeof(int) && field.FieldType == typeof(short) && random.Next(2) == 0)) is { } field:
                il.Emit(OpCodes.Ldloc, pair);
                il.Emit(OpCodes.Ldfld, field);
                break;
            case 2:
                Constant(type);
                break;
            default:
                il.Emit(OpCodes.Ldloc, Pick(locals.Where(local => local.LocalType == type).ToList()));
                break;
        }
    }

    private void Constant(Type type)
    {
        long[] whole = [0, 1, -1, 2, 7, 31, 255, 65536, int.MaxValue, int.MinValue, random.Next()];
        double[] real = [0, -0.0, 1, -1.5, 0.1, 1e-30, 3e10, random.NextDouble(), double.PositiveInfinity];
        if (type == typeof(long))
            il.Emit(OpCodes.Ldc_I8, Pick(whole) * Pick([1, 1L << 32]));
        else if (type == typeof(float))
            il.Emit(OpCodes.Ldc_R4, (float)Pick(real));
        else if (type == typeof(double))
            il.Emit(OpCodes.Ldc_R8, Pick(real));
        else
            il.Emit(OpCodes.Ldc_I4, unchecked((int)Pick(whole)));
    }

    private void Convert(Type type, int depth)
    {
        var from = Pick(Types);
        Expression(from, depth - 1);
        if (type == typeof(int) && from != typeof(float) && from != typeof(double))
            il.Emit(Pick([OpCodes.Conv_I1, OpCodes.Conv_U1, OpCodes.Conv_I2, OpCodes.Conv_U2, OpCodes.Conv_I4]));
        else if (type == typeof(int))
            il.Emit(OpCodes.Conv_I4);
        else if (type == typeof(uint))
            il.Emit(OpCodes.Conv_U4);
        else if (type == typeof(long))
            il.Emit(from == typeof(uint) ? OpCodes.Conv_U8 : OpCodes.Conv_I8);
        else
        {
            if (from == typeof(uint))
                il.Emit(OpCodes.Conv_R_Un);
            il.Emit(type == typeof(float) ? OpCodes.Conv_R4 : OpCodes.Conv_R8);
        }
    }

    private void Ternary(Type type, int depth)
    {
        var (otherwise, end) = (il.DefineLabel(), il.DefineLabel());
        if (random.Next(2) == 0)
        {
            // With something below on the evaluation stack while control branches.
            Leaf(type);
            Condition(otherwise);
            Expression(type, depth - 1);
            il.Emit(OpCodes.Br, end);
            il.MarkLabel(otherwise);
            Leaf(type);
            il.MarkLabel(end);
            il.Emit(type == typeof(float) || type == typeof(double) ? OpCodes.Sub : OpCodes.Xor);
            return;
        }

        Condition(otherwise);
        Expression(type, depth - 1);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(otherwise);
        Expression(type, depth - 1);
        il.MarkLabel(end);
    }

    private void Comparison(int depth)
    {
        var type = Pick(Types);
        Expression(type, depth - 1);
        Expression(type, depth - 1);
        il.Emit(Pick([OpCodes.Ceq, OpCodes.Clt, OpCodes.Clt_Un, OpCodes.Cgt, OpCodes.Cgt_Un]));
    }

    private void IntegerOperation(Type type, int depth)
    {
        var operation = random.Next(11);
        if (operation < 3)
        {
            // Shifts by what C# would mask, and divisions by what is neither 0 nor -1.
            Expression(type, depth - 1);
            if (operation == 2)
            {
                Expression(type, depth - 1);
                Mask(type, 0xFF);
                One(type);
                il.Emit(OpCodes.Add);
                il.Emit(Pick([OpCodes.Div, OpCodes.Rem, OpCodes.Div_Un, OpCodes.Rem_Un]));
                return;
            }

            Expression(typeof(int), depth - 1);
            Mask(typeof(int), type == typeof(long) ? 63 : 31);
            il.Emit(Pick([OpCodes.Shl, OpCodes.Shr, OpCodes.Shr_Un]));
        }
        else if (operation == 3)
        {
            Expression(type, depth - 1);
            il.Emit(Pick([OpCodes.Neg, OpCodes.Not]));
        }
        else if (operation == 4)
        {
            Expression(type, depth - 1);
            Expression(type, depth - 1);
            il.Emit(OpCodes.Call, typeof(Math).GetMethod(Pick(["Min", "Max"]), [type, type])!);
        }
        else
        {
            Expression(type, depth - 1);
            Expression(type, depth - 1);
            il.Emit(Pick([OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.And, OpCodes.Or, OpCodes.Xor]));
        }
    }

    private void FloatOperation(Type type, int depth)
    {
        Expression(type, depth - 1);
        switch (random.Next(8))
        {
            case 0:
                il.Emit(OpCodes.Neg);
                break;
            case 1:
                var math = type == typeof(float) ? typeof(MathF) : typeof(Math);
                il.Emit(OpCodes.Call, math.GetMethod(Pick(["Sqrt", "Abs", "Floor", "Truncate"]), [type])!);
                break;
            case 2:
                Expression(type, depth - 1);
                il.Emit(OpCodes.Call, typeof(FuzzMath).GetMethod(Pick(["Min", "Max"]), [type, type])!);
                break;
            default:
                Expression(type, depth - 1);
                il.Emit(Pick([OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.Div]));
                break;
        }
    }

    private void Mask(Type type, int mask)
    {
        if (type == typeof(long))
            il.Emit(OpCodes.Ldc_I8, (long)mask);
        else
            il.Emit(OpCodes.Ldc_I4, mask);
        il.Emit(OpCodes.And);
    }

    private void One(Type type)
    {
        if (type == typeof(long))
            il.Emit(OpCodes.Ldc_I8, 1L);
        else
            il.Emit(OpCodes.Ldc_I4_1);
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
