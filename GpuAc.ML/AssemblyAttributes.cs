using System.Runtime.CompilerServices;
using GpuAc.ML;
using Microsoft.ML;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]

// How ML.NET finds the class that reads a saved transform.
[assembly: LoadableClass(typeof(PolicyTransformer), null, typeof(SignatureLoadModel), "GpuAc policy", PolicyTransformer.LoaderSignature)]
