using GpuAc.Policies.Activations;

namespace GpuAc.Export.Onnx;

/// <summary>Writes an activation as ONNX operators.</summary>
/// <param name="nodes">Where to; ends with <see cref="OnnxNodes.Result"/>.</param>
public delegate void OnnxActivation(OnnxNodes nodes);

/// <summary>
/// The ONNX operators of activations: those of the built-in ones, and those that a program registers for its own. Safe for use by several
/// threads.
/// </summary>
/// <remarks>
/// Every export is verified with ONNX Runtime against the policy's own forward pass, so that operators which compute another function are
/// found.
/// </remarks>
public static class OnnxActivations
{
    private static readonly Lock Changing = new();

    private static volatile Dictionary<Activation, OnnxActivation> forms = new()
    {
        [Activation.Identity] = nodes => nodes.Result("Identity", nodes.Input),
        [Activation.ReLU] = nodes => nodes.Result("Relu", nodes.Input),
        [Activation.Tanh] = nodes => nodes.Result("Tanh", nodes.Input),
        [Activation.SiLU] = nodes => nodes.Result("Mul", nodes.Input, nodes.Add("sigmoid", "Sigmoid", nodes.Input)),
        [Activation.GeluTanh] = GeluTanh,
    };

    /// <summary>Gives an activation its ONNX operators; exports of policies that use it need them.</summary>
    /// <param name="activation">One of the program's own, of <see cref="ActivationCatalog"/>.</param>
    /// <param name="form">Adds its operators.</param>
    /// <exception cref="GpuAcException">It has operators already.</exception>
    public static void Register(Activation activation, OnnxActivation form)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(form);
        lock (Changing)
        {
            if (forms.ContainsKey(activation))
                throw new GpuAcException($"The activation '{activation}' has its ONNX operators already; register them once.");
            forms = new Dictionary<Activation, OnnxActivation>(forms) { [activation] = form };
        }
    }

    /// <summary>Adds an activation's operators to a graph.</summary>
    /// <exception cref="GpuAcException">It has none, or they lead to no result.</exception>
    internal static void Write(Activation activation, OnnxNodes nodes)
    {
        if (!forms.TryGetValue(activation, out OnnxActivation? form))
            throw new GpuAcException(
                $"The activation '{activation}' has no ONNX operators, so the policy cannot be exported. Register them with "
                + "OnnxActivations.Register, or save the policy as a snapshot.");
        form(nodes);
        if (!nodes.HasResult)
            throw new GpuAcException($"The ONNX operators of the activation '{activation}' lead to no result; end with OnnxNodes.Result.");
    }

    /// <summary>x/2 · (1 + tanh(x (√(2/π) + √(2/π) 0.044715 x²))) from operators that opset 13 has.</summary>
    private static void GeluTanh(OnnxNodes nodes)
    {
        double root = Math.Sqrt(2 / Math.PI);
        string x = nodes.Input;
        string square = nodes.Add("square", "Mul", x, x);
        string cubic = nodes.Add("cubic", "Mul", square, nodes.Constant("cubic_factor", (float)(root * 0.044715)));
        string slope = nodes.Add("slope", "Add", cubic, nodes.Constant("linear_factor", (float)root));
        string tanh = nodes.Add("tanh", "Tanh", nodes.Add("argument", "Mul", x, slope));
        string half = nodes.Constant("half", 0.5f);
        string gate = nodes.Add("gate", "Add", nodes.Add("half_tanh", "Mul", tanh, half), half);
        nodes.Result("Mul", x, gate);
    }
}
