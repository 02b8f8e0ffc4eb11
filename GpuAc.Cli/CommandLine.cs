using System.CommandLine;
using GpuAc.Cli.Bench;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Courses;

namespace GpuAc.Cli;

/// <summary>The <c>gpuac</c> command: parses, calls the command, and turns errors into one message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">Arguments.</param>
    /// <param name="output">Standard output: results.</param>
    /// <param name="error">Standard error: progress and errors.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    /// <remarks>
    /// Progress that cannot be written is no failure. Results that cannot be are one, of every command but <c>train</c>, whose result is
    /// the run's folder.
    /// </remarks>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        CourseCatalog.Register();
        RootCommand root = CreateRoot(output, error);
        ParseResult parsed = root.Parse(args);
        int exitCode = Invoke(parsed, output, error);
        if (output is not StandardStream { Failure: { } failure })
            return exitCode;
        error.WriteLine($"error: standard output could not be written to ({failure.TrimEnd('.')}).");
        return exitCode == ExitCode.Ok && parsed.CommandResult.Command.Name != TrainCommand.Name ? ExitCode.BadInput : exitCode;
    }

    private static int Invoke(ParseResult parsed, TextWriter output, TextWriter error)
    {
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine($"error: {Describe(parsed)}");
            return ExitCode.BadInput;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (GpuAcException exception)
        {
            error.WriteLine($"error: {exception.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"error: {exception.Message}");
            return ExitCode.BadInput;
        }
    }

    private static RootCommand CreateRoot(TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Trains actor-critic policies on thousands of environments and ships them as ONNX files.")
        {
            TrainCommand.Create(output, error),
            EvalCommand.Create(output, error),
            ExportCommand.Create(output, error),
            PredictCommand.Create(output, error),
            ServeCommand.Create(output, error),
            EnvsCommand.Create(output, error),
            RecipesCommand.Create(output, error),
            DevicesCommand.Create(output, error),
            BenchCommand.Create(output, error),
            CompareCommand.Create(output, error),
        };
        return root;
    }

    // The parser's first complaint, with the nearest names for a mistyped command or option.
    private static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (unknown != null && unknown.StartsWith('-'))
            return UnknownNameException.For("option", unknown, command.Options.Select(option => option.Name)).Message;
        if (unknown != null && command.Subcommands.Count > 0)
            return UnknownNameException.For("command", unknown, command.Subcommands.Select(subcommand => subcommand.Name)).Message;
        Argument? missing = command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument)?.Tokens.Count is null or 0);
        if (missing != null)
            return $"'{command.Name}' needs {missing.Name}: {char.ToLowerInvariant(missing.Description![0])}{missing.Description[1..]}";
        return $"{parsed.Errors[0].Message} 'gpuac {(command is RootCommand ? "" : command.Name + " ")}--help' lists what there is.";
    }
}
