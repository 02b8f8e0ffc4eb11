using GpuAc.Cli.Output;

namespace GpuAc.Cli.Tests.Output;

public class WaitingNoticeTests
{
    private static readonly TimeSpan Ever = TimeSpan.FromDays(1);

    [Fact]
    public void Notice_OverWithinTheMoment_SaysNothing()
    {
        using var error = new StringWriter();
        new WaitingNotice(error, "compiling", Ever).Dispose();
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void Notice_TakingLonger_SaysOneLine()
    {
        using var error = new SignallingWriter();
        using (new WaitingNotice(error, "compiling", TimeSpan.Zero))
            Assert.True(error.Written.Wait(Ever));
        Assert.Equal("compiling" + error.NewLine, error.ToString());
    }

    private sealed class SignallingWriter : StringWriter
    {
        public ManualResetEventSlim Written { get; } = new();

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            Written.Set();
        }

        protected override void Dispose(bool disposing)
        {
            Written.Dispose();
            base.Dispose(disposing);
        }
    }
}
