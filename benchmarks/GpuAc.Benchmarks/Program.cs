using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GpuAc.Benchmarks.Ilgpu;

if (args is ["ilgpu"])
{
    AcceleratorThroughput.Report(Console.Out);
    return;
}

// In this process: the pieces under test are internal, and a process of their own would have to be told about them.
IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
