using FsCheck;
using FsCheck.Fluent;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Cpu;

public class PaddedLayoutTests
{
    private static readonly Gen<ActorCriticSpec> Specs =
        from observations in Gen.Choose(1, 40)
        from hidden in Gen.Choose(1, 40).ListOf()
        from actions in Gen.Choose(1, 16)
        from shared in Gen.Elements(true, false)
        from logStds in Gen.Choose(0, 8)
        select TestNetworks.Create(observations, [.. hidden.Take(3)], actions, Activation.Tanh, shared && hidden.Any(), logStds);

    [Fact]
    public void PackThenUnpack_AnyNetwork_GivesTheParametersBack() => ForAnyNetwork((spec, layout, flat, padded) =>
    {
        layout.Pack(flat, padded);
        var back = new float[spec.ParameterCount];
        layout.Unpack(padded, back);
        return flat.SequenceEqual(back);
    });

    [Fact]
    public void Pack_AnyNetwork_KeepsEveryParameterOnceAndZerosElsewhere() => ForAnyNetwork((_, layout, flat, padded) =>
    {
        Array.Fill(padded, float.NaN);
        layout.Pack(flat, padded);
        return padded.Where(value => value != 0).SequenceEqual(flat);
    });

    [Fact]
    public void Offsets_AnyNetwork_AreWholeRegisters() => ForAnyNetwork((_, layout, _, padded) =>
        padded.Length % 16 == 0 && layout.LogStd % 16 == 0 && layout.Layers.All(layer =>
            layer.Weights % 16 == 0 && layer.Bias % 16 == 0 && layer.Stride % 16 == 0));

    [Fact]
    public void Pack_ShapeWithPadding_PutsWeightsRowByRow()
    {
        var layout = new PaddedLayout(
            new ActorCriticSpec(
                new MlpSpec(2, []), MlpSpec.Create(2, [], Activation.Tanh, 2), MlpSpec.Create(2, [], Activation.Tanh, 1), 1));
        var padded = new float[layout.Length];
        layout.Pack([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], padded);
        (int At, float Value)[] expected = [(0, 1), (1, 2), (16, 3), (17, 4), (32, 5), (33, 6), (48, 7), (49, 8), (64, 9), (80, 10)];
        Assert.Equal(expected, padded.Select((value, at) => (at, value)).Where(pair => pair.value != 0));
        Assert.Equal(96, layout.Length);
    }

    private static void ForAnyNetwork(Func<ActorCriticSpec, PaddedLayout, float[], float[], bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Arb.From(Specs), spec =>
        {
            var layout = new PaddedLayout(spec);
            float[] flat = [.. Enumerable.Range(1, spec.ParameterCount).Select(i => (float)i)];
            return holds(spec, layout, flat, new float[layout.Length]);
        }));
}
