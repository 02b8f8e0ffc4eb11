using System.Text.Json.Nodes;
using GpuAc.Envs.Tests.Support;

namespace GpuAc.Envs.Tests.Verification;

/// <summary>Files that are not recordings, or not whole ones, give one message with file, field, value and remedy.</summary>
public class GoldenFileTests
{
    [Fact]
    public void Verify_NoFile_NamesIt() => Assert.Contains("no/such.json", Fault("no/such.json"));

    [Fact]
    public void Verify_Folder_NamesIt() => Assert.Contains(AppContext.BaseDirectory, Fault(AppContext.BaseDirectory));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Verify_CutShort_SaysSo(int length)
    {
        string text = File.ReadAllText(GoldenFiles.Path("CartPole-v0"))[..length];
        GoldenFiles.WithText(text, path => Assert.Contains("not valid JSON", Fault(path)));
    }

    [Theory]
    [InlineData("[]", "top level")]
    [InlineData("{}", "'environment'")]
    [InlineData("""{"environment":3}""", "'environment'")]
    [InlineData("""{"environment":"CartPole-v1"}""", "'trajectories'")]
    [InlineData("""{"environment":"CartPole-v1","trajectories":[]}""", "empty")]
    [InlineData("""{"environment":"CartPole-v1","trajectories":[7]}""", "trajectories[0] is 7")]
    [InlineData("""{"environment":"CartPole-v1","trajectories":[{}]}""", "trajectories[0].actions is missing")]
    [InlineData("""{"environment":"CartPole-v1","trajectories":[{"actions":[]}]}""", "at least one step")]
    [InlineData("""{"environment":"CartPol","trajectories":[{}]}""", "'CartPole-v1'")]
    public void Verify_Foreign_NamesWhatIsWrong(string text, string expected) =>
        GoldenFiles.WithText(text, path =>
        {
            string message = Fault(path);
            Assert.Contains(path, message);
            Assert.Contains(expected, message);
        });

    [Theory]
    [InlineData("states", "null", "states is null, but must be a list")]
    [InlineData("states", "[1]", "states holds 1 elements")]
    [InlineData("rewards", "\"x\"", "rewards is \"x\"")]
    [InlineData("initial_state", "[1,2,3]", "initial_state is a list of 3, but must be a list of 4 numbers")]
    [InlineData("length", "3", "length is 3")]
    public void Verify_FieldReplaced_NamesItAndItsValue(string field, string json, string expected) => GoldenFiles.WithChanged(
        "CartPole-v1",
        root => root["trajectories"]![2]![field] = JsonNode.Parse(json),
        path => Assert.Contains("trajectories[2]." + expected, Fault(path)));

    [Theory]
    [InlineData("states", "\"NaN\"", "states[4] is \"NaN\"")]
    [InlineData("rewards", "1e300", "rewards[4] is 1e300")]
    [InlineData("actions", "2", "actions[4] is 2")]
    [InlineData("actions", "0.5", "actions[4] is 0.5")]
    [InlineData("terminated", "2", "terminated[4] is 2")]
    public void Verify_ElementReplaced_NamesItAndItsValue(string field, string json, string expected) => GoldenFiles.WithChanged(
        "CartPole-v1",
        root => root["trajectories"]![2]![field]![4] = JsonNode.Parse(json),
        path => Assert.Contains("trajectories[2]." + expected, Fault(path)));

    private static string Fault(string path) => Assert.ThrowsAny<GpuAcException>(() => EnvironmentCatalog.Verify(path)).Message;
}
