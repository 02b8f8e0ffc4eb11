using GpuAc.Policies.Activations;

namespace GpuAc.Kernels.Accelerators;

/// <summary>The activations that kernels have, as numbers that a layer carries to a device.</summary>
internal static class KernelActivation
{
    /// <summary>A kernel's number for an activation.</summary>
    public const int Identity = 0, ReLU = 1, Tanh = 2, SiLU = 3, GeluTanh = 4;

    /// <summary>The number of an activation; asked for when a tile is planned, before any kernel is made.</summary>
    /// <exception cref="GpuAcException">Kernels do not have it.</exception>
    public static int Of(Activation activation) => activation switch
    {
        Activation.Identity => Identity,
        Activation.ReLU => ReLU,
        Activation.Tanh => Tanh,
        Activation.SiLU => SiLU,
        Activation.GeluTanh => GeluTanh,
        _ => throw new GpuAcException(
            $"The activation '{activation}' cannot run on an accelerator, whose kernels know "
            + $"{string.Join(", ", Enum.GetNames<Activation>())} alone. Use one of these, or the device 'cpu'."),
    };

    /// <summary>True when the derivative wants the activation's input, which then needs rows of its own.</summary>
    public static bool KeepsInput(Activation activation) => Of(activation) is SiLU or GeluTanh;
}
