// C++ to a shared library.
#pragma once
#include <stdexcept>
#include <string>

/// There is no g++.
class CompilerAbsent : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Compiles a translated module, or finds it among those that were compiled before when CUDA_EMULATOR_CACHE names a folder for them.
/// \return The library's file.
/// \exception CompilerAbsent There is no compiler.
/// \exception std::runtime_error It cannot be compiled.
std::string compile(const std::string& source);

/// Removes a library that no cache keeps.
void forget(const std::string& library);
