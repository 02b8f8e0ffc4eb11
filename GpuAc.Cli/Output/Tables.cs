using Spectre.Console;

namespace GpuAc.Cli.Output;

/// <summary>Plain tables for people.</summary>
internal static class Tables
{
    private const int MinWidth = 20;

    /// <summary>Prints a table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="columns">Headings; one that starts with '&gt;' is aligned to the right.</param>
    /// <param name="rows">Cells.</param>
    public static void Print(TextWriter output, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in columns)
        {
            bool right = column.StartsWith('>');
            string text = Markup.Escape(right ? column[1..] : column);
            table.AddColumn(new TableColumn(text) { Alignment = right ? Justify.Right : Justify.Left, NoWrap = true });
        }

        foreach (IReadOnlyList<string> row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        // A table that is piped somewhere is not cut to the width of a terminal.
        console.Profile.Width = output is StandardStream { IsTerminal: true } ? Math.Max(Console.WindowWidth, MinWidth) : 200;
        console.Write(table);
    }
}
