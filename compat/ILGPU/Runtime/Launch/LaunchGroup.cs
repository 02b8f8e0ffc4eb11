namespace ILGPU.Runtime.Launch;

/// <summary>Group sizes of implicitly grouped kernels.</summary>
internal static class LaunchGroup
{
    /// <summary>Refuses a group that the accelerator cannot run.</summary>
    public static int Check(Accelerator accelerator, int groupSize)
    {
        if (groupSize < 1 || groupSize > accelerator.MaxNumThreadsPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(groupSize),
                $"Groups of {groupSize} threads were asked for, but {accelerator.Name} allows 1 to {accelerator.MaxNumThreadsPerGroup}.");
        }

        return groupSize;
    }

    /// <summary>The shape of a group of about <paramref name="groupSize"/> threads for an extent: wide in X, which runs fastest.</summary>
    public static Index3D Shape(Index3D extent, int groupSize)
    {
        if (extent.Y == 1 && extent.Z == 1)
            return new(groupSize, 1, 1);
        var x = Math.Min(groupSize, 32);
        while (x > 1 && x / 2 >= extent.X)
            x /= 2;
        return new(x, Math.Max(1, groupSize / x), 1);
    }
}
