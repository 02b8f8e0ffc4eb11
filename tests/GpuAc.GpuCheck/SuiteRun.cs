using System.Diagnostics;
using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace GpuAc.GpuCheck;

/// <summary>Runs the tests in this process, with xUnit's own framework, and prints failures and totals.</summary>
/// <param name="device">The device that they run on.</param>
/// <param name="assembly">Where the tests are.</param>
/// <param name="prefix">What the names of their classes begin with.</param>
/// <param name="only">Texts of which a test's name must have one; empty for all tests.</param>
/// <param name="output">Where to.</param>
internal sealed class SuiteRun(string device, Assembly assembly, string prefix, string[] only, TextWriter output)
    : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly Lock gate = new();
    private readonly List<ITestCase> cases = [];
    private readonly ManualResetEventSlim discovered = new();
    private readonly ManualResetEventSlim finished = new();
    private int passed;
    private int failed;
    private int skipped;

    /// <summary>Runs all tests that need no checkout.</summary>
    /// <returns>True when some ran and none failed.</returns>
    public bool Run()
    {
        var clock = Stopwatch.StartNew();
        using var framework = new XunitTestFramework(this);
        using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        discoverer.Find(includeSourceInformation: false, this, new Options());
        discovered.Wait();
        using var executor = framework.GetExecutor(assembly.GetName());
        executor.RunTests(cases.Where(IsWanted), this, new Options());
        finished.Wait();
        output.WriteLine(
            $"{device}: {passed} passed, {failed} failed, {skipped} skipped, in "
            + $"{clock.Elapsed.TotalSeconds:F0} s");
        return failed == 0 && passed > 0;
    }

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (gate)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    cases.Add(found.TestCase);
                    break;
                case IDiscoveryCompleteMessage:
                    discovered.Set();
                    break;
                case ITestPassed:
                    passed++;
                    break;
                case ITestSkipped skip:
                    skipped++;
                    output.WriteLine($"skipped {skip.Test.DisplayName}: {skip.Reason}");
                    break;
                case ITestFailed failure:
                    Fail(failure.Test.DisplayName, failure);
                    break;
                case IFailureInformation failure:
                    Fail(message.GetType().Name, failure);
                    break;
                case ITestAssemblyFinished:
                    finished.Set();
                    break;
                default:
                    break;
            }
        }

        return true;
    }

    private bool IsWanted(ITestCase test) =>
        !test.Traits.ContainsKey("Needs") && test.TestMethod.TestClass.Class.Name.StartsWith(prefix, StringComparison.Ordinal)
        && (only.Length == 0 || only.Any(text => test.DisplayName.Contains(text, StringComparison.Ordinal)));

    private void Fail(string test, IFailureInformation failure)
    {
        failed++;
        output.WriteLine($"FAILED {test}: {string.Join(" / ", failure.Messages)}\n{string.Join('\n', failure.StackTraces)}");
    }

    /// <summary>xUnit's usual settings.</summary>
    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> values = [];

        public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out var value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }
}
