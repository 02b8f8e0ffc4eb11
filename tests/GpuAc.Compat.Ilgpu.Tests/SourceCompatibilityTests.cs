using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;

namespace GpuAc.Compat.Ilgpu.Tests;

/// <summary>
/// Product code stays within the package's interface. GpuAc.Compat.Ilgpu.SourceCheck compiles it against the package's signatures; what is
/// tested here is that nothing escapes that project, and that the stand-in offers no name that the package lacks.
/// </summary>
[Trait("Needs", "Checkout")]
public class SourceCompatibilityTests
{
    /// <summary>
    /// Members that the package has, but that its list of signatures leaves out, and those that every struct or exception has.
    /// </summary>
    private static readonly HashSet<string> Known =
    [
        "Equals", "GetHashCode", "ToString", "Dispose", "IsDisposed", ".ctor", "value__", "Deconstruct",
    ];

    [Fact]
    public void PublicMembers_OfTheStandIn_AreMembersOfThePackage()
    {
        var package = File.ReadAllLines(Path.Combine(Folder(), "..", "Reference", "ilgpu-1.5.3-members.txt")).ToHashSet();
        var extra = new List<string>();
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var types = typeof(Context).Assembly.GetExportedTypes()
            .Where(type => type.Namespace != "ILGPU.Extras" && !type.IsAssignableTo(typeof(Exception)));
        foreach (var type in types)
        {
            var name = Plain(type.Name);
            foreach (var member in type.GetMembers(declared))
            {
                if (member is MethodInfo { IsSpecialName: true } method && !method.Name.StartsWith("op_", StringComparison.Ordinal))
                    continue;
                if (member is not Type && !Known.Contains(member.Name) && !package.Contains($"{name}.{member.Name}")
                    && !Inherited(type, member, package))
                    extra.Add($"{name}.{member.Name}");
            }
        }

        Assert.Equal(Allowed, extra.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What the list of signatures leaves out, or the stand-in shows for its own needs; product code uses none of it.</summary>
    private static string[] Allowed =>
    [
        "Accelerator.Disposed",
        "ArrayView.AsBytes",
        "ArrayView.Buffer",
        "ArrayView1D.AsBytes",
        "ArrayView1D.Buffer",
        "CLAccelerator.ContextPtr",
        "CLDevice.CreateCLAccelerator",
        "CLDevice.DeviceId",
        "CLDevice.PlatformId",
        "CLStream.CommandQueue",
        "CPUAccelerator.Mode",
        "CudaDevice.CreateCudaAccelerator",
        "CudaDevice.DeviceId",
        "DeviceCollection.Count",
        "DeviceCollection.GetEnumerator",
        "DeviceCollection.Item",
        "IContiguousArrayView.AsBytes",
        "IContiguousArrayView.BaseView",
        "IIndex.IndexType",
        "IIndex.LongSize",
        "IStride1D.XStride",
        "IndexType.Index1D",
        "IndexType.Index2D",
        "IndexType.Index3D",
        "IndexType.KernelConfig",
        "IndexType.None",
        "KernelConfig.LongSize",
        "LongIndex1D.op_Equality",
        "LongIndex1D.op_Explicit",
        "LongIndex1D.op_Implicit",
        "LongIndex1D.op_Inequality",
    ];

    /// <summary>Those are the projects that GpuAc.Compat.Ilgpu.SourceCheck compiles.</summary>
    [Fact]
    public void Products_ThatNameIlgpu_AreCompiledAgainstTheSignatures() =>
        Assert.All(
            Products("ILGPU"),
            file => Assert.True(
                file.StartsWith("GpuAc.Kernels/") || file.StartsWith("GpuAc.Envs/") || file.StartsWith("GpuAc.Training/"), file));

    /// <summary>The folders that the build leaves out where the package is used.</summary>
    [Fact]
    public void Products_ThatNameExtras_AreInTheFolderExtras() =>
        Assert.All(
            Products("ILGPU.Extras"), file => Assert.StartsWith("GpuAc.Kernels/Accelerators/Extras/", file, StringComparison.Ordinal));

    private static string[] Products(string text)
    {
        var root = Path.GetFullPath(Path.Combine(Folder(), "..", ".."));
        var sources = Directory.GetDirectories(root, "GpuAc.*")
            .SelectMany(project => Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));
        string[] files = [.. sources
            .Where(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))];
        Assert.NotEmpty(files);
        return files;
    }

    private static bool Inherited(Type type, MemberInfo member, HashSet<string> package)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (package.Contains($"{Plain(parent.Name)}.{member.Name}"))
                return true;
        }

        return false;
    }

    private static string Plain(string name) => name.Split('`')[0];

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
