// A module's PTX as a shared library that this machine runs.
#pragma once
#include "cuda.h"
#include "kernel.h"
#include <memory>
#include <string>
#include <vector>

/// A parameter's place in the block of all parameters.
struct ParameterPlace
{
    size_t offset, bytes;
};

/// What the driver knows of a kernel.
struct KernelDescription
{
    std::string name;
    std::vector<ParameterPlace> parameters;
    size_t parameter_bytes = 0;
    size_t shared_bytes = 0;
    size_t local_bytes = 0;
    int max_threads = 0; // Of .maxntid, otherwise 0.
    bool flushes = false; // Whether denormals are zeros.
    KernelEntry entry = nullptr;
};

/// The kernels of a module, while their library is loaded.
struct KernelImage
{
    std::vector<KernelDescription> kernels;
    void* library = nullptr;

    KernelImage() = default;
    KernelImage(const KernelImage&) = delete;
    ~KernelImage();
};

/// Translates, compiles and loads a module.
/// \param ptx The module's text.
/// \param image Receives its kernels.
/// \param error Receives what is wrong with it.
CUresult load_ptx(const std::string& ptx, std::shared_ptr<KernelImage>& image, std::string& error);
