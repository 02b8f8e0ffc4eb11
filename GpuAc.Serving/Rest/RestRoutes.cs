using System.IO.Pipelines;
using GpuAc.Serving.Hosting;
using GpuAc.Serving.Models;
using GpuAc.Serving.Tensors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuAc.Serving.Rest;

/// <summary>The protocol's paths.</summary>
/// <param name="identity">The server's name and version.</param>
/// <param name="readiness">Whether it takes requests.</param>
/// <param name="store">The policies.</param>
/// <param name="service">What answers.</param>
internal sealed class RestRoutes(ServerIdentity identity, Readiness readiness, PolicyStore store, PolicyService service)
{
    /// <summary>Adds them.</summary>
    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2", Answer(context => RestAnswers.WriteServer(context.Response.BodyWriter, identity.Name, identity.Version)));
        routes.MapGet(ApiKeyGate.Live, Answer(context => RestAnswers.WriteState(context.Response.BodyWriter, "live", true)));
        routes.MapGet(ApiKeyGate.Ready, Answer(context => State(context, readiness.IsReady, null)));
        foreach (string prefix in (string[])["/v2/models/{name}", "/v2/models/{name}/versions/{version}"])
        {
            routes.MapGet(prefix, Answer(Model));
            routes.MapGet(prefix + "/ready", Answer(ModelReady));
            routes.MapPost(prefix + "/infer", (RequestDelegate)InferAsync);
        }

        routes.MapFallback((RequestDelegate)(context => throw new RefusedException(
            RefusalReason.NotFound, $"There is nothing at '{context.Request.Path}'; GET /v2/health/ready, /v2/models/NAME, or POST "
                + "/v2/models/NAME/infer.")));
    }

    private void Model(HttpContext context)
    {
        PolicyVersions versions = store.Find(Name(context), Version(context));
        RestAnswers.WriteModel(context.Response.BodyWriter, versions, versions.Find(Version(context))!);
    }

    private void ModelReady(HttpContext context)
    {
        store.Find(Name(context), Version(context));
        State(context, readiness.IsReady, Name(context));
    }

    private async Task InferAsync(HttpContext context)
    {
        (Inferred result, InferRequest request) = await service.InferAsync(
            "rest", Name(context), Version(context), token => ReadAsync(context.Request.BodyReader, token), context.RequestAborted);
        context.Response.ContentType = Json;
        RestAnswers.WriteInferred(context.Response.BodyWriter, result, request.Id);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async ValueTask<InferRequest> ReadAsync(PipeReader body, CancellationToken token)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(token);
            try
            {
                if (read.IsCompleted)
                    return InferRequestReader.Read(read.Buffer);
            }
            finally
            {
                body.AdvanceTo(read.IsCompleted ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            }
        }
    }

    private const string Json = "application/json";

    private static RequestDelegate Answer(Action<HttpContext> answer) => async context =>
    {
        context.Response.ContentType = Json;
        answer(context);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    };

    private static void State(HttpContext context, bool ready, string? model)
    {
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        RestAnswers.WriteState(context.Response.BodyWriter, "ready", ready, model);
    }

    private static string Name(HttpContext context) => (string)context.GetRouteValue("name")!;

    private static string? Version(HttpContext context) => (string?)context.GetRouteValue("version");
}
