namespace ILGPU.Frontend.Types;

/// <summary>Where memory lies, as OpenCL C has it.</summary>
internal enum AddressSpace
{
    /// <summary>Of one thread.</summary>
    Private,

    /// <summary>Of the device.</summary>
    Global,

    /// <summary>Of a group.</summary>
    Shared,
}

/// <summary>An address space that may not be known yet: references that must agree share one. Union-find.</summary>
internal sealed class Space
{
    private Space? link;
    private AddressSpace? value;

    public Space()
    {
    }

    public Space(AddressSpace value) => this.value = value;

    /// <summary>The space that stands for all that must agree with this one.</summary>
    public Space Root
    {
        get
        {
            var root = this;
            while (root.link is not null)
                root = root.link;
            return root;
        }
    }

    public AddressSpace? Value => Root.value;

    /// <exception cref="RefusalException">They lie in different spaces.</exception>
    public static void Unify(Space first, Space second)
    {
        var (a, b) = (first.Root, second.Root);
        if (a == b)
            return;
        if (a.value is { } x && b.value is { } y && x != y)
            throw new RefusalException(
                $"one reference or view would show both {Name(x)} and {Name(y)} memory, which OpenCL C cannot express; use separate "
                + "variables");
        b.value ??= a.value;
        a.link = b;
    }

    private static string Name(AddressSpace space) => space switch
    {
        AddressSpace.Private => "local",
        AddressSpace.Global => "global",
        _ => "shared",
    };
}
