using System.Text.Json;

namespace GpuAc.Envs.Verification;

/// <summary>A file of recorded trajectories, opened: valid JSON that names its environment. Trajectories are read once the sizes are
/// known.</summary>
internal sealed class GoldenFile : IDisposable
{
    private readonly JsonDocument document;

    private GoldenFile(string path, JsonDocument document)
    {
        Path = path;
        this.document = document;
    }

    /// <summary>Path as given.</summary>
    public string Path { get; }

    /// <summary>The id in the field <c>environment</c>.</summary>
    public string Environment { get; private init; } = string.Empty;

    /// <summary>The elements of the field <c>trajectories</c>; at least one.</summary>
    public JsonElement Trajectories { get; private init; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="GpuAcException">It cannot be read, is not JSON, or holds no trajectories.</exception>
    public static GoldenFile Open(string path)
    {
        JsonDocument document = Parse(path);
        try
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw Foreign(path, $"its top level is {GoldenReader.Describe(root)} instead of an object");
            if (!root.TryGetProperty("environment", out JsonElement id) || id.ValueKind != JsonValueKind.String
                || string.IsNullOrWhiteSpace(id.GetString()))
                throw Foreign(path, "the field 'environment' with the environment's id is missing or not a string");
            if (!root.TryGetProperty("trajectories", out JsonElement trajectories) || trajectories.ValueKind != JsonValueKind.Array)
                throw Foreign(path, "the field 'trajectories' is missing or not a list");
            if (trajectories.GetArrayLength() == 0)
                throw Foreign(path, "the list 'trajectories' is empty, so there is nothing to compare");
            return new GoldenFile(path, document) { Environment = id.GetString()!, Trajectories = trajectories };
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException cause)
        {
            throw new GpuAcException(
                $"'{path}' is not valid JSON from line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1} on; it may have "
                    + "been cut short. Copy or record it again.", cause);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GpuAcException($"There is no file '{path}'; give the path of a file of recorded trajectories.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new GpuAcException(
                $"'{path}' cannot be read: {cause.Message} Give the path of a readable file of recorded trajectories.", cause);
        }
    }

    private static GpuAcException Foreign(string path, string fault) =>
        new($"'{path}' is not a file of recorded trajectories: {fault}. Record one as tests/Reference/golden/README.md says.");
}
