// The GPU that the emulator pretends to be: limits of compute capability 9.0, few multiprocessors, little memory.
#pragma once
#include <cstddef>

namespace device
{
constexpr char Name[] = "Emulated CUDA device";
constexpr int DriverVersion = 12080;
constexpr int Major = 9;
constexpr int Minor = 0;
constexpr int Warp = 32;
constexpr int MaxThreads = 1024;
constexpr int MaxBlock[3] = { 1024, 1024, 64 };
constexpr int MaxGrid[3] = { 2147483647, 65535, 65535 };
constexpr int ThreadsPerMultiprocessor = 2048;
constexpr int BlocksPerMultiprocessor = 32;
constexpr int Registers = 64;
constexpr int RegistersPerBlock = 65536;
constexpr size_t SharedDefault = 48 << 10;
constexpr size_t SharedOptIn = 227 << 10;
constexpr size_t SharedPerMultiprocessor = 228 << 10;
constexpr size_t ArgumentBytes = 4096;
constexpr size_t Alignment = 256;
constexpr size_t MemoryBytes = (size_t)8 << 30;

/// 4, or what CUDA_EMULATOR_MULTIPROCESSORS says.
int multiprocessors();
}
