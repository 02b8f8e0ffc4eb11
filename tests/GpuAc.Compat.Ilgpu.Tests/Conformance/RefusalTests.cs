using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

public class RefusalTests
{
    private static int counter = 1;

    public static TheoryData<Target, string, string> Cases()
    {
        var data = new TheoryData<Target, string, string>();
        foreach (var target in Devices.Present)
        {
            data.Add(target, nameof(NewObject), "newobj");
            data.Add(target, nameof(Text), "strings");
            data.Add(target, nameof(Throwing), "newobj");
            data.Add(target, nameof(Recursive), "calls itself");
            data.Add(target, nameof(Trying), "try");
            data.Add(target, nameof(Array), "arrays live on the host");
            data.Add(target, nameof(Stack), "LocalMemory");
            data.Add(target, nameof(Mutable), "may change");
            data.Add(target, nameof(Spans), "ArrayView<float>");
            data.Add(target, nameof(Checked), "checked arithmetic");
            data.Add(target, nameof(Boxed), "RefusalTests.Boxed");
            data.Add(target, nameof(Extent), "must be a constant");
            data.Add(target, nameof(Cooperative), "LoadStreamKernel");
            data.Add(target, nameof(MixedSpaces), "separate variables");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_OfWhatDevicesLack_NamesMethodAndReason(Target target, string method, string reason)
    {
        var action = (Action<Index1D, ArrayView<float>>)Delegate.CreateDelegate(
            typeof(Action<Index1D, ArrayView<float>>),
            typeof(RefusalTests).GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!);
        var refusal = Assert.Throws<KernelTranslationException>(() => Devices.Get(target).LoadAutoGroupedStreamKernel(action));
        Assert.Contains($"Kernel RefusalTests.{method}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Load_OfACapturingLambda_SaysSo(Target target)
    {
        var factor = 3f;
        var refusal = Assert.Throws<NotSupportedException>(
            () => Devices.Get(target).LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>((i, v) => v[i] *= factor));
        Assert.Contains("captures", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Load_OfALambda_Runs(Target target)
    {
        var accelerator = Devices.Get(target);
        using var x = accelerator.Allocate1D(new[] { 1f, 2f });
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>((i, v) => v[i] *= 3f)(2, x.View);
        accelerator.Synchronize();
        Assert.Equal([3f, 6f], x.GetAsArray1D());
    }

    [Fact]
    public void Refusal_OfAHelper_NamesSourceLineAndPath()
    {
        var refusal = Assert.Throws<KernelTranslationException>(
            () => Devices.Get(Devices.Compiling).LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(Deep));
        Assert.Contains("RefusalTests.cs:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("RefusalTests.Deep → RefusalTests.Helper", refusal.Message, StringComparison.Ordinal);
    }

    private static void Deep(Index1D i, ArrayView<float> v) => v[i] = Helper(i);

    private static float Helper(int i) => i > 3 ? $"{i}".Length : 0;

    private static void NewObject(Index1D i, ArrayView<float> v) => v[i] = new List<int>(i).Count;

    private static void Text(Index1D i, ArrayView<float> v) => v[i] = "abc".Length + i;

    private static void Throwing(Index1D i, ArrayView<float> v)
    {
        if (i > 3)
            throw new InvalidOperationException();
        v[i] = 0;
    }

    private static void Recursive(Index1D i, ArrayView<float> v) => v[i] = Factorial(i);

    private static int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private static void Trying(Index1D i, ArrayView<float> v)
    {
        try
        {
            v[i] = 1;
        }
        finally
        {
            v[i] = 2;
        }
    }

    private static void Array(Index1D i, ArrayView<float> v) => v[i] = (new float[4])[i];

    private static unsafe void Stack(Index1D i, ArrayView<float> v)
    {
        var memory = stackalloc float[4];
        v[i] = memory[i];
    }

    private static void Mutable(Index1D i, ArrayView<float> v) => v[i] = counter;

    private static void Spans(Index1D i, ArrayView<float> v)
    {
        var span = new Span<float>(ref v[i]);
        v[i] = span[0];
    }

    private static void Checked(Index1D i, ArrayView<float> v) => v[i] = checked(i.X * 1000);

    private static void Boxed(Index1D i, ArrayView<float> v)
    {
        object boxed = i.X;
        v[i] = boxed.GetHashCode();
    }

    private static void Extent(Index1D i, ArrayView<float> v) => v[i] = LocalMemory.Allocate<float>(i.X + 1)[0];

    private static void Cooperative(Index1D i, ArrayView<float> v)
    {
        Group.Barrier();
        v[i] = 1;
    }

    private static void MixedSpaces(Index1D i, ArrayView<float> v)
    {
        var local = LocalMemory.Allocate<float>(4);
        ref var cell = ref i > 2 ? ref local[0] : ref v[i];
        cell = 3;
    }
}
