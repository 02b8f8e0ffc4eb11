#include "kernel_image.h"
#include "compiler.h"
#include "device.h"
#include "ptx.h"
#include <algorithm>
#include <dlfcn.h>

namespace
{
KernelDescription describe(const PtxModule& module, const PtxFunction& function)
{
    KernelDescription kernel;
    kernel.name = function.name;
    kernel.max_threads = function.max_threads;
    for (const PtxSymbol* symbol : function.parameters)
    {
        kernel.parameters.push_back({ (size_t)symbol->offset, (size_t)symbol->bytes });
        kernel.parameter_bytes = (size_t)(symbol->offset + symbol->bytes);
    }
    for (const PtxSymbol* symbol : module.shared)
        kernel.shared_bytes = std::max(kernel.shared_bytes, (size_t)(symbol->offset + symbol->bytes));
    for (const PtxFunction& other : module.functions)
        kernel.local_bytes += other.is_entry && &other != &function ? 0 : (size_t)other.local_bytes;
    return kernel;
}

/// Flushing is a mode of the processor here: a kernel does it everywhere or nowhere.
bool flushes(const std::string& ptx)
{
    return ptx.find(".ftz") != std::string::npos;
}
}

KernelImage::~KernelImage()
{
    if (library != nullptr)
        dlclose(library);
}

CUresult load_ptx(const std::string& ptx, std::shared_ptr<KernelImage>& loaded, std::string& error)
try
{
    PtxModule module = parse_ptx(ptx);
    std::string file = compile(translate_ptx(module));
    auto image = std::make_shared<KernelImage>();
    image->library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (image->library == nullptr)
        throw std::runtime_error(dlerror());
    forget(file);
    for (const PtxFunction& function : module.functions)
    {
        if (!function.is_entry)
            continue;
        KernelDescription kernel = describe(module, function);
        kernel.flushes = flushes(ptx);
        kernel.entry = (KernelEntry)dlsym(image->library, function.id.c_str());
        if (kernel.shared_bytes > device::SharedDefault)
            throw PtxError(function.line, "'" + function.name + "' declares more shared memory than a kernel may");
        image->kernels.push_back(kernel);
    }
    loaded = image;
    return CUDA_SUCCESS;
}
catch (const CompilerAbsent& failure)
{
    error = failure.what();
    return CUDA_ERROR_JIT_COMPILER_NOT_FOUND;
}
catch (const std::exception& failure)
{
    error = failure.what();
    return CUDA_ERROR_INVALID_PTX;
}
