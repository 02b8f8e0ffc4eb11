using System.Text.Json.Nodes;

namespace GpuAc.Envs.Tests.Support;

/// <summary>The recorded trajectories next to the tests, and damaged copies of them.</summary>
internal static class GoldenFiles
{
    /// <summary>Ids of the environments that there are recordings of.</summary>
    public static TheoryData<string> Environments =>
        ["Acrobot-v1", "CartPole-v0", "CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1"];

    /// <summary>The file of an environment.</summary>
    public static string Path(string environment) =>
        System.IO.Path.Combine(AppContext.BaseDirectory, "Reference", "golden", environment + ".json");

    /// <summary>Writes a changed copy, hands its path over, and deletes it.</summary>
    public static void WithChanged(string environment, Action<JsonObject> change, Action<string> use)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path(environment)))!.AsObject();
        change(root);
        WithText(root.ToJsonString(), use);
    }

    /// <summary>Writes a file of any text, hands its path over, and deletes it.</summary>
    public static void WithText(string text, Action<string> use)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".json");
        try
        {
            File.WriteAllText(path, text);
            use(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
