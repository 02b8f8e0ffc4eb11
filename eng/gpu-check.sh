#!/usr/bin/env bash
# Runs the ILGPU suite, a longer fuzz and the throughput report on whatever accelerators are here, and prints it all.
# On a machine with an NVIDIA GPU every test body also runs on CUDA; without one the CUDA rows are missing and one test is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
export ILGPU_FUZZ_KERNELS="${ILGPU_FUZZ_KERNELS:-2000}"
dotnet test tests/GpuAc.Compat.Ilgpu.Tests -c Release --nologo
dotnet run -c Release --project benchmarks/GpuAc.Benchmarks -- ilgpu
