using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GpuAc.Benchmarks.Ilgpu;
using GpuAc.Benchmarks.Scoring;
using GpuAc.Benchmarks.Serving;

if (args is ["ilgpu"])
{
    AcceleratorThroughput.Report(Console.Out);
    return;
}

if (args is ["serving", var rest, var grpc, var model])
{
    await ServingLoad.ReportAsync(new Uri(rest), new Uri(grpc), model, Console.Out);
    return;
}

if (args is ["scoring", var policyFile])
{
    ScoringRates.Report(policyFile, Console.Out);
    return;
}

// In this process: the pieces under test are internal, and a process of their own would have to be told about them.
IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
