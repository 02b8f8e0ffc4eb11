using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Activations;

namespace GpuAc.Kernels.Tests.Activations;

public class ActivationTests
{
    /// <summary>Relative error of value and derivative; a few times that of the exponential.</summary>
    private const double Relative = 3e-6;

    /// <summary>Absolute error, which counts where a derivative crosses zero.</summary>
    private const double Absolute = 5e-7;

    private static readonly float[][] Samples =
    [
        [-30f], [-12f], [-6.5f], [-3f], [-1.278f], [-0.75f], [-0.01f], [0.01f], [0.3f], [0.75f], [1.5f], [4f], [9f], [15f], [40f],
    ];

    public static TheoryData<int> WideWidths => LaneRunner.WideWidths;

    [Fact]
    public void Identity_ValueAndDerivative_MatchReference() => AssertMatches<IdentityActivation>(x => x);

    [Fact]
    public void ReLU_ValueAndDerivative_MatchReference() => AssertMatches<ReLUActivation>(x => Math.Max(x, 0));

    [Fact]
    public void Tanh_ValueAndDerivative_MatchReference() => AssertMatches<TanhActivation>(Math.Tanh);

    [Fact]
    public void SiLU_ValueAndDerivative_MatchReference() => AssertMatches<SiLUActivation>(x => x / (1 + Math.Exp(-x)));

    [Fact]
    public void GeluTanh_ValueAndDerivative_MatchReference() =>
        AssertMatches<GeluTanhActivation>(x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));

    [Theory]
    [MemberData(nameof(WideWidths))]
    public void AllActivations_WideLanes_MatchScalarLane(int width)
    {
        LaneRunner.AssertMatchesScalar(width, default(ValueAndDerivative<IdentityActivation>), Samples, 2, Relative, Absolute);
        LaneRunner.AssertMatchesScalar(width, default(ValueAndDerivative<ReLUActivation>), Samples, 2, Relative, Absolute);
        LaneRunner.AssertMatchesScalar(width, default(ValueAndDerivative<TanhActivation>), Samples, 2, Relative, Absolute);
        LaneRunner.AssertMatchesScalar(width, default(ValueAndDerivative<SiLUActivation>), Samples, 2, Relative, Absolute);
        LaneRunner.AssertMatchesScalar(width, default(ValueAndDerivative<GeluTanhActivation>), Samples, 2, Relative, Absolute);
    }

    [Fact]
    public void ReLU_AtZero_HasZeroDerivative() =>
        Assert.Equal([0f, 0f], LaneRunner.RunScalar(default(ValueAndDerivative<ReLUActivation>), [0f], 2));

    [Fact]
    public void GeluTanh_FarNegative_KeepsRelativePrecision()
    {
        // Here 1 + tanh rounds to zero in float32; the true value, −5·σ(2g(−5)) = −2.3e-7, does not.
        double inner = 2 * Math.Sqrt(2 / Math.PI) * (-5.0 - 0.044715 * 125);
        float value = LaneRunner.RunScalar(default(ValueAndDerivative<GeluTanhActivation>), [-5f], 2)[0];
        Near.Equal(-5 * Math.Exp(inner) / (1 + Math.Exp(inner)), value, 1e-5, 0, "GELU(−5)");
    }

    [Theory]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(-float.MaxValue, 0f)]
    public void SmoothActivations_HugeInput_HaveFiniteDerivative(float x, float derivative)
    {
        Near.Equal(derivative, LaneRunner.RunScalar(default(ValueAndDerivative<SiLUActivation>), [x], 2)[1], 0, 1e-6, "SiLU");
        Near.Equal(derivative, LaneRunner.RunScalar(default(ValueAndDerivative<GeluTanhActivation>), [x], 2)[1], 0, 1e-6, "GELU");
    }

    [Fact]
    public void AllActivations_NaN_StayNaN()
    {
        Assert.True(float.IsNaN(LaneRunner.RunScalar(default(ValueAndDerivative<ReLUActivation>), [float.NaN], 1)[0]));
        Assert.True(float.IsNaN(LaneRunner.RunScalar(default(ValueAndDerivative<TanhActivation>), [float.NaN], 1)[0]));
        Assert.True(float.IsNaN(LaneRunner.RunScalar(default(ValueAndDerivative<SiLUActivation>), [float.NaN], 1)[0]));
        Assert.True(float.IsNaN(LaneRunner.RunScalar(default(ValueAndDerivative<GeluTanhActivation>), [float.NaN], 1)[0]));
    }

    private static void AssertMatches<TActivation>(Func<double, double> reference)
        where TActivation : struct, IActivation
    {
        foreach (float[] sample in Samples)
        {
            double x = sample[0];
            float[] actual = LaneRunner.RunScalar(default(ValueAndDerivative<TActivation>), sample, 2);
            Near.Equal(reference(x), actual[0], Relative, 1e-9, $"{typeof(TActivation).Name}({x})");
            Near.Equal(FiniteDifference.Derivative(reference, x), actual[1], Relative, Absolute, $"{typeof(TActivation).Name}'({x})");
        }
    }

    private struct ValueAndDerivative<TActivation> : ILaneProgram
        where TActivation : struct, IActivation
    {
        public readonly void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
            where F : struct, IFloatLane<F>
        {
            F x = input[0];
            F y = TActivation.Forward(x);
            output[0] = y;
            output[1] = TActivation.Derivative(TActivation.KeepsInput ? x : y);
        }
    }
}
