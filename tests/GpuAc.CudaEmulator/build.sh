#!/usr/bin/env bash
# Builds the emulated CUDA driver and NVRTC; programs that run with LD_LIBRARY_PATH=FOLDER find them as they would NVIDIA's.
#
#   build.sh FOLDER    writes libcuda.so.1, libnvrtc.so.12 and the headers that kernels are compiled with
set -euo pipefail
folder=${1:?build.sh FOLDER}
native="$(cd "$(dirname "$0")" && pwd)/native"
mkdir -p "$folder"
flags="-std=c++17 -O2 -fPIC -ftls-model=initial-exec -shared -fvisibility=hidden -Wall -Wextra -Wno-missing-field-initializers"
flags+=" -Werror -pthread"
g++ $flags -Wl,-soname,libcuda.so.1 -o "$folder/libcuda.so.1" \
  "$native"/{block,context,faults,fiber,launch,memory,module,stream}.cpp -ldl
g++ $flags -Wl,-soname,libnvrtc.so.12 -o "$folder/libnvrtc.so.12" "$native/nvrtc.cpp" -ldl
cp "$native/prelude.h" "$native/kernel.h" "$folder"
