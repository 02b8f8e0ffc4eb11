// Modules and kernels: a "CUBIN" is a shared library that the emulated NVRTC made.
#include "state.h"
#include <cstdio>
#include <cstring>
#include <cstdlib>
#include <dlfcn.h>
#include <elf.h>
#include <filesystem>
#include <link.h>
#include <unistd.h>

namespace
{
/// Bytes of an ELF image, whose section table comes last; 0 when it is none.
size_t image_bytes(const void* image)
{
    auto header = (const Elf64_Ehdr*)image;
    bool valid = memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 && header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_type == ET_DYN;
    return valid ? header->e_shoff + (size_t)header->e_shentsize * header->e_shnum : 0;
}

/// Loads an image through a file; the loader takes files of one name for one library, so each has its own.
void* load(const void* image, size_t bytes)
{
    static unsigned number = 0;
    std::string name = "cubin-" + std::to_string(getpid()) + "-" + std::to_string(number++) + "-XXXXXX";
    std::string path = std::filesystem::temp_directory_path() / name;
    int file = mkstemp(path.data());
    if (file < 0)
        return nullptr;
    bool whole = write(file, image, bytes) == (ssize_t)bytes;
    close(file);
    void* library = whole ? dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
    unlink(path.c_str());
    return library;
}

/// Finds how much thread-local memory a library has: its shared variables.
int describe(dl_phdr_info* info, size_t, void* data)
{
    auto module = (Module*)data;
    link_map* map = nullptr;
    if (dlinfo(module->library, RTLD_DI_LINKMAP, &map) != 0 || map->l_addr != info->dlpi_addr)
        return 0;
    for (int i = 0; i < info->dlpi_phnum; i++)
    {
        if (info->dlpi_phdr[i].p_type == PT_TLS)
            module->shared_bytes = info->dlpi_phdr[i].p_memsz, module->shared_module = info->dlpi_tls_modid;
    }
    return 1;
}

void unload(Module* module)
{
    for (Function* function : module->functions)
    {
        state().functions.erase(function);
        delete function;
    }
    dlclose(module->library);
    delete module;
}

int max_threads(const Function* function)
{
    return function->kernel->max_threads > 0 ? function->kernel->max_threads : device::MaxThreads;
}
}

void unload_all_modules()
{
    for (Module* module : state().modules)
        unload(module);
    state().modules.clear();
}

CUDA_API cuModuleLoadData(CUmodule* module, const void* image)
{
    CALL();
    if (module == nullptr || image == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    size_t bytes = image_bytes(image);
    if (bytes == 0)
        return CUDA_ERROR_INVALID_IMAGE;
    void* library = load(image, bytes);
    if (library == nullptr)
        fprintf(stderr, "CUDA emulator: an image cannot be loaded: %s\n", dlerror());
    auto architecture = library == nullptr ? nullptr : (const int*)dlsym(library, "emulated_architecture");
    if (architecture == nullptr || *architecture != device::Major * 10 + device::Minor)
    {
        if (library != nullptr)
            dlclose(library);
        return architecture == nullptr ? CUDA_ERROR_INVALID_IMAGE : CUDA_ERROR_NO_BINARY_FOR_GPU;
    }
    state().modules.insert(*module = new Module{ library });
    dl_iterate_phdr(describe, *module);
    return CUDA_SUCCESS;
}

CUDA_API cuModuleUnload(CUmodule module)
{
    CALL();
    CUresult drained = drain_all();
    if (state().modules.erase(module) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    unload(module);
    return drained;
}

CUDA_API cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name)
{
    CALL();
    if (state().modules.count(module) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (function == nullptr || name == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    auto kernel = (const EmulatedKernel*)dlsym(module->library, (std::string("emulated_kernel_") + name).c_str());
    if (kernel == nullptr)
        return CUDA_ERROR_NOT_FOUND;
    *function = new Function{ name, module, kernel, device::SharedDefault - module->shared_bytes };
    module->functions.push_back(*function);
    state().functions.insert(*function);
    return CUDA_SUCCESS;
}

CUDA_API cuFuncGetAttribute(int* value, CUfunction_attribute attribute, CUfunction function)
{
    CALL();
    if (state().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (value == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    switch ((int)attribute)
    {
    case CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = max_threads(function); return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES: *value = (int)function->module->shared_bytes; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_CONST_SIZE_BYTES: *value = 0; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES: *value = 0; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_NUM_REGS: *value = device::Registers; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_BINARY_VERSION: *value = device::Major * 10 + device::Minor; return CUDA_SUCCESS;
    case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES: *value = (int)function->dynamic_limit; return CUDA_SUCCESS;
    default: return CUDA_ERROR_INVALID_VALUE;
    }
}

CUDA_API cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value)
{
    CALL();
    if (state().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (attribute != CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES || value < 0)
        return CUDA_ERROR_INVALID_VALUE;
    if ((size_t)value + function->module->shared_bytes > device::SharedOptIn)
        return CUDA_ERROR_INVALID_VALUE;
    function->dynamic_limit = (size_t)value;
    return CUDA_SUCCESS;
}

CUDA_API cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
    unsigned block_z, unsigned shared_bytes, CUstream handle, void** parameters, void** extra)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr || state().functions.count(function) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    const EmulatedKernel* kernel = function->kernel;
    unsigned grid[] = { grid_x, grid_y, grid_z }, block[] = { block_x, block_y, block_z };
    for (int axis = 0; axis < 3; axis++)
    {
        if (grid[axis] < 1 || grid[axis] > (unsigned)device::MaxGrid[axis])
            return CUDA_ERROR_INVALID_VALUE;
        if (block[axis] < 1 || block[axis] > (unsigned)device::MaxBlock[axis])
            return CUDA_ERROR_INVALID_VALUE;
    }
    if ((size_t)block_x * block_y * block_z > (size_t)max_threads(function) || shared_bytes > function->dynamic_limit)
        return CUDA_ERROR_INVALID_VALUE;
    if (extra != nullptr || (kernel->count > 0 && parameters == nullptr))
        return CUDA_ERROR_INVALID_VALUE;

    auto launch = std::make_shared<Launch>();
    *launch = { function, { grid_x, grid_y, grid_z }, { block_x, block_y, block_z }, shared_bytes, {}, {} };
    for (int i = 0; i < kernel->count; i++)
    {
        if (parameters[i] == nullptr)
            return CUDA_ERROR_INVALID_VALUE;
        launch->offsets.push_back((launch->bytes.size() + 15) / 16 * 16);
        launch->bytes.resize(launch->offsets.back() + kernel->sizes[i]);
        memcpy(launch->bytes.data() + launch->offsets.back(), parameters[i], kernel->sizes[i]);
    }
    if (launch->bytes.size() > device::ArgumentBytes)
        return CUDA_ERROR_INVALID_VALUE;
    return put(stream, [launch] { return state().functions.count(launch->function) == 0 ? CUDA_ERROR_ILLEGAL_ADDRESS : execute(*launch); });
}
