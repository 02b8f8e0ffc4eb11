using GpuAc.Policies.Activations;

namespace GpuAc.Kernels.Accelerators;

/// <summary>The activations that kernels have, as numbers that a layer carries to a device.</summary>
internal static class KernelActivation
{
    /// <summary>A kernel's number for an activation: its place among the built-in ones.</summary>
    public const int Identity = 0, ReLU = 1, Tanh = 2, SiLU = 3, GeluTanh = 4;

    private static readonly Activation[] Known =
        [Activation.Identity, Activation.ReLU, Activation.Tanh, Activation.SiLU, Activation.GeluTanh];

    /// <summary>The number of an activation; asked for when a tile is planned, before any kernel is made.</summary>
    /// <exception cref="GpuAcException">Kernels do not have it.</exception>
    public static int Of(Activation activation)
    {
        int number = Array.IndexOf(Known, activation);
        return number >= 0 ? number : throw new GpuAcException(
            $"The activation '{activation}' cannot run on an accelerator, whose kernels know "
            + $"{string.Join(", ", Known.Select(known => known.Name))} alone. Use one of these, or the device 'cpu'.");
    }
}
