using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Benchmarks.Ilgpu;

/// <summary>What an accelerator reaches with our kernels.</summary>
/// <param name="Name">The accelerator.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Mode">How kernels were compiled.</param>
/// <param name="Launches">Launches a second.</param>
/// <param name="CopyGigabytes">GB/s read and written.</param>
/// <param name="FmaGigaflops">GFLOP/s, two a multiply-add.</param>
/// <param name="ForwardMilliseconds">Time of a 4-64-64-2 network over 4096 environments.</param>
internal sealed record AcceleratorRates(
    string Name, AcceleratorType Kind, MathMode Mode, double Launches, double CopyGigabytes, double FmaGigaflops,
    double ForwardMilliseconds);
