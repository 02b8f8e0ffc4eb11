using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>The grid of groups that a kernel's thread belongs to. For kernels only.</summary>
public static class Grid
{
    /// <summary>X index of this thread's group.</summary>
    public static int IdxX => CpuThread.In("Grid.IdxX").GridIndex.X;

    /// <summary>Y index of this thread's group.</summary>
    public static int IdxY => CpuThread.In("Grid.IdxY").GridIndex.Y;

    /// <summary>Z index of this thread's group.</summary>
    public static int IdxZ => CpuThread.In("Grid.IdxZ").GridIndex.Z;

    /// <summary>Index of this thread's group.</summary>
    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    /// <summary>Groups in X.</summary>
    public static int DimX => CpuThread.In("Grid.DimX").GridDim.X;

    /// <summary>Groups in Y.</summary>
    public static int DimY => CpuThread.In("Grid.DimY").GridDim.Y;

    /// <summary>Groups in Z.</summary>
    public static int DimZ => CpuThread.In("Grid.DimZ").GridDim.Z;

    /// <summary>Groups in each dimension.</summary>
    public static Index3D Dimension => new(DimX, DimY, DimZ);

    /// <summary>Index of this thread's group, X fastest.</summary>
    public static int LinearIndex => (((IdxZ * DimY) + IdxY) * DimX) + IdxX;

    /// <summary>Index of this thread in the whole grid.</summary>
    public static Index3D GlobalIndex =>
        new((IdxX * Group.DimX) + Group.IdxX, (IdxY * Group.DimY) + Group.IdxY, (IdxZ * Group.DimZ) + Group.IdxZ);

    /// <summary>Index of this thread in the whole grid, group by group.</summary>
    public static int GlobalLinearIndex => (LinearIndex * (Group.DimX * Group.DimY * Group.DimZ)) + Group.LinearIndex;
}
