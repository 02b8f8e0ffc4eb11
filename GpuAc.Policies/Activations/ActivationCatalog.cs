namespace GpuAc.Policies.Activations;

/// <summary>
/// The activations by name, whose case does not matter: the built-in ones, and those that a program registered, which settings and files
/// then know like any other. Safe for use by several threads.
/// </summary>
/// <remarks>
/// A program's own run on CPU cores, in training and in inference; kernels for accelerators have the built-in ones alone and refuse others
/// by name. Export to ONNX needs their ONNX operators too: see <c>OnnxActivations</c> of GpuAc.Export.
/// </remarks>
public static class ActivationCatalog
{
    private static readonly NamedRegistry<Activation> Registry = new("activation", activation => [activation.Name], Activation.BuiltIn);

    /// <summary>All activations, in the order in which they were registered, built-in ones first.</summary>
    public static IReadOnlyList<Activation> All => Registry.All;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => Registry.Names;

    /// <summary>Makes an activation of one's own known. Programs that load its policies register it first, by the same name.</summary>
    /// <typeparam name="TActivation">The function and its derivative, as lane code.</typeparam>
    /// <param name="name">Its name in settings and files: lower-case letters, digits and hyphens, beginning with a letter.</param>
    /// <returns>What networks and settings take.</returns>
    /// <exception cref="GpuAcException">The name is malformed or taken.</exception>
    public static Activation Register<TActivation>(string name)
        where TActivation : struct, IActivation
    {
        ArgumentNullException.ThrowIfNull(name);
        var activation = new Activation<TActivation>(name);
        Registry.Register(activation, name, "the name of an activation");
        return activation;
    }

    /// <summary>Finds an activation by its name.</summary>
    /// <exception cref="UnknownNameException">There is none; the nearest names are offered.</exception>
    public static Activation Find(string name) => Registry.Find(name);

    /// <summary>Finds an activation by its name, or null.</summary>
    public static Activation? TryFind(string name) => Registry.TryFind(name);
}
