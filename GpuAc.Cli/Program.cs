using GpuAc.Cli;
using GpuAc.Cli.Output;

return CommandLine.Run(args, StandardStream.Output(), StandardStream.Error());
