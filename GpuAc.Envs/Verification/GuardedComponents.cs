using System.Runtime.CompilerServices;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;

namespace GpuAc.Envs.Verification;

/// <summary>Components between margins of memory, so that an access beyond them harms nothing and is noticed.</summary>
/// <typeparam name="F">Lane type.</typeparam>
internal sealed unsafe class GuardedComponents<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    /// <summary>Components of the margin on either side.</summary>
    private const int Margin = 4096;

    private const int All = Margin + Components.Capacity + Margin;

    private readonly AlignedBuffer memory = new((long)All * F.Width);
    private float margin;

    /// <summary>The components.</summary>
    public ref Components<F> Value => ref Unsafe.AsRef<Components<F>>(At(0));

    /// <summary>Fills components and margins.</summary>
    /// <param name="components">Every component.</param>
    /// <param name="margin">Every value of the margins.</param>
    public void Fill(float components, float margin)
    {
        this.margin = margin;
        for (int i = -Margin; i < Components.Capacity + Margin; i++)
            F.Of(i is >= 0 and < Components.Capacity ? components : margin).Store(At(i));
    }

    /// <summary>
    /// The index, beyond the components, that something was written to, the nearest above before those below; null for none.
    /// </summary>
    public int? FirstWritten()
    {
        for (int i = Components.Capacity; i < Components.Capacity + Margin; i++)
        {
            if (IsWritten(i))
                return i;
        }

        for (int i = -1; i >= -Margin; i--)
        {
            if (IsWritten(i))
                return i;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private bool IsWritten(int index)
    {
        for (int lane = 0; lane < F.Width; lane++)
        {
            if (BitConverter.SingleToInt32Bits(At(index)[lane]) != BitConverter.SingleToInt32Bits(margin))
                return true;
        }

        return false;
    }

    private float* At(int index) => memory.Pointer + ((Margin + index) * F.Width);
}
