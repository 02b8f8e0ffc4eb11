#:property PublishAot=false
#:project ../../GpuAc.Export
#:package Microsoft.ML.OnnxRuntime

// Asks a policy for an action with GpuAc.Export, which checks file and observation, and allocates nothing once warm:
//
//     dotnet run -c Release samples/deploy/onnx-policy.cs policy.onnx 0.01 0 0.02 0

using System.Globalization;
using GpuAc.Export;

float[] observation = [.. args[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
using OnnxPolicy policy = OnnxPolicy.Load(args[0]);
var action = new float[policy.ActionComponents];
policy.Act(observation, action);
Console.WriteLine(string.Join(' ', action.Select(number => number.ToString(CultureInfo.InvariantCulture))));
