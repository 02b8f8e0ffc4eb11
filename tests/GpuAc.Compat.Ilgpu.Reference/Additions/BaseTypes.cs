// Bases, interfaces and argument types that the listing names in headers and signatures without listing their members.
// Interfaces have only the members that every implementation in the listing shows.
using System;
using ILGPU.Runtime;

namespace ILGPU
{
    public interface IIndex
    {
    }

    public interface IIntrinsicIndex : IIndex
    {
    }

    public interface IGenericIndex<TIndex> : IIndex
        where TIndex : struct, IIndex
    {
    }

    public interface IIntIndex : IIndex
    {
    }

    public interface IIntIndex<TIndex, TLongIndex> : IIntIndex, IGenericIndex<TIndex>
        where TIndex : struct, IIndex
        where TLongIndex : struct, IIndex
    {
    }

    public interface ILongIndex<TLongIndex, TIndex> : IGenericIndex<TLongIndex>
        where TLongIndex : struct, IIndex
        where TIndex : struct, IIndex
    {
    }

    public interface IStride<TIndex>
        where TIndex : struct, IIndex
    {
        TIndex StrideExtent { get; }
    }

    public interface IStride<TIndex, TLongIndex> : IStride<TIndex>
        where TIndex : struct, IIndex
        where TLongIndex : struct, IIndex
    {
    }

    public interface ICastableStride<TIndex, TLongIndex, TStride> : IStride<TIndex, TLongIndex>
        where TIndex : struct, IIndex
        where TLongIndex : struct, IIndex
    {
    }

    public interface IStride1D : IStride<Index1D, LongIndex1D>
    {
        int XStride { get; }
    }

    public interface IStride2D : IStride<Index2D, LongIndex2D>
    {
        int XStride { get; }

        int YStride { get; }
    }

    public interface IStride3D : IStride<Index3D, LongIndex3D>
    {
        int XStride { get; }

        int YStride { get; }

        int ZStride { get; }
    }

    public static partial class Stride3D
    {
        public struct General : IStride3D
        {
            public General(Index3D stride) => throw null!;

            public int XStride => throw null!;

            public int YStride => throw null!;

            public int ZStride => throw null!;

            public Index3D StrideExtent => throw null!;
        }
    }

    public interface IArrayView<T> : IArrayView
        where T : unmanaged
    {
    }

    public interface IArrayView<T, TIndex> : IArrayView
        where T : unmanaged
        where TIndex : struct, IIndex
    {
    }

    public interface IArrayView<T, TIndex, TLongIndex, TStride> : IArrayView<T, TLongIndex>
        where T : unmanaged
        where TIndex : struct, IIndex
        where TLongIndex : struct, IIndex
    {
    }

    public interface IContiguousArrayView : IArrayView
    {
    }

    public interface IContiguousArrayView<T> : IContiguousArrayView, IArrayView<T>
        where T : unmanaged
    {
    }
}

namespace ILGPU.Util
{
    public abstract class DisposeBase : IDisposable
    {
        public bool IsDisposed => throw null!;

        public void Dispose() => throw null!;
    }
}

namespace ILGPU.Runtime
{
    public abstract class CompiledKernel
    {
        public class KernelInfo
        {
            internal KernelInfo()
            {
            }
        }
    }

    public class AcceleratorException : Exception
    {
    }
}
