using System.Runtime.CompilerServices;
using GpuAc.Kernels.Returns;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>
/// What the return estimators read and write, <c>[block of 64 environments][time step][row][64]</c>: a block's whole history is
/// one run of memory that the worker that rolled it out still has in its cache.
/// </summary>
internal sealed unsafe class ScanColumns : IDisposable
{
    /// <summary>Rows of a time step. End is how the step left its episode; see <see cref="EpisodeEnd"/>.</summary>
    public const int Reward = 0, Value = 1, FinalValue = 2, End = 3, Advantage = 4, Return = 5, Rows = 6;

    private readonly AlignedBuffer memory;

    /// <summary>Allocates; one more time step than the rollout has, for the value that it ends with.</summary>
    public ScanColumns(int numEnvs, int numSteps)
    {
        NumEnvs = numEnvs;
        NumSteps = numSteps;
        Blocks = Tile.Count(numEnvs);
        Lengths = new int[Blocks];
        Array.Fill(Lengths, numSteps);
        memory = new AlignedBuffer((long)Blocks * (numSteps + 1) * Rows * Tile.Lanes);
    }

    /// <summary>Environments.</summary>
    public int NumEnvs { get; }

    /// <summary>Blocks of 64 environments.</summary>
    public int Blocks { get; }

    /// <summary>Time steps that each block's part of the last rollout has.</summary>
    public int[] Lengths { get; }

    /// <summary>Most time steps of a rollout.</summary>
    public int NumSteps { get; }

    /// <summary>First row of a time step of a block.</summary>
    public float* this[int block, int t] => memory.Pointer + ((((long)block * (NumSteps + 1)) + t) * Rows * Tile.Lanes);

    /// <summary>One register of environments of a block, through time.</summary>
    public Column<F> Lane<F>(int block, int lane)
        where F : struct, IFloatLane<F> => new(this[block, 0] + lane);

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    /// <summary>One register of environments through time.</summary>
    internal readonly struct Column<F>(float* first) : IRolloutColumn<F>
        where F : struct, IFloatLane<F>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public F Reward(int t) => F.Load(At(t, ScanColumns.Reward));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public F Value(int t) => F.Load(At(t, ScanColumns.Value));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public F FinalValue(int t) => F.Load(At(t, ScanColumns.FinalValue));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public F End(int t) => F.Load(At(t, ScanColumns.End));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(int t, F advantage, F valueTarget)
        {
            advantage.Store(At(t, Advantage));
            valueTarget.Store(At(t, Return));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private float* At(int t, int row) => first + (((t * Rows) + row) * (nint)Tile.Lanes);
    }
}
