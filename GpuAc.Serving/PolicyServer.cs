using System.Net.Sockets;
using Grpc.AspNetCore.Server.Model;
using GpuAc.Serving.Batching;
using GpuAc.Serving.Hosting;
using GpuAc.Serving.Models;
using GpuAc.Serving.Rest;
using GpuAc.Serving.Rpc;
using GpuAc.Serving.Settings;
using GpuAc.Serving.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace GpuAc.Serving;

/// <summary>
/// Serves policies over HTTP and gRPC by the Open Inference Protocol, version 2, with metrics for Prometheus at <c>/metrics</c>.
/// </summary>
/// <remarks>It reads no configuration but its options: neither files nor environment variables of ASP.NET Core.</remarks>
public sealed class PolicyServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly PolicyStore store;
    private readonly PolicyReloader? reloader;
    private readonly ServingMetrics metrics;
    private readonly Readiness readiness;
    private bool isStopped;

    private PolicyServer(ServingOptions options, ServingMetrics metrics, PolicyStore store, Action<string> log)
    {
        this.metrics = metrics;
        this.store = store;
        readiness = new Readiness();
        application = Build(options, log);
        if (options.ReloadInterval is { } interval)
            reloader = new PolicyReloader(store, interval);
    }

    /// <summary>Where REST answers, such as <c>http://127.0.0.1:8000</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where gRPC answers, or null where it was left out.</summary>
    public Uri? GrpcAddress { get; private set; }

    /// <summary>The policies at the moment: a line of name, versions and description for each.</summary>
    public IReadOnlyList<string> Policies =>
    [
        .. store.All.Select(versions =>
            $"{versions.Name} (version {string.Join(", ", versions.Policies.Select(policy => policy.Version))}): {versions.Latest.Description}"),
    ];

    /// <summary>Loads the policies and starts to listen.</summary>
    /// <param name="options">What to serve, where, within which limits.</param>
    /// <param name="log">Takes a line on every reload and fault, from any thread.</param>
    /// <exception cref="GpuAcException">Options are out of range, a policy cannot be served, or an address cannot be listened at.</exception>
    public static async Task<PolicyServer> StartAsync(ServingOptions options, Action<string> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        if (options.Validate() is { Count: > 0 } faults)
            throw new GpuAcException(string.Join(" ", faults));
        var metrics = new ServingMetrics();
        PolicyStore store;
        try
        {
            store = new PolicyStore(
                options.Policies, new BatchLimits(options.MaxBatch, options.MaxDelay, options.MaxQueuedRows), metrics, log);
        }
        catch
        {
            metrics.Dispose();
            throw;
        }

        var server = new PolicyServer(options, metrics, store, log);
        try
        {
            await server.ListenAsync(options);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops: takes no more connections, and waits for requests in flight, up to the time that the options give.</summary>
    public async Task StopAsync()
    {
        if (isStopped)
            return;
        isStopped = true;
        readiness.End();
        await application.StopAsync();
    }

    /// <summary>Stops, and releases everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await application.DisposeAsync();
        if (reloader != null)
            await reloader.DisposeAsync();
        store.Dispose();
        metrics.Dispose();
    }

    private async Task ListenAsync(ServingOptions options)
    {
        try
        {
            await application.StartAsync();
        }
        catch (Exception cause) when (cause is IOException or SocketException)
        {
            throw new GpuAcException(
                $"{options.Address} cannot be listened at ({cause.Message.TrimEnd('.')}). Choose other ports, 0 for any that is free.", cause);
        }

        Uri[] addresses =
        [
            .. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
                .Select(address => new Uri(address)),
        ];
        Address = addresses[0];
        GrpcAddress = options.GrpcPort == null ? null : addresses[1];
    }

    private WebApplication Build(ServingOptions options, Action<string> log)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(new LogLines(log));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        builder.Services.AddRoutingCore();
        builder.Services.AddOpenTelemetry().WithMetrics(metering => metering.AddMeter(ServingMetrics.MeterName).AddPrometheusExporter());
        var service = new PolicyService(store, metrics, options.MaxBatch, options.RequestTimeout);
        if (options.GrpcPort != null)
        {
            builder.Services.AddSingleton(new RpcService(ServerIdentity.Own, readiness, store, service));
            builder.Services.AddSingleton<IServiceMethodProvider<RpcService>, RpcMethods>();
            builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = options.MaxBodyBytes);
        }

        WebApplication built = builder.Build();
        var refusals = new RefusalAnswers(log);
        built.Use((RequestDelegate next) => context => refusals.InvokeAsync(context, next));
        if (options.ApiKey != null)
        {
            var gate = new ApiKeyGate(options.ApiKey);
            built.Use((RequestDelegate next) => context => gate.InvokeAsync(context, next));
        }

        built.UseRouting();
        built.MapPrometheusScrapingEndpoint();
        if (options.GrpcPort != null)
            built.MapGrpcService<RpcService>();
        new RestRoutes(ServerIdentity.Own, readiness, store, service).Map(built);
        return built;
    }

    private static void Configure(KestrelServerOptions kestrel, ServingOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = options.RequestTimeout;
        kestrel.Listen(options.Address, options.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        if (options.GrpcPort is { } port)
            kestrel.Listen(options.Address, port, endpoint => endpoint.Protocols = HttpProtocols.Http2);
    }
}
