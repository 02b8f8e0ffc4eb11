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
    /// <exception cref="ArgumentOutOfRangeException">The device is none of <see cref="InferenceDevice"/>.</exception>
    internal static Created Create(byte[] model, string name, OnnxPolicyOptions options)
    {
        KnownValues.Require(options.Device);
        try
        {
            if (options.Device == InferenceDevice.Cpu)
                return new Created(LoadOnCpu(model), InferenceDevice.Cpu, null);
            if (TryLoadOnCuda(model, options.CudaDevice, out string obstacle) is { } session)
                return new Created(session, InferenceDevice.Cuda, null);
            if (options.Device == InferenceDevice.Auto)
                return new Created(LoadOnCpu(model), InferenceDevice.Cpu, $"The policy runs on the CPU, because {obstacle}.");
            throw new GpuAcException(
                $"Device 'cuda' was asked for, but {obstacle}. Use device 'cpu' or 'auto', or install an NVIDIA driver, CUDA 13 and "
                + "cuDNN 9, and build with -p:OnnxRuntimeCuda=true.");
        }
        catch (OnnxRuntimeException cause)
        {
            throw new GpuAcException(
                $"{name} cannot be loaded by ONNX Runtime ({Brief(cause)}). Export the policy again with 'gpuac export'.", cause);
        }
        catch (Exception cause) when (Root(cause) is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new GpuAcException(
                $"The ONNX Runtime library cannot be loaded ({Brief(Root(cause))}). The program brings it along: 'dotnet add package "
                + "Microsoft.ML.OnnxRuntime' (for CPUs) or 'Microsoft.ML.OnnxRuntime.Gpu', and build again for this platform.",
                cause);
        }
    }

    /// <summary>The first line of an error.</summary>
    internal static string Brief(Exception cause) => cause.Message.Split('\n')[0].TrimEnd('.', ' ', '\r');

    private static InferenceSession LoadOnCpu(byte[] model)
    {
        using SessionOptions settings = Settings();
        return new InferenceSession(model, settings);
    }

    private static InferenceSession? TryLoadOnCuda(byte[] model, int device, out string obstacle)
    {
        obstacle = "this build of ONNX Runtime has no CUDA provider";
        using SessionOptions settings = Settings();
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
            return null;
        try
        {
            settings.AppendExecutionProvider_CUDA(device);
            return new InferenceSession(model, settings);
        }
        catch (OnnxRuntimeException cause)
        {
            obstacle = $"ONNX Runtime cannot use CUDA device {device} ({Brief(cause)})";
            return null;
        }
    }

    // One thread: waking others takes longer than such a network.
    private static SessionOptions Settings()
    {
        QuietEnvironment();
        var settings = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        settings.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return settings;
    }

    // ONNX Runtime has one environment per process; a program that made its own keeps it, except for the telemetry.
    private static void QuietEnvironment()
    {
        if (OrtEnv.IsCreated)
        {
            NativeTelemetry.DisableAfterStart();
            return;
        }

        NativeTelemetry.DisableBeforeStart();
        var options = new EnvironmentCreationOptions { logId = "gpuac", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            OrtEnv.CreateInstanceWithOptions(ref options);
        }
        catch (OnnxRuntimeException) when (OrtEnv.IsCreated)
        {
            // Another thread was faster.
        }
    }

    private static Exception Root(Exception cause) =>
        cause is TypeInitializationException { InnerException: { } inner } ? Root(inner) : cause;
}
