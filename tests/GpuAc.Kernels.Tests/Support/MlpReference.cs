using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Support;

/// <summary>A multi-layer perceptron in double precision, one sample at a time, straight from the definition y = f(W x + b).</summary>
internal sealed class MlpReference(MlpSpec spec)
{
    public double[] Forward(ReadOnlySpan<double> parameters, double[] x)
    {
        foreach (DenseLayerSpec layer in spec.Layers)
        {
            x = [.. PreActivations(layer, parameters, x).Select(z => Activate(layer.Activation, z))];
            parameters = parameters[layer.ParameterCount..];
        }

        return x;
    }

    /// <summary>Adds dL/dparameters for a given dL/doutput and returns dL/dinput, by the chain rule.</summary>
    public double[] Backward(ReadOnlySpan<double> parameters, double[] x, double[] outputGradient, Span<double> gradients) =>
        Backward(0, parameters, x, outputGradient, gradients);

    /// <summary>f(z), by its textbook formula.</summary>
    public static double Activate(Activation activation, double z) => activation.Name switch
    {
        "Identity" => z,
        "ReLU" => Math.Max(0, z),
        "Tanh" => Math.Tanh(z),
        "SiLU" => z / (1 + Math.Exp(-z)),
        "GeluTanh" => z / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))),
        "softsign" => z / (1 + Math.Abs(z)),
        "mish" => z * Math.Tanh(Math.Log(1 + Math.Exp(z))),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    private double[] Backward(int index, ReadOnlySpan<double> parameters, double[] x, double[] outputGradient, Span<double> gradients)
    {
        if (index == spec.Layers.Count)
            return outputGradient;
        DenseLayerSpec layer = spec.Layers[index];
        double[] z = PreActivations(layer, parameters, x);
        double[] y = [.. z.Select(value => Activate(layer.Activation, value))];
        double[] dy = Backward(index + 1, parameters[layer.ParameterCount..], y, outputGradient, gradients[layer.ParameterCount..]);
        var dx = new double[layer.Inputs];
        for (int o = 0; o < layer.Outputs; o++)
        {
            // The slope by finite difference: independent of every formula under test, and good to 1e-10.
            double dz = dy[o] * FiniteDifference.Derivative(value => Activate(layer.Activation, value), z[o]);
            gradients[layer.Inputs * layer.Outputs + o] += dz;
            for (int i = 0; i < layer.Inputs; i++)
            {
                gradients[o * layer.Inputs + i] += dz * x[i];
                dx[i] += dz * parameters[o * layer.Inputs + i];
            }
        }

        return dx;
    }

    private static double[] PreActivations(DenseLayerSpec layer, ReadOnlySpan<double> parameters, double[] x)
    {
        var z = new double[layer.Outputs];
        for (int o = 0; o < layer.Outputs; o++)
        {
            z[o] = parameters[layer.Inputs * layer.Outputs + o];
            for (int i = 0; i < layer.Inputs; i++)
                z[o] += parameters[o * layer.Inputs + i] * x[i];
        }

        return z;
    }
}
