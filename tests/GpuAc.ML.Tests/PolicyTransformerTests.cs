using GpuAc.Export;
using GpuAc.Export.Inference;
using GpuAc.ML.Schema;
using GpuAc.ML.Tests.Support;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Tests;

public sealed class PolicyTransformerTests
{
    private readonly MLContext ml = new(seed: 1);

    [Theory]
    [InlineData(null)]
    [InlineData("Features")]
    public void Transform_DiscretePolicy_AddsWhatItComputes(string? vectorColumn)
    {
        State[] states = State.Many(2500);
        IDataView data = ml.Data.LoadFromEnumerable(states);
        var columns = new PolicyColumns { Observation = vectorColumn };
        PolicyTransformer policy = ml.Transforms.ApplyPolicy(TestPolicies.Discrete(), columns).Fit(data);

        Decision[] decisions = [.. ml.Data.CreateEnumerable<Decision>(policy.Transform(data), reuseRowObject: false)];

        Assert.Equal(states.Length, decisions.Length);
        Assert.All(decisions.Zip(states), pair => AssertDecision(pair.First, pair.Second));
    }

    [Fact]
    public void Transform_ContinuousPolicy_AddsWhatItComputes()
    {
        State[] states = State.Many(100);
        IDataView data = ml.Data.LoadFromEnumerable(states);
        PolicyTransformer policy = ml.Transforms.ApplyPolicy(TestPolicies.Continuous()).Fit(data);

        Control[] controls = [.. ml.Data.CreateEnumerable<Control>(policy.Transform(data), reuseRowObject: false)];

        Assert.All(controls.Zip(states), pair =>
        {
            (Control control, State state) = pair;
            Assert.Equal(2 * state.Lean, control.Mean[0], 5);
            Assert.Equal(state.Speed, control.Mean[1], 5);
            Assert.Equal(Math.Clamp(2 * state.Lean, -1, 1), control.Action[0], 5);
            Assert.Equal(state.Speed, control.Action[1], 5);
            Assert.Equal([1, MathF.E], control.StandardDeviation, (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(state.Lean, control.Value, 5);
        });
    }

    [Fact]
    public void GetOutputSchema_Columns_HaveTypesAndNames()
    {
        DataViewSchema input = ml.Data.LoadFromEnumerable(State.Many(1)).Schema;
        using var discrete = new PolicyTransformer(OnnxPolicy.Load(TestPolicies.Discrete()));
        using var continuous = new PolicyTransformer(OnnxPolicy.Load(TestPolicies.Continuous()));

        Assert.Equal(
            ["Action: Int64", "ActionName: String", "Probabilities: Vector<Single, 2>", "Value: Single"],
            Added(discrete.GetOutputSchema(input), input.Count));
        Assert.Equal(
            ["Action: Vector<Single, 2>", "Mean: Vector<Single, 2>", "StandardDeviation: Vector<Single, 2>", "Value: Single"],
            Added(continuous.GetOutputSchema(input), input.Count));
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        continuous.GetOutputSchema(input)["Action"].GetSlotNames(ref names);
        Assert.Equal(["push", "turn"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void GetOutputSchema_PolicyWithoutCritic_HasNoValue()
    {
        DataViewSchema input = ml.Data.LoadFromEnumerable(State.Many(1)).Schema;
        using var policy = new PolicyTransformer(OnnxPolicy.Load(TestPolicies.Discrete(critic: false)));
        Assert.Null(policy.GetOutputSchema(input).GetColumnOrNull("Value"));
    }

    [Fact]
    public void Fit_AfterOtherEstimators_ReadsWhatTheyMake()
    {
        State[] states = State.Many(10);
        IDataView data = ml.Data.LoadFromEnumerable(states);
        ITransformer model = ml.Transforms.Concatenate("Observation", "lean", "speed")
            .Append(ml.Transforms.ApplyPolicy(
                TestPolicies.Discrete(), new PolicyColumns { Observation = "Observation", Action = "Chosen" }))
            .Append(ml.Transforms.CopyColumns("Action", "Chosen"))
            .Fit(data);

        Decision[] decisions = [.. ml.Data.CreateEnumerable<Decision>(model.Transform(data), reuseRowObject: false)];

        Assert.All(decisions.Zip(states), pair => AssertDecision(pair.First, pair.Second));
    }

    [Fact]
    public void PredictionEngine_Row_GivesTheSameAsData()
    {
        State[] states = State.Many(50);
        PolicyTransformer policy = ml.Transforms.ApplyPolicy(TestPolicies.Discrete()).Fit(ml.Data.LoadFromEnumerable(states));
        using PredictionEngine<State, Decision> engine = ml.Model.CreatePredictionEngine<State, Decision>(policy);
        using PredictionEngine<State, Choice> quick = ml.Model.CreatePredictionEngine<State, Choice>(policy);

        foreach (State state in states)
        {
            Decision decision = engine.Predict(state);
            AssertDecision(decision, state);
            Assert.Equal(decision.ActionName, quick.Predict(state).ActionName);
        }
    }

    // A pool hands out engines of one model to threads, which each use theirs alone.
    [Fact]
    public void PredictionEngine_ManyEnginesOfOneModel_WorkAtTheSameTime()
    {
        State[] states = State.Many(400);
        PolicyTransformer policy = ml.Transforms.ApplyPolicy(TestPolicies.Discrete()).Fit(ml.Data.LoadFromEnumerable(states));
        Parallel.For(0, 8, _ =>
        {
            PredictionEngine<State, Decision> engine = ml.Model.CreatePredictionEngine<State, Decision>(policy);
            Assert.All(states, state => AssertDecision(engine.Predict(state), state));
        });
    }

    [Fact]
    public void Dispose_Transformer_RefusesToScore()
    {
        IDataView data = ml.Data.LoadFromEnumerable(State.Many(3));
        PolicyTransformer policy = ml.Transforms.ApplyPolicy(TestPolicies.Discrete()).Fit(data);
        IDataView scored = policy.Transform(data);
        policy.Dispose();
        policy.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ml.Data.CreateEnumerable<Decision>(scored, reuseRowObject: false).Count());
    }

    [Fact]
    public void ApplyPolicy_GpuThatIsNotThere_FallsBackWhereThatIsAllowed()
    {
        IDataView data = ml.Data.LoadFromEnumerable(State.Many(3));
        var refused = Assert.Throws<GpuAcException>(() => ml.Transforms.ApplyPolicy(TestPolicies.Discrete(), gpuDeviceId: 0));
        Assert.Contains("cuda", refused.Message, StringComparison.OrdinalIgnoreCase);

        using PolicyTransformer policy = ml.Transforms.ApplyPolicy(TestPolicies.Discrete(), gpuDeviceId: 0, fallbackToCpu: true).Fit(data);
        Assert.Equal(InferenceDevice.Cpu, policy.Device);
        Assert.NotNull(policy.Warning);

        ml.GpuDeviceId = 0;
        ml.FallbackToCpu = true;
        using PolicyTransformer ofContext = ml.Transforms.ApplyPolicy(TestPolicies.Discrete()).Fit(data);
        Assert.NotNull(ofContext.Warning);
    }

    internal static void AssertDecision(Decision decision, State state)
    {
        int action = state.Lean < -state.Lean ? 1 : 0;
        Assert.Equal(action, decision.Action);
        Assert.Equal(action == 0 ? "left" : "right", decision.ActionName);
        Assert.Equal(state.Lean + (2 * state.Speed), decision.Value, 5);
        Assert.Equal(1 / (1 + Math.Exp(-2 * state.Lean)), decision.Probabilities[0], 1e-5);
        Assert.Equal(1, decision.Probabilities.Sum(), 1e-5);
        Assert.Equal(state.Note, decision.Note);
        Assert.Equal(state.Features, decision.Features);
    }

    private static IEnumerable<string> Added(DataViewSchema schema, int first) =>
        schema.Skip(first).Select(column => $"{column.Name}: {column.Type}");
}
