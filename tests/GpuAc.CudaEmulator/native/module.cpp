// Modules, kernels and their attributes.
#include "state.h"
#include <algorithm>
#include <cstdio>
#include <cstring>

namespace
{
/// Where a caller wants to read what is wrong with its PTX.
struct ErrorLog
{
    char* buffer = nullptr;
    size_t bytes = 0;
    void** written = nullptr;

    void take(CUjit_option option, void** value)
    {
        if (option == CU_JIT_ERROR_LOG_BUFFER)
            buffer = (char*)*value;
        else if (option == CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES)
            bytes = (size_t)*value, written = value;
        else if (option == CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES)
            *value = nullptr;
    }

    void put(const std::string& text) const
    {
        size_t length = buffer == nullptr || bytes == 0 ? 0 : std::min(bytes - 1, text.size());
        if (length > 0)
            memcpy(buffer, text.data(), length);
        if (buffer != nullptr && bytes > 0)
            buffer[length] = 0;
        if (written != nullptr)
            *written = (void*)length;
    }
};

int max_threads(const Function* function)
{
    return function->kernel->max_threads > 0 ? function->kernel->max_threads : device::MaxThreads;
}

/// Copies arguments that a caller gives one by one.
bool take_each(const KernelDescription& kernel, void** from, std::vector<char>& to)
{
    for (size_t i = 0; i < kernel.parameters.size(); i++)
    {
        if (from == nullptr || from[i] == nullptr)
            return false;
        memcpy(to.data() + kernel.parameters[i].offset, from[i], kernel.parameters[i].bytes);
    }
    return true;
}

/// Copies arguments that a caller gives as one buffer, laid out as the kernel's parameters are.
bool take_buffer(const KernelDescription& kernel, void** extra, std::vector<char>& to)
{
    const char* from = nullptr;
    size_t bytes = 0;
    for (; *extra != CU_LAUNCH_PARAM_END; extra += 2)
    {
        if (*extra == CU_LAUNCH_PARAM_BUFFER_POINTER)
            from = (const char*)extra[1];
        else if (*extra == CU_LAUNCH_PARAM_BUFFER_SIZE)
            bytes = *(const size_t*)extra[1];
        else
            return false;
    }
    if (kernel.parameter_bytes == 0)
        return true;
    if (from == nullptr || bytes < kernel.parameter_bytes)
        return false;
    memcpy(to.data(), from, kernel.parameter_bytes);
    return true;
}
}

CUDA_API cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned count, CUjit_option* options, void** values)
{
    CALL();
    if (module == nullptr || image == nullptr || (count > 0 && (options == nullptr || values == nullptr)))
        return CUDA_ERROR_INVALID_VALUE;
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    ErrorLog log;
    for (unsigned i = 0; i < count; i++)
        log.take(options[i], &values[i]);
    std::string error;
    std::shared_ptr<KernelImage> kernels;
    CUresult loaded = load_ptx((const char*)image, kernels, error);
    log.put(error);
    if (loaded != CUDA_SUCCESS)
    {
        fprintf(stderr, "CUDA emulator: %s\n", error.c_str());
        return loaded;
    }
    context().modules.insert(*module = new Module{ kernels, {} });
    return CUDA_SUCCESS;
}

CUDA_API cuModuleLoadData(CUmodule* module, const void* image)
{
    return cuModuleLoadDataEx(module, image, 0, nullptr, nullptr);
}

CUDA_API cuModuleUnload(CUmodule module)
{
    CALL();
    CUresult drained = drain_all();
    if (context().modules.erase(module) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    for (Function* function : module->functions)
    {
        context().functions.erase(function);
        delete function;
    }
    delete module;
    return drained;
}

CUDA_API cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name)
{
    CALL();
    if (context().modules.count(module) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (function == nullptr || name == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    for (const KernelDescription& kernel : module->image->kernels)
    {
        if (kernel.name != name)
            continue;
        *function = new Function{ name, module->image, &kernel, device::SharedDefault - kernel.shared_bytes };
        module->functions.push_back(*function);
        context().functions.insert(*function);
        return CUDA_SUCCESS;
    }
    return CUDA_ERROR_NOT_FOUND;
}

CUDA_API cuFuncGetAttribute(int* value, CUfunction_attribute attribute, CUfunction function)
{
    CALL();
    if (context().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (value == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    switch ((int)attribute)
    {
    case CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = max_threads(function); return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES: *value = (int)function->kernel->shared_bytes; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_CONST_SIZE_BYTES: *value = 0; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES: *value = (int)function->kernel->local_bytes; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_NUM_REGS: *value = device::Registers; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_BINARY_VERSION: *value = device::Major * 10 + device::Minor; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES: *value = (int)function->dynamic_limit; return CUDA_SUCCESS;
    default: return CUDA_ERROR_INVALID_VALUE;
    }
}

CUDA_API cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value)
{
    CALL();
    if (context().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (attribute != CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES || value < 0)
        return CUDA_ERROR_INVALID_VALUE;
    if ((size_t)value + function->kernel->shared_bytes > device::SharedOptIn)
        return CUDA_ERROR_INVALID_VALUE;
    function->dynamic_limit = (size_t)value;
    return CUDA_SUCCESS;
}

CUDA_API cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction function, int block_size, size_t dynamic_bytes)
{
    CALL();
    if (context().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (blocks == nullptr || block_size < 1)
        return CUDA_ERROR_INVALID_VALUE;
    size_t threads = (size_t)(block_size + device::Warp - 1) / device::Warp * device::Warp;
    size_t shared = function->kernel->shared_bytes + dynamic_bytes + 1024; // The system takes 1 KiB for each block.
    bool fits = block_size <= max_threads(function) && dynamic_bytes <= function->dynamic_limit;
    size_t most = std::min({ (size_t)device::BlocksPerMultiprocessor, device::ThreadsPerMultiprocessor / threads,
        device::RegistersPerBlock / (device::Registers * threads), device::SharedPerMultiprocessor / shared });
    *blocks = fits ? (int)most : 0;
    return CUDA_SUCCESS;
}

CUDA_API cuOccupancyMaxPotentialBlockSize(
    int* grid_size, int* block_size, CUfunction function, size_t (*dynamic_bytes_of)(int), size_t dynamic_bytes, int limit)
{
    CALL();
    if (context().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (grid_size == nullptr || block_size == nullptr || limit < 0)
        return CUDA_ERROR_INVALID_VALUE;
    int largest = limit > 0 ? std::min(limit, max_threads(function)) : max_threads(function), best = 0;
    for (int size = largest; size > 0; size = (size - 1) / device::Warp * device::Warp)
    {
        int blocks = 0;
        size_t bytes = dynamic_bytes_of != nullptr ? dynamic_bytes_of(size) : dynamic_bytes;
        CUresult result = cuOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, function, size, bytes);
        if (result != CUDA_SUCCESS)
            return result;
        if (blocks * size <= best)
            continue;
        best = blocks * size;
        *block_size = size;
        *grid_size = blocks * device::multiprocessors();
    }
    return best > 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUDA_API cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
    unsigned block_z, unsigned dynamic_bytes, CUstream handle, void** parameters, void** extra)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr || context().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    const KernelDescription& kernel = *function->kernel;
    auto launch = std::make_shared<Launch>(Launch{ function->name, function->image, function->kernel, { grid_x, grid_y, grid_z },
        { block_x, block_y, block_z }, dynamic_bytes, std::vector<char>(kernel.parameter_bytes) });
    for (int axis = 0; axis < 3; axis++)
    {
        if (launch->grid[axis] < 1 || launch->grid[axis] > (unsigned)device::MaxGrid[axis])
            return CUDA_ERROR_INVALID_VALUE;
        if (launch->block[axis] < 1 || launch->block[axis] > (unsigned)device::MaxBlock[axis])
            return CUDA_ERROR_INVALID_VALUE;
    }
    if ((size_t)block_x * block_y * block_z > (size_t)max_threads(function) || dynamic_bytes > function->dynamic_limit)
        return CUDA_ERROR_INVALID_VALUE;
    bool given = extra != nullptr ? parameters == nullptr && take_buffer(kernel, extra, launch->parameters)
                                  : take_each(kernel, parameters, launch->parameters);
    if (!given || kernel.parameter_bytes > device::ArgumentBytes)
        return CUDA_ERROR_INVALID_VALUE;
    return put(stream, [launch] { return execute(*launch); });
}
