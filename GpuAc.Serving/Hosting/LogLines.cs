using Microsoft.Extensions.Logging;

namespace GpuAc.Serving.Hosting;

/// <summary>Hands what the web server logs, from warnings up, to whoever started it.</summary>
/// <param name="log">Takes a line.</param>
internal sealed class LogLines(Action<string> log) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Lines(log);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Lines(Action<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log($"{logLevel}: {formatter(state, exception)}{(exception == null ? "" : $" {exception}")}");
        }
    }
}
