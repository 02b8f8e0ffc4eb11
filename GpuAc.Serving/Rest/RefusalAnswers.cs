using GpuAc.Serving.Tensors;
using Microsoft.AspNetCore.Http;

namespace GpuAc.Serving.Rest;

/// <summary>Turns refusals into HTTP status codes and a message.</summary>
/// <param name="log">Takes what went wrong in the server itself.</param>
internal sealed class RefusalAnswers(Action<string> log)
{
    /// <summary>The middleware.</summary>
    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (RefusedException refused)
        {
            await AnswerAsync(context, Status(refused.Reason), refused.Message);
        }
        catch (BadHttpRequestException bad)
        {
            await AnswerAsync(context, bad.StatusCode, bad.Message);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception cause) when (!context.Response.HasStarted)
        {
            log($"Request {context.Request.Method} {context.Request.Path} failed: {cause}");
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "The server failed; its log says more.");
        }
    }

    private static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        RestAnswers.WriteError(context.Response.BodyWriter, message);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static int Status(RefusalReason reason) => reason switch
    {
        RefusalReason.Malformed => StatusCodes.Status400BadRequest,
        RefusalReason.NotFound => StatusCodes.Status404NotFound,
        RefusalReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalReason.Overloaded => StatusCodes.Status503ServiceUnavailable,
        RefusalReason.TimedOut => StatusCodes.Status408RequestTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
