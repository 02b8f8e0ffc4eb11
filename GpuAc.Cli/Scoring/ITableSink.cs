namespace GpuAc.Cli.Scoring;

/// <summary>Writes predictions down, part by part and in order.</summary>
internal interface ITableSink : IDisposable
{
    /// <summary>Turns a part into what is written. Called on any thread.</summary>
    /// <param name="rows">The part.</param>
    /// <param name="buffer">Room for it; cleared first.</param>
    void Format(PredictionRows rows, TextBuffer buffer);

    /// <summary>Writes a part.</summary>
    void Write(PredictionRows rows, TextBuffer buffer);

    /// <summary>Writes what comes last.</summary>
    void Finish();
}
