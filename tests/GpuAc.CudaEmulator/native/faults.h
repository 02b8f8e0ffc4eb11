// Faults of kernels: memory that is not theirs, addresses that are not aligned, stacks that are too small.
#pragma once
#include "cuda.h"
#include <functional>

/// Runs something that may fault.
/// \return What it returns, or the error that CUDA has for its fault.
CUresult guard(const std::function<CUresult()>& work);
