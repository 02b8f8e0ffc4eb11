// Devices and accelerators that the listing names, but does not list, and what it leaves out of those that it does list.
// Each is in the package's sources: accelerators and devices per kind, their collections, and Dispose of contexts and accelerators.
using System;
using System.Collections.Generic;
using ILGPU.Runtime;
using ILGPU.Util;

namespace ILGPU
{
    public sealed partial class Context : DisposeBase
    {
        public readonly struct DeviceCollection<TDevice>
            where TDevice : Device
        {
            public int Count => throw null!;

            public TDevice this[int deviceIndex] => throw null!;

            public IEnumerator<TDevice> GetEnumerator() => throw null!;
        }
    }
}

namespace ILGPU.Runtime
{
    public abstract partial class Accelerator : DisposeBase
    {
    }
}

namespace ILGPU.Runtime.CPU
{
    public sealed class CPUAccelerator : Accelerator
    {
        internal CPUAccelerator()
        {
        }
    }
}

namespace ILGPU.Runtime.Cuda
{
    public sealed partial class CudaAccelerator : Accelerator
    {
    }

    public sealed class CudaDevice : Device
    {
        internal CudaDevice()
        {
        }
    }
}

namespace ILGPU.Runtime.OpenCL
{
    public sealed class CLDevice : Device
    {
        internal CLDevice()
        {
        }
    }

    public sealed class CLAccelerator : Accelerator
    {
        internal CLAccelerator()
        {
        }
    }
}
