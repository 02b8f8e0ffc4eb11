// Start, errors, the device and its attributes.
#include "state.h"
#include <cstdlib>
#include <cstring>

namespace
{
/// \return -1 for an attribute that nobody asks for.
int attribute(int number)
{
    switch (number)
    {
    case CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK: return device::MaxThreads;
    case CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X: return device::MaxBlock[0];
    case CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y: return device::MaxBlock[1];
    case CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z: return device::MaxBlock[2];
    case CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X: return device::MaxGrid[0];
    case CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y: return device::MaxGrid[1];
    case CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z: return device::MaxGrid[2];
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK: return (int)device::SharedDefault;
    case CU_DEVICE_ATTRIBUTE_TOTAL_CONSTANT_MEMORY: return 64 << 10;
    case CU_DEVICE_ATTRIBUTE_WARP_SIZE: return device::Warp;
    case CU_DEVICE_ATTRIBUTE_MAX_PITCH: return 2147483647;
    case CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK: return device::RegistersPerBlock;
    case CU_DEVICE_ATTRIBUTE_CLOCK_RATE: return 1980000;
    case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT: return device::multiprocessors();
    case CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY: return 1;
    case CU_DEVICE_ATTRIBUTE_ECC_ENABLED: return 1;
    case CU_DEVICE_ATTRIBUTE_PCI_BUS_ID: return 1;
    case CU_DEVICE_ATTRIBUTE_PCI_DEVICE_ID: return 0;
    case CU_DEVICE_ATTRIBUTE_TCC_DRIVER: return 0;
    case CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE: return 2619000;
    case CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH: return 5120;
    case CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE: return 50 << 20;
    case CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR: return device::ThreadsPerMultiprocessor;
    case CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT: return 3;
    case CU_DEVICE_ATTRIBUTE_PCI_DOMAIN_ID: return 0;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR: return device::Major;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR: return device::Minor;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR: return (int)device::SharedPerMultiprocessor;
    case CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR: return device::RegistersPerBlock;
    case CU_DEVICE_ATTRIBUTE_MANAGED_MEMORY: return 0;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_PREEMPTION_SUPPORTED: return 1;
    case CU_DEVICE_ATTRIBUTE_CAN_USE_HOST_POINTER_FOR_REGISTERED_MEM: return 1;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: return (int)device::SharedOptIn;
    default: return -1;
    }
}

CUresult check(CUdevice number)
{
    return !state().initialized ? CUDA_ERROR_NOT_INITIALIZED : number != 0 ? CUDA_ERROR_INVALID_DEVICE : CUDA_SUCCESS;
}
}

int device::multiprocessors()
{
    const char* wanted = getenv("CUDA_EMULATOR_MULTIPROCESSORS");
    int count = wanted == nullptr ? 0 : atoi(wanted);
    return count > 0 ? count : 4;
}

CUDA_API cuInit(unsigned flags)
{
    std::lock_guard<std::recursive_mutex> lock(state().gate);
    if (flags != 0)
        return CUDA_ERROR_INVALID_VALUE;
    state().initialized = true;
    return CUDA_SUCCESS;
}

CUDA_API cuDriverGetVersion(int* version)
{
    if (version == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *version = device::DriverVersion;
    return CUDA_SUCCESS;
}

CUDA_API cuGetErrorName(CUresult error, const char** name)
{
    if (name == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    switch ((int)error)
    {
#define X(word, value, text) \
    case value: *name = "CUDA_" #word; return CUDA_SUCCESS;
        CUDA_ERRORS(X)
#undef X
    default: *name = nullptr; return CUDA_ERROR_INVALID_VALUE;
    }
}

CUDA_API cuGetErrorString(CUresult error, const char** string)
{
    if (string == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    switch ((int)error)
    {
#define X(word, value, text) \
    case value: *string = text; return CUDA_SUCCESS;
        CUDA_ERRORS(X)
#undef X
    default: *string = nullptr; return CUDA_ERROR_INVALID_VALUE;
    }
}

CUDA_API cuDeviceGetCount(int* count)
{
    if (!state().initialized || count == nullptr)
        return count == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_ERROR_NOT_INITIALIZED;
    *count = 1;
    return CUDA_SUCCESS;
}

CUDA_API cuDeviceGet(CUdevice* number, int ordinal)
{
    if (number == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    CUresult checked = check(ordinal);
    *number = checked == CUDA_SUCCESS ? ordinal : -1;
    return checked;
}

CUDA_API cuDeviceGetName(char* name, int length, CUdevice number)
{
    if (name == nullptr || length <= 0)
        return CUDA_ERROR_INVALID_VALUE;
    if (CUresult checked = check(number); checked != CUDA_SUCCESS)
        return checked;
    memset(name, 0x5a, (size_t)length);
    strncpy(name, device::Name, (size_t)length - 1);
    name[length - 1] = 0;
    return CUDA_SUCCESS;
}

CUDA_API cuDeviceTotalMem_v2(size_t* bytes, CUdevice number)
{
    if (bytes == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *bytes = device::MemoryBytes;
    return check(number);
}

CUDA_API cuDeviceGetAttribute(int* value, CUdevice_attribute number, CUdevice ordinal)
{
    if (CUresult checked = check(ordinal); checked != CUDA_SUCCESS)
        return checked;
    if (value == nullptr || attribute(number) < 0)
        return CUDA_ERROR_INVALID_VALUE;
    *value = attribute(number);
    return CUDA_SUCCESS;
}

CUDA_API cuDeviceCanAccessPeer(int* can, CUdevice number, CUdevice peer)
{
    if (can == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *can = 0;
    CUresult checked = check(number);
    return checked != CUDA_SUCCESS ? checked : check(peer);
}

CUDA_API cuDeviceGetP2PAttribute(int* value, int, CUdevice, CUdevice)
{
    return value == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_ERROR_INVALID_DEVICE; // There is only one.
}
