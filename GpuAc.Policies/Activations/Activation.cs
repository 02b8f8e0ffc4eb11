using GpuAc.Lanes;

namespace GpuAc.Policies.Activations;

/// <summary>An activation function that networks may use: a built-in one, or a program's own of <see cref="ActivationCatalog"/>.</summary>
/// <remarks>There is one object per function, so that they are compared by identity.</remarks>
public abstract class Activation
{
    private protected Activation(string name, bool keepsInput)
    {
        Name = name;
        KeepsInput = keepsInput;
    }

    /// <summary>y = x.</summary>
    public static Activation Identity { get; } = new Activation<IdentityActivation>("Identity");

    /// <summary>y = max(x, 0).</summary>
    public static Activation ReLU { get; } = new Activation<ReLUActivation>("ReLU");

    /// <summary>y = tanh x.</summary>
    public static Activation Tanh { get; } = new Activation<TanhActivation>("Tanh");

    /// <summary>y = x · σ(x), also called swish. Elfwing et al., arXiv:1702.03118.</summary>
    public static Activation SiLU { get; } = new Activation<SiLUActivation>("SiLU");

    /// <summary>y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))). Hendrycks and Gimpel, arXiv:1606.08415.</summary>
    public static Activation GeluTanh { get; } = new Activation<GeluTanhActivation>("GeluTanh");

    /// <summary>Those that come with the library, which every device has.</summary>
    /// <remarks>In files they go by their place in this list, which never changes; a program's own by name.</remarks>
    public static IReadOnlyList<Activation> BuiltIn { get; } = [Identity, ReLU, Tanh, SiLU, GeluTanh];

    /// <summary>The name by which settings and files know it.</summary>
    public string Name { get; }

    /// <summary>True when the derivative wants the input x, so that a forward pass keeps it along with the output.</summary>
    public bool KeepsInput { get; }

    /// <summary>The function over rows of registers: looked up once per layer, when a network is laid out.</summary>
    public abstract ActivationPass<F> PassOf<F>()
        where F : struct, IFloatLane<F>;

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}

/// <summary>The activation of one function.</summary>
internal sealed class Activation<TActivation>(string name) : Activation(name, TActivation.KeepsInput)
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    public override ActivationPass<F> PassOf<F>() => ActivationPass<TActivation, F>.Instance;
}
