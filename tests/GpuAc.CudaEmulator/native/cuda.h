// Types and numbers of the CUDA driver API that the emulator provides, after NVIDIA's reference of the driver API (CUDA 12).
#pragma once
#include <cstddef>
#include <cstdint>

using CUdevice = int;
using CUdeviceptr = unsigned long long;
using CUcontext = struct Context*;
using CUstream = struct Stream*;
using CUevent = struct Event*;
using CUmodule = struct Module*;
using CUfunction = struct Function*;
using CUgraph = struct Graph*;
using CUgraphExec = struct GraphExec*;

#define CUDA_ERRORS(X)                                                                          \
    X(SUCCESS, 0, "no error")                                                                   \
    X(ERROR_INVALID_VALUE, 1, "invalid argument")                                               \
    X(ERROR_OUT_OF_MEMORY, 2, "out of memory")                                                  \
    X(ERROR_NOT_INITIALIZED, 3, "initialization error")                                         \
    X(ERROR_INVALID_DEVICE, 101, "invalid device ordinal")                                      \
    X(ERROR_INVALID_IMAGE, 200, "device kernel image is invalid")                               \
    X(ERROR_INVALID_CONTEXT, 201, "invalid device context")                                     \
    X(ERROR_NO_BINARY_FOR_GPU, 209, "no kernel image is available for execution on the device") \
    X(ERROR_INVALID_HANDLE, 400, "invalid resource handle")                                     \
    X(ERROR_ILLEGAL_STATE, 401, "the operation cannot be performed in the present state")       \
    X(ERROR_NOT_FOUND, 500, "named symbol not found")                                           \
    X(ERROR_NOT_READY, 600, "device not ready")                                                 \
    X(ERROR_ILLEGAL_ADDRESS, 700, "an illegal memory access was encountered")                   \
    X(ERROR_CONTEXT_IS_DESTROYED, 709, "context is destroyed")                                  \
    X(ERROR_MISALIGNED_ADDRESS, 716, "misaligned address")                                      \
    X(ERROR_LAUNCH_FAILED, 719, "unspecified launch failure")                                   \
    X(ERROR_STREAM_CAPTURE_UNSUPPORTED, 900, "operation not permitted when stream is capturing") \
    X(ERROR_STREAM_CAPTURE_INVALIDATED, 901, "operation failed due to a previous error during capture") \
    X(ERROR_STREAM_CAPTURE_IMPLICIT, 906, "operation would make the legacy stream depend on a capturing blocking stream") \
    X(ERROR_CAPTURED_EVENT, 907, "operation not permitted on an event last recorded in a capturing stream") \
    X(ERROR_STREAM_CAPTURE_WRONG_THREAD, 908, "attempt to terminate a thread-local capture sequence from another thread")

enum CUresult
{
#define X(name, value, text) CUDA_##name = value,
    CUDA_ERRORS(X)
#undef X
};

enum CUdevice_attribute
{
    CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 1,
    CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X = 2,
    CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y = 3,
    CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z = 4,
    CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X = 5,
    CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y = 6,
    CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z = 7,
    CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK = 8,
    CU_DEVICE_ATTRIBUTE_TOTAL_CONSTANT_MEMORY = 9,
    CU_DEVICE_ATTRIBUTE_WARP_SIZE = 10,
    CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK = 12,
    CU_DEVICE_ATTRIBUTE_CLOCK_RATE = 13,
    CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT = 16,
    CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR = 39,
    CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75,
    CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76,
    CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR = 81,
    CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97,
};

enum CUfunction_attribute
{
    CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 0,
    CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES = 1,
    CU_FUNC_ATTRIBUTE_CONST_SIZE_BYTES = 2,
    CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES = 3,
    CU_FUNC_ATTRIBUTE_NUM_REGS = 4,
    CU_FUNC_ATTRIBUTE_BINARY_VERSION = 6,
    CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES = 8,
};

enum CUstreamCaptureMode
{
    CU_STREAM_CAPTURE_MODE_GLOBAL = 0,
    CU_STREAM_CAPTURE_MODE_THREAD_LOCAL = 1,
    CU_STREAM_CAPTURE_MODE_RELAXED = 2,
};

constexpr unsigned CU_STREAM_NON_BLOCKING = 1;
constexpr unsigned CU_EVENT_DISABLE_TIMING = 2;
constexpr unsigned CU_EVENT_KNOWN_FLAGS = 7;

#define CUDA_API extern "C" __attribute__((visibility("default"))) CUresult
