using System.IO.Compression;
using GpuAc.ML.Schema;
using GpuAc.ML.Tests.Support;
using Microsoft.ML;

namespace GpuAc.ML.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gpuac-ml-").FullName;

    [Fact]
    public void Load_InAnotherContext_NeedsNeitherPolicyFileNorRegistration()
    {
        var ml = new MLContext();
        State[] states = State.Many(1500);
        IDataView data = ml.Data.LoadFromEnumerable(states);
        string policy = Path.Combine(folder, "policy.onnx"), model = Path.Combine(folder, "model.zip");
        File.WriteAllBytes(policy, TestPolicies.Discrete());
        ITransformer pipeline = ml.Transforms.CopyColumns("State", "Features")
            .Append(ml.Transforms.ApplyPolicy(policy, observationColumn: "State")).Fit(data);
        ml.Model.Save(pipeline, data.Schema, model);
        File.Delete(policy);

        var other = new MLContext();
        ITransformer loaded = other.Model.Load(model, out DataViewSchema schema);

        Assert.Equal(data.Schema.Select(column => column.Name), schema.Select(column => column.Name));
        Decision[] decisions = [.. other.Data.CreateEnumerable<Decision>(
            loaded.Transform(other.Data.LoadFromEnumerable(states)), reuseRowObject: false)];
        Assert.All(decisions.Zip(states), pair => PolicyTransformerTests.AssertDecision(pair.First, pair.Second));
        using PredictionEngine<State, Decision> engine = other.Model.CreatePredictionEngine<State, Decision>(loaded);
        PolicyTransformerTests.AssertDecision(engine.Predict(states[7]), states[7]);
    }

    [Fact]
    public void Load_SavedColumnsAndPolicy_AreThoseOfTheOriginal()
    {
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(State.Many(1));
        var columns = new PolicyColumns
        {
            Observation = "Features", Action = "a", ActionName = "b", Value = "c", Probabilities = "d", Mean = "e", StandardDeviation = "f",
        };
        using PolicyTransformer saved = ml.Transforms.ApplyPolicy(TestPolicies.Continuous(), columns).Fit(data);
        string path = Path.Combine(folder, "model.zip");
        ml.Model.Save(saved, data.Schema, path);

        using var loaded = (PolicyTransformer)new MLContext().Model.Load(path, out _);

        Assert.Equal(columns, loaded.Columns);
        Assert.Equal(saved.ToOnnx(), loaded.ToOnnx());
        Assert.Equal("Test-v0", loaded.Metadata.Provenance.EnvironmentId);
    }

    [Fact]
    public void Load_PolicyCutOff_SaysSo()
    {
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(State.Many(1));
        string path = Path.Combine(folder, "model.zip");
        using (PolicyTransformer saved = ml.Transforms.ApplyPolicy(TestPolicies.Discrete()).Fit(data))
            ml.Model.Save(saved, data.Schema, path);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = zip.Entries.Single(entry => entry.Name == "policy.onnx");
            string name = entry.FullName;
            using var content = new MemoryStream();
            using (Stream stream = entry.Open())
                stream.CopyTo(content);
            entry.Delete();
            using Stream cut = zip.CreateEntry(name).Open();
            cut.Write(content.GetBuffer(), 0, (int)content.Length / 2);
        }

        Exception refused = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(path, out _));
        Assert.Contains("cut off", refused.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
