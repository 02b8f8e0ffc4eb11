#:property PublishAot=false
#:project ../../GpuAc.ML
#:package Microsoft.ML.OnnxRuntime

// Asks a policy for an action in an ML.NET pipeline, with the observation as one vector:
//
//     dotnet run -c Release samples/deploy/ml-net.cs policy.onnx 0.01 0 0.02 0

using System.Globalization;
using GpuAc.ML;
using Microsoft.ML;
using Microsoft.ML.Data;

float[] observation = [.. args[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
var ml = new MLContext();
var schema = SchemaDefinition.Create(typeof(Observed));
schema[nameof(Observed.Observation)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, observation.Length);
IDataView data = ml.Data.LoadFromEnumerable([new Observed { Observation = observation }], schema);
IDataView scored = ml.Transforms.ApplyPolicy(args[0], observationColumn: nameof(Observed.Observation)).Fit(data).Transform(data);
DataViewSchema.Column action = scored.Schema["Action"];
Console.WriteLine(action.Type is VectorDataViewType
    ? string.Join(' ', scored.GetColumn<float[]>(action).First().Select(number => number.ToString(CultureInfo.InvariantCulture)))
    : scored.GetColumn<long>(action).First().ToString(CultureInfo.InvariantCulture));

/// <summary>A row of the data.</summary>
internal sealed class Observed
{
    public float[] Observation { get; set; } = [];
}
