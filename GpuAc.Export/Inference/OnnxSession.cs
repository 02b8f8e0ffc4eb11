using GpuAc.Kernels;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Export.Inference;

/// <summary>Creates ONNX Runtime sessions set up for small networks, and words what goes wrong.</summary>
internal static class OnnxSession
{
    private const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>A session, where it computes, and a warning when that is not where it was asked to.</summary>
    internal readonly record struct Created(InferenceSession Session, InferenceDevice Device, string? Warning);

    /// <summary>Loads a model.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">Where to compute.</param>
    /// <exception cref="GpuAcException">ONNX Runtime refuses the model or the device, or is not there.</exception>
    internal static Created Create(byte[] model, string name, OnnxPolicyOptions options)
    {
        if (options.Device == InferenceDevice.Cpu)
            return new Created(Load(model, name, null), InferenceDevice.Cpu, null);
        string? obstacle = null;
        try
        {
            return new Created(LoadOnCuda(model, options.CudaDevice, out obstacle), InferenceDevice.Cuda, null);
        }
        catch (Exception cause) when (obstacle != null || cause is OnnxRuntimeException or EntryPointNotFoundException)
        {
            obstacle ??= $"ONNX Runtime cannot use CUDA device {options.CudaDevice} ({Brief(cause)})";
            if (options.Device == InferenceDevice.Cuda)
            {
                throw new GpuAcException(
                    $"Device 'cuda' was asked for, but {obstacle}. Use device 'cpu' or 'auto', or install an NVIDIA driver and build with -p:OnnxRuntimeCuda=true.",
                    cause);
            }
        }

        return new Created(Load(model, name, null), InferenceDevice.Cpu, $"Running on the CPU: {obstacle}.");
    }

    private static InferenceSession LoadOnCuda(byte[] model, int device, out string? obstacle)
    {
        obstacle = null;
        if (!Environment(() => OrtEnv.Instance().GetAvailableProviders()).Contains(CudaProvider))
        {
            obstacle = "this build of ONNX Runtime has no CUDA provider";
            throw new NotSupportedException(obstacle);
        }

        using SessionOptions options = Settings();
        options.AppendExecutionProvider_CUDA(device);
        return new InferenceSession(model, options);
    }

    private static InferenceSession Load(byte[] model, string name, SessionOptions? given)
    {
        try
        {
            using SessionOptions options = given ?? Environment(Settings);
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new GpuAcException($"{name} cannot be loaded by ONNX Runtime ({Brief(cause)}). Export the policy again with 'gpuac export'.", cause);
        }
    }

    // One thread: waking others takes longer than such a network; whoever has large batches calls from several threads.
    private static SessionOptions Settings()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static T Environment<T>(Func<T> create)
    {
        try
        {
            return create();
        }
        catch (Exception cause) when (Root(cause) is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new GpuAcException(
                $"The ONNX Runtime library cannot be loaded ({Brief(Root(cause))}). It belongs beside the program: build again for this platform.", cause);
        }
    }

    private static Exception Root(Exception cause) => cause is TypeInitializationException { InnerException: { } inner } ? Root(inner) : cause;

    private static string Brief(Exception cause) => cause.Message.Split('\n')[0].TrimEnd('.', ' ', '\r');
}
