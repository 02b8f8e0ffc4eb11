using System.Collections.Immutable;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ILGPU;

public sealed partial class Context
{
#pragma warning disable CA1034 // The package nests its builder.
    /// <summary>Chooses the devices and settings of a context.</summary>
    public sealed class Builder : ContextProperties
    {
        private readonly ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();

        internal Builder()
        {
        }

        /// <summary>Every device with the usual settings.</summary>
        public Builder Default() => AllAccelerators();

        /// <summary>Every device.</summary>
        public Builder AllAccelerators() => this.DefaultCPU().Cuda().OpenCL();

        /// <summary>Every device that a condition allows.</summary>
        public Builder AllAccelerators(Predicate<Device> predicate) =>
            this.CPU(d => d == CPUDevice.Default && predicate(d)).Cuda((CudaDevice d) => predicate(d)).OpenCL(d => predicate(d));

        /// <summary>Which called methods become part of the kernel's body.</summary>
        public Builder Inlining(InliningMode inliningMode) => Set(() => InliningMode = inliningMode);

        /// <summary>The checked mode: kernels test every view index.</summary>
        public Builder Assertions() => Set(() => EnableAssertions = true);

        /// <summary>The checked mode when a debugger is attached.</summary>
        public Builder AutoAssertions() => Set(() => EnableAssertions |= System.Diagnostics.Debugger.IsAttached);

        /// <summary>What the device compiler may do to floating-point arithmetic.</summary>
        public Builder Math(MathMode mathMode) => Set(() => MathMode = mathMode);

        /// <summary>What is kept of compiled kernels.</summary>
        public Builder Caching(CachingMode cachingMode) => Set(() => CachingMode = cachingMode);

        /// <summary>Checked and not optimised.</summary>
        public Builder Debug() => Optimize(OptimizationLevel.Debug).Assertions();

        /// <summary>The usual optimisation.</summary>
        public Builder Release() => Optimize(OptimizationLevel.Release);

        /// <summary>How much the device compiler should optimise.</summary>
        public Builder Optimize(OptimizationLevel level) => Set(() => OptimizationLevel = level);

        /// <summary>Allows timing with <see cref="AcceleratorStream.AddProfilingMarker"/>.</summary>
        public Builder Profiling() => Set(() => EnableProfiling = true);

        /// <summary>Makes the context.</summary>
        public Context ToContext() => new(CopyProperties(), devices.ToImmutable());

        internal Builder Add(IEnumerable<Device> more) => Set(() => devices.AddRange(more.Where(device => !devices.Contains(device))));

        private Builder Set(Action change)
        {
            change();
            return this;
        }
    }
#pragma warning restore CA1034
}
