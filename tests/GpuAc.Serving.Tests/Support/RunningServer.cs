using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GpuAc.Cli.Tests.Support;
using GpuAc.Serving.Settings;

namespace GpuAc.Serving.Tests.Support;

/// <summary>A server at free ports over a folder of policies, and a client of it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private RunningServer()
    {
    }

    /// <summary>The server.</summary>
    public PolicyServer Server { get; private set; } = null!;

    /// <summary>Where the policies are.</summary>
    public string Folder => folder.Path;

    /// <summary>What the server logged.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Knows the server's address.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="change">Changes the options, which reload every 20 ms, from loopback at free ports.</param>
    /// <param name="files">Paths in the folder and what they hold; without any, <c>pole.onnx</c>, the discrete policy.</param>
    public static async Task<RunningServer> StartAsync(
        Func<ServingOptions, ServingOptions>? change = null, params (string Path, byte[] Content)[] files)
    {
        var running = new RunningServer();
        foreach ((string path, byte[] content) in files is [] ? [("pole.onnx", TestPolicies.Discrete)] : files)
            running.Write(path, content);
        var options = new ServingOptions
        {
            Policies = [new PolicySource(running.Folder)],
            Port = 0,
            GrpcPort = 0,
            ReloadInterval = TimeSpan.FromMilliseconds(20),
        };
        try
        {
            running.Server = await PolicyServer.StartAsync(change?.Invoke(options) ?? options, running.Log.Enqueue);
        }
        catch
        {
            running.folder.Dispose();
            throw;
        }

        running.Client.BaseAddress = running.Server.Address;
        return running;
    }

    /// <summary>Puts a file into its place, as a whole.</summary>
    public void Write(string path, byte[] content)
    {
        string target = folder[path];
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target + ".part", content);
        File.Move(target + ".part", target, overwrite: true);
    }

    /// <summary>Asks for inference.</summary>
    /// <returns>Status and body.</returns>
    public Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body) => PostAsync(path, Encoding.UTF8.GetBytes(body));

    /// <summary>Asks for inference.</summary>
    /// <returns>Status and body.</returns>
    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using HttpResponseMessage answer = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks for inference, which has to succeed.</summary>
    /// <returns>The outputs' data, by name.</returns>
    public async Task<Dictionary<string, List<float>>> InferAsync(string path, float[] observations, int rows, params string[] outputs)
    {
        (HttpStatusCode status, string body) = await PostAsync(path, Request(observations, rows, outputs));
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        using JsonDocument json = JsonDocument.Parse(body);
        return Data(json.RootElement);
    }

    /// <summary>An answer's data, by output.</summary>
    public static Dictionary<string, List<float>> Data(JsonElement answer) => answer.GetProperty("outputs").EnumerateArray().ToDictionary(
        output => output.GetProperty("name").GetString()!,
        output => output.GetProperty("data").EnumerateArray().Select(number => number.GetSingle()).ToList());

    /// <summary>A request.</summary>
    public static string Request(float[] observations, int rows, params string[] outputs) => JsonSerializer.Serialize(new
    {
        inputs = new[] { new { name = "observation", datatype = "FP32", shape = new[] { rows, observations.Length / rows }, data = observations } },
        outputs = outputs.Select(name => new { name }),
    });

    /// <summary>Reads a JSON answer, whatever its status.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using HttpResponseMessage answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Waits until the server has logged a line that holds a text.</summary>
    public async Task LoggedAsync(string text)
    {
        while (!Log.Any(line => line.Contains(text, StringComparison.Ordinal)))
            await Task.Delay(5);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        folder.Dispose();
    }
}
