using GpuAc.ML.Schema;
using GpuAc.ML.Tests.Support;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Tests;

/// <summary>Data that does not fit a policy is refused by name of the column, with what was expected and what was found.</summary>
public sealed class SchemaErrorTests
{
    private readonly MLContext ml = new();

    [Fact]
    public void Fit_ScalarColumnMissing_IsNamed() =>
        Refused(ml.Data.LoadFromEnumerable([new { lean = 1f }]), null, "'speed'", "Single", "none of that name", "lean, speed");

    [Fact]
    public void Fit_ScalarColumnOfAnotherType_IsNamed() =>
        Refused(ml.Data.LoadFromEnumerable([new { lean = 1f, speed = "fast" }]), null, "'speed'", "to be Single", "found String");

    [Fact]
    public void Fit_DoubleColumn_IsNamedWithRemedy() =>
        Refused(ml.Data.LoadFromEnumerable([new { lean = 1.0, speed = 1f }]), null, "'lean'", "found Double", "ConvertType");

    [Fact]
    public void Fit_VectorColumnMissing_IsNamed() =>
        Refused(ml.Data.LoadFromEnumerable(State.Many(1)), "Nothing", "'Nothing'", "Vector<Single, 2>", "no such column");

    [Fact]
    public void Fit_VectorColumnOfAnotherSize_IsNamed()
    {
        IDataView data = ml.Transforms.Concatenate("Wide", "Features", "lean").Fit(ml.Data.LoadFromEnumerable(State.Many(1)))
            .Transform(ml.Data.LoadFromEnumerable(State.Many(1)));
        Refused(data, "Wide", "'Wide'", "Vector<Single, 2>", "lean, speed", "found Vector<Single, 3>");
    }

    [Fact]
    public void Fit_VectorColumnThatIsScalar_IsNamed() =>
        Refused(ml.Data.LoadFromEnumerable(State.Many(1)), "lean", "'lean'", "Vector<Single, 2>", "found Single");

    // Before any data is there, as a pipeline is put together.
    [Fact]
    public void Append_AfterAColumnOfAnotherType_IsRefusedWhenFitted()
    {
        IDataView data = ml.Data.LoadFromEnumerable(State.Many(1));
        EstimatorChain<PolicyTransformer> chain = ml.Transforms.Conversion.ConvertType("lean", outputKind: DataKind.Double)
            .Append(ml.Transforms.ApplyPolicy(TestPolicies.Discrete()));
        var refused = Assert.Throws<GpuAcException>(() => chain.Fit(data));
        Assert.Contains("'lean'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ApplyPolicy_TwoColumnsOfOneName_AreRefused()
    {
        var columns = new PolicyColumns { Value = "Action" };
        var refused = Assert.Throws<GpuAcException>(() => ml.Transforms.ApplyPolicy(TestPolicies.Discrete(), columns));
        Assert.Contains("'Action' twice", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ApplyPolicy_FileThatIsNoPolicy_IsRefused()
    {
        var refused = Assert.Throws<GpuAcException>(() => ml.Transforms.ApplyPolicy("no such file.onnx"));
        Assert.Contains("no such file.onnx", refused.Message, StringComparison.Ordinal);
        Assert.Throws<GpuAcException>(() => ml.Transforms.ApplyPolicy(TestPolicies.Discrete()[..200]));
        Assert.Throws<GpuAcException>(() => ml.Transforms.ApplyPolicy((byte[])[1, 2, 3]));
    }

    [Theory]
    [InlineData(null, "column 'speed' is NaN")]
    [InlineData("Features", "component 1 (speed) of column 'Features' is NaN")]
    public void Transform_RowThatIsNotFinite_IsNamedByNumberAndColumn(string? vectorColumn, string where)
    {
        State[] states = State.Many(200);
        states[123] = State.Of(123, 0, float.NaN);
        IDataView data = ml.Data.LoadFromEnumerable(states);
        IDataView scored = ml.Transforms.ApplyPolicy(TestPolicies.Discrete(), new PolicyColumns { Observation = vectorColumn }).Fit(data)
            .Transform(data);
        var refused = Assert.Throws<GpuAcException>(() => ml.Data.CreateEnumerable<Decision>(scored, reuseRowObject: false).Count());
        Assert.Contains("Row 123", refused.Message, StringComparison.Ordinal);
        Assert.Contains(where, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_VectorOfAnotherLengthInARow_IsNamed()
    {
        IDataView data = ml.Data.LoadFromEnumerable<Loose>([new() { Features = [1, 2] }, new() { Features = [1, 2, 3] }]);
        IDataView scored = ml.Transforms.ApplyPolicy(TestPolicies.Discrete(), new PolicyColumns { Observation = "Features" }).Fit(data)
            .Transform(data);
        var refused = Assert.Throws<GpuAcException>(() => ml.Data.CreateEnumerable<Choice>(scored, reuseRowObject: false).Count());
        Assert.Contains("holds 3 values in row 1", refused.Message, StringComparison.Ordinal);
    }

    private void Refused(IDataView data, string? vectorColumn, params string[] texts)
    {
        PolicyEstimator estimator = ml.Transforms.ApplyPolicy(TestPolicies.Discrete(), new PolicyColumns { Observation = vectorColumn });
        using PolicyTransformer policy = estimator.Fit(ml.Data.LoadFromEnumerable(State.Many(1)).AsFitting(ml, vectorColumn));
        Action[] attempts = [() => estimator.Fit(data), () => policy.Transform(data), () => policy.GetOutputSchema(data.Schema)];
        foreach (Action attempt in attempts)
        {
            var refused = Assert.Throws<GpuAcException>(attempt);
            foreach (string text in texts)
                Assert.Contains(text, refused.Message, StringComparison.Ordinal);
        }
    }

    private sealed class Loose
    {
        public float[] Features { get; set; } = [];
    }
}
