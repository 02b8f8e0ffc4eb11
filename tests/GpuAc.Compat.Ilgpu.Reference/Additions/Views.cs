// Views implement these members of IArrayView explicitly, so that the listing shows them only in the interface.
using ILGPU.Runtime;

namespace ILGPU
{
    public readonly partial struct ArrayView<T>
    {
        MemoryBuffer IArrayView.Buffer => throw null!;

        int IArrayView.ElementSize => throw null!;
    }
}

namespace ILGPU.Runtime
{
    public readonly partial struct ArrayView1D<T, TStride>
    {
        MemoryBuffer IArrayView.Buffer => throw null!;

        int IArrayView.ElementSize => throw null!;
    }

    public readonly partial struct ArrayView2D<T, TStride>
    {
        MemoryBuffer IArrayView.Buffer => throw null!;

        int IArrayView.ElementSize => throw null!;
    }

    public readonly partial struct ArrayView3D<T, TStride>
    {
        MemoryBuffer IArrayView.Buffer => throw null!;

        int IArrayView.ElementSize => throw null!;
    }

    public partial class MemoryBuffer<TView>
    {
        MemoryBuffer IArrayView.Buffer => throw null!;
    }
}
