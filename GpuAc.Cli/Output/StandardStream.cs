using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuAc.Cli.Output;

/// <summary>
/// Standard output or error of the process, whose failing ends nothing: a full log partition or a closed terminal must not take a run with
/// it. What cannot be written is lost; <see cref="Failure"/> says so.
/// </summary>
/// <param name="open">Opens the stream; called at the first write.</param>
/// <param name="isTerminal">Whether a person is watching.</param>
internal sealed partial class StandardStream(Func<TextWriter> open, bool isTerminal) : TextWriter
{
    private TextWriter? inner;

    /// <summary>Whether a person is watching, so that lines may be rewritten.</summary>
    public bool IsTerminal { get; } = isTerminal;

    /// <summary>Why a write first failed, or null.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The process's standard output.</summary>
    public static StandardStream Output() => new(() => Inherited(1) ? Console.Out : throw Closed(), !Console.IsOutputRedirected);

    /// <summary>The process's standard error.</summary>
    public static StandardStream Error() => new(() => Inherited(2) ? Console.Error : throw Closed(), !Console.IsErrorRedirected);

    /// <summary>Standard output as bytes, for results that are no text; whoever writes them has to deal with failures.</summary>
    /// <exception cref="IOException">It is closed.</exception>
    public static Stream OutputBytes() => Inherited(1) ? Console.OpenStandardOutput() : throw Closed();

    /// <inheritdoc/>
    public override void Write(char value) => Attempt(writer => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Attempt(writer => writer.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Attempt(writer => writer.Write(value));

    /// <inheritdoc/>
    public override void WriteLine() => Attempt(writer => writer.WriteLine());

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Attempt(writer => writer.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Attempt(writer => writer.Flush());

    // Started with a closed descriptor (2>&-), the runtime gives its number to a pipe of its own, which must not be written to. What a
    // process opens itself is closed on exec; what it inherited cannot be.
    private static bool Inherited(int descriptor)
    {
        const int GetFlags = 1, CloseOnExec = 1;
        if (OperatingSystem.IsWindows())
            return true;
        int flags = FileControl(descriptor, GetFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    private static IOException Closed() => new("It is closed.");

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int descriptor, int command);

    // A console whose descriptor is closed or belongs to something else complains in any of these ways.
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Console's writers are the process's.")]
    private void Attempt(Action<TextWriter> write)
    {
        try
        {
            write(inner ??= open());
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or ObjectDisposedException)
        {
            Failure ??= cause.Message;
        }
    }
}
