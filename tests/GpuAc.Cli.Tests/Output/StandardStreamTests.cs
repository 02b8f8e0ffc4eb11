using GpuAc.Cli.Output;

namespace GpuAc.Cli.Tests.Output;

public class StandardStreamTests
{
    public static TheoryData<string> Failures => ["full", "closed", "denied", "invalid"];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Write_StreamThatFails_IsRememberedAndEndsNothing(string failure)
    {
        using var stream = new StandardStream(() => new FailingWriter(failure), isTerminal: false);
        Assert.Null(stream.Failure);
        stream.WriteLine("line");
        stream.Write("text");
        stream.Write('c');
        stream.Write(['a', 'b'], 0, 2);
        stream.WriteLine();
        stream.Flush();
        Assert.Contains(failure, stream.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_StreamThatWorks_GetsEverything()
    {
        using var inner = new StringWriter();
        using var stream = new StandardStream(() => inner, isTerminal: false);
        stream.Write("a");
        stream.Write('b');
        stream.Write(['c', 'd'], 0, 2);
        stream.WriteLine("e");
        stream.WriteLine();
        Assert.Equal($"abcde{inner.NewLine}{inner.NewLine}", inner.ToString());
        Assert.Null(stream.Failure);
    }

    [Fact]
    public void Run_ResultsThatCannotBeWritten_AreAnError()
    {
        using var output = new StandardStream(() => new FailingWriter("full"), isTerminal: false);
        using var error = new StringWriter();
        Assert.Equal(2, CommandLine.Run(["envs"], output, error));
        Assert.Contains("standard output could not be written to", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MessageThatCannotBeWritten_KeepsItsExitCode()
    {
        using var output = new StringWriter();
        using var error = new StandardStream(() => new FailingWriter("full"), isTerminal: false);
        Assert.Equal(2, CommandLine.Run(["eval", "nosuch.onnx"], output, error));
        Assert.NotNull(error.Failure);
    }

    private sealed class FailingWriter(string failure) : StringWriter
    {
        public override void Write(char value) => throw Fault();

        public override void Write(char[] buffer, int index, int count) => throw Fault();

        public override void Write(string? value) => throw Fault();

        public override void WriteLine() => throw Fault();

        public override void WriteLine(string? value) => throw Fault();

        public override void Flush() => throw Fault();

        private Exception Fault() => failure switch
        {
            "closed" => new ObjectDisposedException("closed"),
            "denied" => new UnauthorizedAccessException("denied"),
            "invalid" => new ArgumentException("invalid"),
            _ => new IOException("full"),
        };
    }
}
