using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>Runs a kernel on the emulated driver and on ILGPU's CPU, and compares what it wrote.</summary>
internal static class Reference
{
    /// <summary>Threads of a kernel: their inputs are at their index in each of the first rows.</summary>
    public const int Threads = 128;

    /// <summary>Where outputs begin: <see cref="Outputs"/> of each thread.</summary>
    public const int FirstOutput = 4 * Threads;

    public const int Outputs = 16;

    private const int Length = FirstOutput + (Threads * Outputs);

    private static readonly int[] EdgeIntegers = [0, 1, -1, 2, 31, 32, 33, 255, -128, 65535, int.MinValue, int.MaxValue];

    private static readonly float[] EdgeNumbers =
    [
        0, -0.0f, 1, -1, 0.5f, 1.5f, 2.5f, -2.5f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e-40f, 1e9f, -3e9f, 1e20f,
        127.6f,
    ];

    /// <summary>Runs a kernel as two groups of 64 threads.</summary>
    /// <param name="kernel">Its inputs are integers and numbers of all sizes.</param>
    /// <param name="tolerance">Relative difference of numbers that is allowed; 0 for the same bits.</param>
    /// <param name="mode">How numbers are calculated.</param>
    /// <param name="smooth">Whether numbers are to be plain ones, neither edges of the format nor large.</param>
    /// <param name="dynamicIntegers">Dynamic shared memory.</param>
    public static void Agrees(
        Action<ArrayView<int>, ArrayView<float>> kernel, double tolerance = 0, MathMode mode = MathMode.Default, bool smooth = false,
        int dynamicIntegers = 0)
    {
        using EmulatedAccelerator emulated = new(mode);
        using Accelerator reference = emulated.CreateReference();
        (int[] integers, float[] numbers) = Run(emulated.Cuda, kernel, smooth, dynamicIntegers);
        (int[] expectedIntegers, float[] expectedNumbers) = Run(reference, kernel, smooth, dynamicIntegers);
        Assert.Contains(integers[FirstOutput..].Zip(numbers[FirstOutput..]), output => output.First != 0 || output.Second != 0);
        for (int i = 0; i < Length; i++)
        {
            string where = i < FirstOutput ? $"input {i}" : $"thread {(i - FirstOutput) / Outputs}, output {(i - FirstOutput) % Outputs}";
            Assert.True(expectedIntegers[i] == integers[i], $"integer of {where}: {integers[i]}, not {expectedIntegers[i]}");
            bool near = expectedNumbers[i].Equals(numbers[i])
                || Math.Abs(expectedNumbers[i] - numbers[i]) <= tolerance * Math.Max(1, Math.Abs(expectedNumbers[i]));
            Assert.True(near, $"number of {where}: {numbers[i]}, not {expectedNumbers[i]}");
        }
    }

    /// <summary>The first of the outputs of the calling thread.</summary>
    public static int OutputOf(int thread) => FirstOutput + (thread * Outputs);

    private static (int[] Integers, float[] Numbers) Run(
        Accelerator accelerator, Action<ArrayView<int>, ArrayView<float>> kernel, bool smooth, int dynamicIntegers)
    {
        (int[] integers, float[] numbers) = Inputs(smooth);
        using MemoryBuffer1D<int, Stride1D.Dense> first = accelerator.Allocate1D(integers);
        using MemoryBuffer1D<float, Stride1D.Dense> second = accelerator.Allocate1D(numbers);
        SharedMemoryConfig shared = dynamicIntegers > 0 ? SharedMemoryConfig.RequestDynamic<int>(dynamicIntegers) : default;
        accelerator.LoadStreamKernel(kernel)(new KernelConfig(2, Threads / 2, shared), first.View, second.View);
        accelerator.Synchronize();
        return (first.GetAsArray1D(), second.GetAsArray1D());
    }

    private static (int[] Integers, float[] Numbers) Inputs(bool smooth)
    {
        Random random = new(3);
        int[] integers = new int[Length];
        float[] numbers = new float[Length];
        for (int i = 0; i < FirstOutput; i++)
        {
            integers[i] = random.Next(3) == 0 ? EdgeIntegers[random.Next(EdgeIntegers.Length)] : random.Next(int.MinValue, int.MaxValue);
            numbers[i] = (float)((random.NextDouble() * 8) - 4);
            if (!smooth && random.Next(3) == 0)
                numbers[i] = EdgeNumbers[random.Next(EdgeNumbers.Length)];
        }

        return (integers, numbers);
    }
}
