#!/usr/bin/env bash
# Builds the emulated CUDA driver; programs that run with LD_LIBRARY_PATH=FOLDER find it as they would NVIDIA's.
#
#   build.sh FOLDER    writes libcuda.so.1, libcuda.so, and the headers that kernels are compiled with
set -euo pipefail
folder=${1:?build.sh FOLDER}
native="$(cd "$(dirname "$0")" && pwd)/native"
mkdir -p "$folder"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
export FLAGS="-std=c++17 -O1 -fPIC -fvisibility=hidden -Wall -Wextra -Wno-missing-field-initializers -Werror -pthread"
printf '%s\n' "$native"/*.cpp | xargs -P "$(nproc)" -I FILE sh -c 'g++ $FLAGS -c FILE'
g++ -shared -pthread -Wl,-soname,libcuda.so.1 -o "$folder/libcuda.so.1" *.o -ldl
# Its other name is a library of its own, so that whoever loads both by their paths has given both names to the whole process.
g++ -shared -Wl,-soname,libcuda.so -Wl,--no-as-needed -Wl,-rpath,'$ORIGIN' -o "$folder/libcuda.so" -x c++ /dev/null -x none \
  "$folder/libcuda.so.1"
cp "$native"/{prelude,kernel}.h "$folder"
