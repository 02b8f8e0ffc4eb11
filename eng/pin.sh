#!/usr/bin/env bash
# Writes anew what tests compare with the repository: each package's PublicApi.txt and the graph of ARCHITECTURE.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export GPUAC_PIN=1
dotnet test tests/GpuAc.Cli.Tests -c Release --filter 'FullyQualifiedName~PublicApiTests|FullyQualifiedName~ArrowTests'
dotnet test tests/GpuAc.ML.Tests -c Release --filter 'FullyQualifiedName~PublicApiTests'
dotnet test tests/GpuAc.Serving.Tests -c Release --filter 'FullyQualifiedName~PublicApiTests'
