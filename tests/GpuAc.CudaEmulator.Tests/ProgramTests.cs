using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>Control flow, structures, functions, memory of all kinds, and what threads tell each other.</summary>
public class ProgramTests
{
    [EmulatorFact]
    public void ControlFlow_OfLoopsAndSwitches_TakesTheCpusWay() => Reference.Agrees(ControlFlow);

    [EmulatorFact]
    public void Functions_WithStructuresAndReferences_ReturnWhatTheyDoOnTheCpu() => Reference.Agrees(Functions);

    [EmulatorFact]
    public void LocalArrays_IndexedByData_HoldWhatWasWritten() => Reference.Agrees(LocalArrays);

    [EmulatorFact]
    public void Shared_DeclaredAndDynamic_IsTheGroups() => Reference.Agrees(Shared, dynamicIntegers: 64);

    [EmulatorFact]
    public void Barriers_ThatVote_CountTheGroup() => Reference.Agrees(Votes);

    [EmulatorFact]
    public void Shuffles_OfAllKinds_TakeTheLanesThatTheyDoOnTheCpu() => Reference.Agrees(Shuffles);

    [EmulatorFact]
    public void Atomics_OfAllThreads_SumUp() => Reference.Agrees(Atomics);

    [EmulatorFact]
    public void InlineAssembly_InAKernel_IsPtxLikeTheRest()
    {
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> values = emulated.Cuda.Allocate1D([5, 7]);
        emulated.Cuda.LoadStreamKernel<ArrayView<int>>(Dot)((1, 1), values.View);
        emulated.Cuda.Synchronize();
        Assert.Equal([38, 7], values.GetAsArray1D());
    }

    private static void ControlFlow(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        int sum = 0;
        for (int i = 0; i < thread; i++)
        {
            if ((integers[i] & 1) == 0)
                continue;
            sum += integers[i];
            if (sum < -1_000_000_000)
                break;
        }

        integers[output] = sum;
        switch (integers[thread] & 7)
        {
            case 0:
                sum = 5;
                break;
            case 1:
                sum *= 3;
                break;
            case 2:
            case 3:
                sum -= 4;
                break;
            case 5:
                return;
            default:
                sum ^= 9;
                break;
        }

        integers[output + 1] = sum;
        int steps = 0;
        for (uint n = (uint)thread + 1; n != 1; n = n % 2 == 0 ? n / 2 : (3 * n) + 1)
            steps++;
        integers[output + 2] = steps;
    }

    private static void Functions(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        Mixed mixed = Mix(integers[thread], thread * 0.5f);
        float total = 1;
        for (int i = 0; i < 3; i++)
            total = Accumulate(total, mixed, ref mixed.Wide);
        numbers[output] = total;
        numbers[output + 1] = (float)mixed.Wide;
        integers[output] = mixed.Integer + mixed.Small;
        integers[output + 1] = (int)(mixed.Long >> 3);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Mixed Mix(int integer, float number) => new()
    {
        Small = (byte)integer,
        Integer = integer ^ 0x55,
        Wide = number * 3.0,
        Long = (long)integer * 1234567,
        Number = number,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Accumulate(float total, Mixed mixed, ref double wide)
    {
        wide += 0.25;
        return (total * 0.5f) + mixed.Number + mixed.Small;
    }

    private static void LocalArrays(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        ArrayView<int> counts = LocalMemory.Allocate<int>(8);
        for (int i = 0; i < 8; i++)
            counts[i] = i;
        for (int i = 0; i < Reference.Threads; i++)
            counts[integers[i] & 7] += thread;
        for (int i = 0; i < 8; i++)
            integers[output + i] = counts[i];
    }

    private static void Shared(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread), own = Group.IdxX;
        ArrayView<int> dynamic = SharedMemory.GetDynamic<int>();
        ArrayView<long> declared = SharedMemory.Allocate<long>(64);
        dynamic[own] = integers[thread];
        declared[own] = thread;
        for (int step = 1; step < 64; step *= 2)
        {
            Group.Barrier();
            int other = own >= step ? dynamic[own - step] : 0;
            Group.Barrier();
            dynamic[own] += other;
        }

        Group.Barrier();
        integers[output] = dynamic[63 - own];
        integers[output + 1] = (int)declared[(own + 17) % 64];
        integers[output + 2] = dynamic.IntLength;
    }

    private static void Votes(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        integers[output] = Group.BarrierPopCount(integers[thread] > 0);
        integers[output + 1] = Group.BarrierOr(integers[thread] == 31) ? 1 : 0;
        integers[output + 2] = Group.BarrierAnd(integers[thread] != 12345) ? 1 : 0;
    }

    private static void Shuffles(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread), value = integers[thread];
        integers[output] = Warp.Shuffle(value, 5);
        integers[output + 1] = Warp.ShuffleXor(value, 3);
        integers[output + 2] = Warp.LaneIdx < 28 ? 0 : 1;
        int down = Warp.ShuffleDown(value, 4), up = Warp.ShuffleUp(value, 2);
        integers[output + 3] = Warp.LaneIdx < 28 ? down : 0;
        integers[output + 4] = Warp.LaneIdx >= 2 ? up : 0;
    }

    private static void Atomics(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, value = integers[thread], output = Reference.OutputOf(0);
        Atomic.Add(ref integers[output], value);
        Atomic.Max(ref integers[output + 1], value);
        Atomic.Min(ref integers[output + 2], value);
        Atomic.And(ref integers[output + 3], value);
        Atomic.Or(ref integers[output + 4], value & 0xff);
        Atomic.Xor(ref integers[output + 5], value);
        Atomic.Add(ref numbers[output], thread);
        Atomic.Max(ref numbers[output + 1], thread * 0.5f);
        int place = Atomic.Add(ref integers[output + 6], 1);
        Atomic.Add(ref integers[output + 7], place);
        if (Atomic.CompareExchange(ref integers[output + 8], 0, 77) == 0)
            Atomic.Add(ref integers[output + 9], 1);
    }

    private static void Dot(ArrayView<int> values)
    {
        CudaAsm.Emit(
            "{\n.reg .b32 %%product;\nmul.lo.s32 %%product, %1, %2;\nadd.s32 %0, %%product, 3;\n}", out int result, values[0], values[1]);
        values[0] = result;
    }

    private struct Mixed
    {
        public byte Small;
        public int Integer;
        public double Wide;
        public long Long;
        public float Number;
    }
}
