using GpuAc.GpuCheck;
using GpuAc.Kernels.Engines;
using GpuAc.Training.Tests.Accelerators;

const string Usage =
    """
    gpucheck DEVICE [--only NAME,NAME...]      training on cuda, opencl or ilgpu-cpu agrees with the CPU
    --only runs the tests that have one of the texts in their name.
    Exit code 0 when all is well, 1 when not, 2 for a command line that is not understood.
    """;

string[] devices = [.. DeviceCatalog.Names.Where(name => name is not ("auto" or "cpu"))];
string[] only = [];
if (args is [_, "--only", var names])
    only = names.Split(',');
else if (args is not [_])
    return Refuse();
if (!devices.Contains(args[0]))
    return Refuse();

// The tests take their device from here.
Environment.SetEnvironmentVariable(PresentDevices.Variable, args[0]);
return new SuiteRun(args[0], typeof(AgreementTests).Assembly, typeof(AgreementTests).Namespace!, only, Console.Out).Run() ? 0 : 1;

static int Refuse()
{
    Console.Error.WriteLine(Usage);
    return 2;
}
