using System.Net.Sockets;
using System.Text;

namespace GpuAc.Benchmarks.Serving;

/// <summary>A connection of HTTP/1.1 with a request that is written once, so that the client costs as little as may be.</summary>
internal sealed class RestClient : ILoadClient
{
    private readonly byte[] buffer = new byte[4096];
    private readonly byte[] request;
    private readonly TcpClient socket = new() { NoDelay = true };

    private RestClient(byte[] request) => this.request = request;

    /// <summary>Connects.</summary>
    internal static async Task<ILoadClient> ConnectAsync(Uri address, string model, int observations)
    {
        string body = $"{{\"inputs\":[{{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[1,{observations}],\"data\":["
            + string.Join(',', Enumerable.Repeat("0.01", observations)) + "]}],\"outputs\":[{\"name\":\"action\"}]}";
        string head = $"POST /v2/models/{model}/infer HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: {body.Length}\r\n\r\n";
        var client = new RestClient(Encoding.ASCII.GetBytes(head + body));
        await client.socket.ConnectAsync(address.Host, address.Port);
        return client;
    }

    /// <inheritdoc/>
    public async Task AskAsync()
    {
        NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(request);
        int length = 0;
        do
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            length += read;
        }
        while (!IsWhole(buffer.AsSpan(0, length)));
        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
            throw new IOException($"The server answered: {Encoding.UTF8.GetString(buffer, 0, length)}");
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    // Answers come in chunks; the last one is empty.
    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("\r\n0\r\n\r\n"u8);
}
