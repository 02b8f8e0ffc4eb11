using System.Globalization;
using GpuAc.Compat.Ilgpu.Tests;
using GpuAc.GpuCheck;
using GpuAc.Training.Tests.Accelerators;

const string Usage =
    """
    gpucheck suite [--only NAME,NAME...]                      the conformance suite on every accelerator that is here
    gpucheck training [--only NAME,NAME...]                   training on every accelerator agrees with the CPU
    gpucheck fuzz [--kernels N] [--seed S] [--seconds T]      N random kernels on each (1000), no new ones after T seconds
    gpucheck throughput                                       rates of each, and of plain CUDA C beside them
    Exit code 0 when all is well, 1 when not,
    2 for a command line that is not understood. --require-cuda fails where there is no NVIDIA GPU.
    --only runs the tests that have one of the texts in their name.
    """;

var options = new Dictionary<string, int> { ["--kernels"] = 1000, ["--seed"] = 1, ["--seconds"] = int.MaxValue };
var requireCuda = args.Contains("--require-cuda");
string[] words = [.. args.Where(arg => arg != "--require-cuda")];
string[] only = [];
if (words is ["suite" or "training", "--only", var names])
    (words, only) = (words[..1], names.Split(','));
for (var i = 1; i < words.Length; i += 2)
{
    if (words[0] != "fuzz" || !options.ContainsKey(words[i]) || i + 1 == words.Length
        || !int.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        return Refuse();
    options[words[i]] = value;
}

if (words is not ["suite" or "training" or "fuzz" or "throughput", ..])
    return Refuse();

// The tests take their accelerators from here: all that are present, also where there is no OpenCL.
var present = Presence.Find(Console.Out);
if (requireCuda && !present.Contains("cuda"))
{
    Console.Error.WriteLine("gpucheck: --require-cuda, but there is no NVIDIA GPU.");
    return 1;
}

if (present.Length == 1)
{
    Console.Error.WriteLine("gpucheck: there is neither an NVIDIA GPU nor an OpenCL device, so nothing to check.");
    return 1;
}

Environment.SetEnvironmentVariable("ILGPU_TEST_TARGETS", string.Join(',', present));
var passed = words[0] switch
{
    "suite" => new SuiteRun("suite", typeof(Devices).Assembly, string.Empty, only, Console.Out).Run(),
    "training" => new SuiteRun("training", typeof(AgreementTests).Assembly, typeof(AgreementTests).Namespace!, only, Console.Out).Run(),
    "fuzz" => Soak.Run(Console.Out, options["--seed"], options["--kernels"], TimeSpan.FromSeconds(options["--seconds"])),
    _ => CeilingReport.Run(Console.Out),
};
return passed ? 0 : 1;

static int Refuse()
{
    Console.Error.WriteLine(Usage);
    return 2;
}
