using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;

namespace GpuAc.Envs.Tests.Vectorized;

/// <summary>Start states are uniform between the reference's bounds: extremes, means and variances of many.</summary>
public unsafe class ResetDistributionTests
{
    private const int Samples = 16 * 4096;

    [Fact]
    public void CartPole_Reset_IsUniformWithinATwentieth() =>
        AssertUniform<CartPoleV1>((-0.05, 0.05), (-0.05, 0.05), (-0.05, 0.05), (-0.05, 0.05));

    [Fact]
    public void CartPoleV0_Reset_IsUniformWithinATwentieth() =>
        AssertUniform<CartPoleV0>((-0.05, 0.05), (-0.05, 0.05), (-0.05, 0.05), (-0.05, 0.05));

    [Fact]
    public void Pendulum_Reset_IsUniformOverTheTurnAndWithinOne() => AssertUniform<PendulumV1>((-Math.PI, Math.PI), (-1, 1));

    [Fact]
    public void MountainCar_Reset_IsUniformInTheValleyAtRest() => AssertUniform<MountainCarV0>((-0.6, -0.4), (0, 0));

    [Fact]
    public void MountainCarContinuous_Reset_IsUniformInTheValleyAtRest() => AssertUniform<MountainCarContinuousV0>((-0.6, -0.4), (0, 0));

    [Fact]
    public void Acrobot_Reset_IsUniformWithinATenth() => AssertUniform<AcrobotV1>((-0.1, 0.1), (-0.1, 0.1), (-0.1, 0.1), (-0.1, 0.1));

    private static void AssertUniform<TEnv>(params (double Low, double High)[] bounds)
        where TEnv : struct, IEnvironment
    {
        var stepper = new EnvironmentStepper<TEnv, Lane4>(new RandomKey(77, RandomPurpose.Reset));
        Components<Lane4> state = default;
        float* values = stackalloc float[4];
        double[] sums = new double[bounds.Length], squares = new double[bounds.Length];
        for (int sample = 0; sample < Samples; sample += 4)
        {
            stepper.Start((uint)(sample % 4096), (ulong)(sample / 4096), ref state);
            for (int i = 0; i < bounds.Length; i++)
            {
                state[i].Store(values);
                for (int lane = 0; lane < 4; lane++)
                {
                    Assert.InRange(values[lane], bounds[i].Low - 1e-6, bounds[i].High + 1e-6);
                    sums[i] += values[lane];
                    squares[i] += (double)values[lane] * values[lane];
                }
            }
        }

        for (int i = 0; i < bounds.Length; i++)
        {
            double width = bounds[i].High - bounds[i].Low, mean = sums[i] / Samples;
            double variance = (squares[i] / Samples) - (mean * mean);

            // Five standard errors of the mean, and of the variance of a uniform.
            Assert.InRange(
                mean - ((bounds[i].Low + bounds[i].High) / 2), -1e-9 - (5 * width / Math.Sqrt(12.0 * Samples)),
                1e-9 + (5 * width / Math.Sqrt(12.0 * Samples)));
            Assert.InRange(
                variance - (width * width / 12), -1e-9 - (5 * width * width / Math.Sqrt(180.0 * Samples)),
                1e-9 + (5 * width * width / Math.Sqrt(180.0 * Samples)));
        }
    }
}
