using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>The group that a kernel's thread belongs to. For kernels only.</summary>
public static class Group
{
    /// <summary>X index of this thread in its group.</summary>
    public static int IdxX => CpuThread.In("Group.IdxX").GroupIndex.X;

    /// <summary>Y index of this thread in its group.</summary>
    public static int IdxY => CpuThread.In("Group.IdxY").GroupIndex.Y;

    /// <summary>Z index of this thread in its group.</summary>
    public static int IdxZ => CpuThread.In("Group.IdxZ").GroupIndex.Z;

    /// <summary>Index of this thread in its group.</summary>
    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    /// <summary>Threads of the group in X.</summary>
    public static int DimX => CpuThread.In("Group.DimX").GroupDim.X;

    /// <summary>Threads of the group in Y.</summary>
    public static int DimY => CpuThread.In("Group.DimY").GroupDim.Y;

    /// <summary>Threads of the group in Z.</summary>
    public static int DimZ => CpuThread.In("Group.DimZ").GroupDim.Z;

    /// <summary>Threads of the group in each dimension.</summary>
    public static Index3D Dimension => new(DimX, DimY, DimZ);

    /// <summary>Index of this thread in its group, X fastest.</summary>
    public static int LinearIndex => (((IdxZ * DimY) + IdxY) * DimX) + IdxX;

    /// <summary>True for the group's first thread.</summary>
    public static bool IsFirstThread => LinearIndex == 0;

    /// <summary>True for the group's last thread.</summary>
    public static bool IsLastThread => LinearIndex == (DimX * DimY * DimZ) - 1;

    /// <summary>Waits for every thread of the group and makes their writes visible to each other.</summary>
    public static void Barrier() => CpuThread.In("Group.Barrier").GroupBarrier();

    /// <summary>Waits for the group and counts for how many threads the predicate holds.</summary>
    public static int BarrierPopCount(bool predicate) => CpuThread.In("Group.BarrierPopCount").GroupCount(predicate);

    /// <summary>Waits for the group and says whether the predicate holds for all.</summary>
    public static bool BarrierAnd(bool predicate) => BarrierPopCount(predicate) == DimX * DimY * DimZ;

    /// <summary>Waits for the group and says whether the predicate holds for any.</summary>
    public static bool BarrierOr(bool predicate) => BarrierPopCount(predicate) != 0;

    /// <summary>Gives one thread's value to all of the group.</summary>
    /// <param name="value">The value.</param>
    /// <param name="groupIndex">Linear index of the thread whose value it is.</param>
    public static T Broadcast<T>(T value, int groupIndex)
        where T : unmanaged => CpuThread.In("Group.Broadcast").GroupExchange(value, groupIndex);
}
