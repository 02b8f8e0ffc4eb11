#:property PublishAot=true
#:property InvariantGlobalization=true
#:property OptimizationPreference=Speed
#:project ../../GpuAc.Export
#:package Microsoft.ML.OnnxRuntime

// Asks a policy for an action, compiled to a native program that needs no .NET runtime:
//
//     dotnet publish -c Release -o bin samples/deploy/native-aot.cs
//     bin/native-aot policy.onnx 0.01 0 0.02 0

using System.Globalization;
using GpuAc.Export;

float[] observation = [.. args[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
using OnnxPolicy policy = OnnxPolicy.Load(args[0]);
var action = new float[policy.ActionComponents];
policy.Act(observation, action);
Console.WriteLine(string.Join(' ', action.Select(number => number.ToString(CultureInfo.InvariantCulture))));
