#:property PublishAot=false
#:package Microsoft.ML.OnnxRuntime

// Asks a policy for an action with ONNX Runtime alone, without a package of GpuAc:
//
//     dotnet run -c Release samples/deploy/onnx-runtime.cs policy.onnx 0.01 0 0.02 0

using System.Globalization;
using Microsoft.ML.OnnxRuntime;

float[] observation = [.. args[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
using var policy = new InferenceSession(args[0]);
using var input = OrtValue.CreateTensorValueFromMemory(observation, [1, observation.Length]);   // [batch, observation], raw
using var run = new RunOptions();
using IDisposableReadOnlyCollection<OrtValue> outputs = policy.Run(run, ["observation"], [input], ["action"]);
bool isDiscrete = policy.OutputMetadata["action"].ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64;
Console.WriteLine(isDiscrete
    ? outputs[0].GetTensorDataAsSpan<long>()[0].ToString(CultureInfo.InvariantCulture)
    : string.Join(' ', outputs[0].GetTensorDataAsSpan<float>().ToArray().Select(number => number.ToString(CultureInfo.InvariantCulture))));
