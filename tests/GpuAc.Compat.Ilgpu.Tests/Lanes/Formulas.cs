using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Returns;

namespace GpuAc.Compat.Ilgpu.Tests.Lanes;

/// <summary>Reset, three steps and an observation.</summary>
internal readonly struct EnvironmentFormula<TEnvironment> : ILaneFormula
    where TEnvironment : struct, IEnvironment
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        Components<F> state = default, action = default, observation = default;
        TEnvironment.Reset(ref input, ref state);
        F total = F.Zero, ended = F.Zero;
        for (var t = 0; t < 3; t++)
        {
            action[0] = F.Select(input[8 + t] > F.Of(0.5f), F.One, F.Zero);
            TEnvironment.Step(ref state, ref action, out var reward, out var terminated);
            total += reward;
            ended += F.Select(terminated, F.One, F.Zero);
        }

        TEnvironment.Observe(ref state, ref observation);
        for (var k = 0; k < 4; k++)
        {
            output[k] = state[k];
            output[k + 4] = observation[k];
        }

        output[8] = total;
        output[9] = ended;
    }
}

/// <summary>Forward and derivative.</summary>
internal readonly struct ActivationFormula<TActivation> : ILaneFormula
    where TActivation : struct, IActivation
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        for (var k = 0; k < 8; k++)
        {
            var x = (input[k] - F.Of(0.5f)) * F.Of(12f);
            var y = TActivation.Forward(x);
            output[k] = y;
            output[k + 8] = TActivation.Derivative(TActivation.KeepsInput ? x : y);
        }
    }
}

/// <summary>Sampling, probabilities, entropy, gradient and mapping to the environment.</summary>
internal readonly struct DistributionFormula<TDistribution> : ILaneFormula
    where TDistribution : struct, IActionDistribution
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        const int size = 2;
        Components<F> parameters = default, action = default, gradient = default, low = default, high = default, mode = default;
        for (var k = 0; k < 4; k++)
        {
            parameters[k] = input[k] - F.Of(0.5f);
            low[k] = F.Of(-1f);
            high[k] = F.Of(2f);
        }

        TDistribution.Sample(ref parameters, size, new RandomKey(12345678901UL, RandomPurpose.Action), environment, 77, ref action);
        TDistribution.Mode(ref parameters, size, ref mode);
        output[0] = action[0];
        output[1] = TDistribution.LogProb(ref parameters, size, ref action);
        output[2] = TDistribution.Entropy(ref parameters, size);
        TDistribution.Backward(ref parameters, size, ref action, F.Of(0.7f), F.Of(0.1f), ref gradient);
        TDistribution.ToEnvironment(ref action, size, ref low, ref high);
        for (var k = 0; k < 4; k++)
            output[3 + k] = gradient[k];
        output[7] = action[0];
        output[8] = mode[0];
        output[9] = F.Of(TDistribution.ParameterCount(size));
    }
}

/// <summary>Loss, gradient and terms.</summary>
internal readonly struct LossFormula<TLoss> : ILaneFormula
    where TLoss : struct, IPolicyLoss
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        var settings = new LossSettings { ClipRange = 0.2f, ValueClipRange = 0.1f, ValueCoefficient = 0.5f, EntropyCoefficient = 0.01f };
        var sample = new LossSample<F>
        {
            LogProb = input[0], OldLogProb = input[1], Entropy = input[2], Advantage = input[3] - F.Of(0.5f), Value = input[4],
            OldValue = input[5], Return = input[6],
        };
        TLoss.Evaluate(settings, sample, out var gradient, out var terms);
        output[0] = gradient.LogProb;
        output[1] = gradient.Entropy;
        output[2] = gradient.Value;
        output[3] = terms.PolicyLoss;
        output[4] = terms.ValueLoss;
        output[5] = terms.ApproxKl;
        output[6] = terms.ClipFraction;
    }
}

/// <summary>Five steps of a rollout.</summary>
internal readonly struct ReturnFormula<TEstimator> : ILaneFormula
    where TEstimator : struct, IReturnEstimator
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        var column = new Column<F> { Input = input };
        TEstimator.Compute<F, Column<F>>(new ReturnSettings { Gamma = 0.97f, GaeLambda = 0.9f, NumSteps = 3 }, 5, ref column);
        output = column.Output;
    }

    private struct Column<F> : IRolloutColumn<F>
        where F : struct, IFloatLane<F>
    {
        public Components<F> Input, Output;

        public F Reward(int t) => Input[t];

        public F Value(int t) => Input[t + 5];

        public F FinalValue(int t) => Input[t + 1];

        public F Terminated(int t) => F.Select(Input[t + 11] > F.Of(0.8f), F.One, F.Zero);

        public F Truncated(int t) => F.Select(Input[t + 11] < F.Of(0.2f), F.One, F.Zero);

        public void Store(int t, F advantage, F valueTarget)
        {
            Output[t] = advantage;
            Output[t + 5] = valueTarget;
        }
    }
}

/// <summary>Two updates.</summary>
internal readonly struct OptimizerFormula<TRule> : ILaneFormula
    where TRule : struct, IOptimizerRule
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        var step = new OptimizerStep
        {
            LearningRate = 0.01f,
            Beta1 = 0.9f,
            Beta2 = 0.99f,
            Epsilon = 1e-5f,
            WeightDecay = 0.01f,
            BiasCorrection1 = 10f,
            BiasCorrection2 = 100f,
        };
        F parameter = input[0], first = input[1], second = input[2];
        TRule.Update(step, input[3] - F.Of(0.5f), ref parameter, ref first, ref second);
        TRule.Update(step, input[4] - F.Of(0.5f), ref parameter, ref first, ref second);
        output[0] = parameter;
        output[1] = first;
        output[2] = second;
    }
}

/// <summary>The elementary functions.</summary>
internal readonly struct ElementaryFormula : ILaneFormula
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        var x = (input[0] - F.Of(0.5f)) * F.Of(40f);
        output[0] = LaneMath.Exp(x);
        output[1] = LaneMath.Log(input[1] + F.Of(1e-6f));
        output[2] = LaneMath.Tanh(x);
        LaneMath.SinCos(x, out var sin, out var cos);
        output[3] = sin;
        output[4] = cos;
        output[5] = LaneMath.Sigmoid(x);
        output[6] = LaneMath.Softplus(x);
        output[7] = LaneMath.WrapAngle(x);
        LaneMath.NormalPair(input[2], input[3], out var a, out var b);
        output[8] = a;
        output[9] = b;
    }
}

/// <summary>Random draws.</summary>
internal readonly struct RandomFormula : ILaneFormula
{
    public static void Run<F>(ref Components<F> input, uint environment, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        for (var block = 0; block < 4; block++)
        {
            var draw = F.Uniform4(new RandomKey(0xDEADBEEFCAFEUL, RandomPurpose.Noise), environment, 1UL << 40, (uint)block);
            output[block * 4] = draw.A;
            output[(block * 4) + 1] = draw.B;
            output[(block * 4) + 2] = draw.C;
            output[(block * 4) + 3] = draw.D;
        }
    }
}
