namespace GpuAc.Envs.Tests.Support;

/// <summary>Tests that watch what the whole process has allocated, so that nothing else may run concurrently with them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class SerialCollection
{
    /// <summary>What a test class names to belong here.</summary>
    public const string Name = "serial";
}
