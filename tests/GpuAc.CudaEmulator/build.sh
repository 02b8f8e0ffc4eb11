#!/usr/bin/env bash
# Builds the emulated CUDA driver; programs that run with LD_LIBRARY_PATH=FOLDER find it as they would NVIDIA's.
#
#   build.sh FOLDER    writes libcuda.so.1, libcuda.so, and the headers that kernels are compiled with
set -euo pipefail
folder=${1:?build.sh FOLDER}
native="$(cd "$(dirname "$0")" && pwd)/native"
mkdir -p "$folder"
objects="$(mktemp -d)"
trap 'rm -rf "$objects"' EXIT
flags="-std=c++17 -O1 -fPIC -fvisibility=hidden -Wall -Wextra -Wno-missing-field-initializers -Werror -pthread"
ls "$native"/*.cpp | xargs -P "$(nproc)" -I SOURCE sh -c 'g++ '"$flags"' -c SOURCE -o "$0/$(basename SOURCE .cpp).o"' "$objects"
g++ -shared -pthread -Wl,-soname,libcuda.so.1 -o "$folder/libcuda.so.1" "$objects"/*.o -ldl
# Under its other name it is a library of its own, so that whoever loaded this file by its path has given that name to the whole process.
g++ -shared -Wl,-soname,libcuda.so -Wl,--no-as-needed -Wl,-rpath,'$ORIGIN' -o "$folder/libcuda.so" -x c++ /dev/null -x none "$folder/libcuda.so.1"
cp "$native/prelude.h" "$native/kernel.h" "$folder"
