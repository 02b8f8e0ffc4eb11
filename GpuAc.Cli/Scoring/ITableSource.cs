namespace GpuAc.Cli.Scoring;

/// <summary>A table that is read part by part, on one thread; what the parts hold is worked out on others.</summary>
internal interface ITableSource : IDisposable
{
    /// <summary>Share of the input that has been read, in [0, 1]; NaN where its length is not known.</summary>
    double Progress { get; }

    /// <summary>Room for a part.</summary>
    ITablePart CreatePart();

    /// <summary>Reads the next part.</summary>
    /// <param name="part">Room for it, of <see cref="CreatePart"/>; what it held is gone.</param>
    /// <returns>False at the end of the table.</returns>
    bool Read(ITablePart part);
}

/// <summary>A part of a table: some rows in the form in which the table has them.</summary>
internal interface ITablePart
{
    /// <summary>Takes the observations out of the rows. Called on any thread.</summary>
    /// <param name="rows">Output; cleared first.</param>
    void Parse(ObservationRows rows);
}
