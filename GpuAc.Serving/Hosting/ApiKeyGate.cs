using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace GpuAc.Serving.Hosting;

/// <summary>Lets requests pass that bring the key, and health probes.</summary>
/// <param name="key">The key.</param>
internal sealed class ApiKeyGate(string key)
{
    /// <summary>Path of the liveness probe.</summary>
    internal const string Live = "/v2/health/live";

    /// <summary>Path of the readiness probe.</summary>
    internal const string Ready = "/v2/health/ready";

    private const string Scheme = "Bearer ";

    private readonly byte[] hash = Hash(key);

    /// <summary>The middleware.</summary>
    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is Live or Ready || IsKey(context.Request.Headers.Authorization.ToString()))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"error\":\"The request lacks the server's key: send Authorization: Bearer KEY.\"}");
    }

    // Hashes are of one length, and are compared in a time that does not tell where they differ.
    private bool IsKey(string header) => header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
