using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GpuAc.Serving.Hosting;

/// <summary>Hands the web server's own faults to whoever started it. What clients do wrong is below that level.</summary>
/// <param name="log">Takes a line.</param>
internal sealed class LogLines(Action<string> log) : ILoggerProvider
{
    // What the host says of a start that failed is thrown, too.
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => categoryName == Host ? NullLogger.Instance : new Lines(log);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Lines(Action<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log($"{logLevel}: {formatter(state, exception)}{(exception == null ? "" : $" {exception}")}");
        }
    }
}
