using System.Text.Json;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>Three steps of every optimiser rule with given gradients leave the parameters that those of <c>torch.optim</c> leave.</summary>
public class OptimizerUpdateTests
{
    private static readonly JsonElement Data = UpdateData.Load("optimizers");

    private static IEnumerable<JsonElement> Rules => Data.GetProperty("rules").EnumerateArray();

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Update_EveryRule_LeavesPyTorchsParameters(int width)
    {
        foreach (JsonElement rule in Rules)
            LaneDispatch.Run(width, new ThreeSteps(rule));
    }

    [Fact]
    public void Rules_AreThoseThatThereAre() => Assert.Equal(
        Enum.GetValues<OptimizerKind>().Order(), Rules.Select(rule => ConfigOf(rule).Kind).Distinct().Order());

    // Which algorithm the optimiser serves does not matter.
    private static OptimizerConfig ConfigOf(JsonElement rule) => new A2cConfig().With(rule.GetProperty("settings")).Optimizer;

    private sealed class ThreeSteps(JsonElement rule) : ILaneFunction<bool>
    {
        public unsafe bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            OptimizerConfig config = ConfigOf(rule);
            double[] start = Data.Doubles("parameters");
            float[] gradients = Data.Singles("gradients");
            int length = start.Length, number = 0;
            using var memory = new ParameterMemory(length);
            var parameters = new Span<float>(memory.Parameters, length);
            Data.Singles("parameters").CopyTo(parameters);
            foreach (JsonElement step in rule.GetProperty("steps").EnumerateArray())
            {
                gradients.AsSpan(number * length, length).CopyTo(new Span<float>(memory.Gradients, length));
                OptimizerPass<F>.Update(config.Kind, config.CreateStep(++number, progress: 0), 1, memory, 0, length);
                double[] expected = [.. step.EnumerateArray().Select(value => value.GetDouble())];
                RelativeError.AssertChange([], start, expected, parameters.ToArray(), $"{config}, step {number}, width {F.Width}");
            }

            return true;
        }
    }
}
