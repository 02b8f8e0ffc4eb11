#!/usr/bin/env bash
# Checks kernels on a machine that has an NVIDIA GPU, but neither the SDK nor a network.
#
#   eng/gpu-check.sh pack [gzip]        here, with the SDK: writes artifacts/gpu-check/gpu-check.tar.xz, which needs only glibc and libstdc++;
#                                       with gzip a larger gpu-check.tar.gz, for a machine that lacks xz
#   eng/gpu-check.sh run [ARCHIVE]      there: unpacks it and runs everything; prints device, suite, fuzz, agreement and rates. Takes less than 8 minutes.
#   eng/gpu-check.sh rehearse [ARCHIVE] the same where there is no GPU, on whatever OpenCL device there is
#
# Exit code 0 only when every step passed.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
folder="$here/../artifacts/gpu-check"
limit=470 # Seconds for all steps; one that would go on is ended, and fails.

pack() {
  local stage="$folder/stage" archive="$folder/gpu-check.tar.xz" compress="xz -6"
  if [ "${1:-}" = gzip ]; then archive="$folder/gpu-check.tar.gz" compress="gzip -9"; fi
  rm -rf "$folder" && mkdir -p "$stage"
  # Both programs in one folder share one runtime.
  for project in tests/GpuAc.GpuCheck GpuAc.Cli; do
    dotnet publish "$here/../$project" -c Release -r linux-x64 --self-contained true -o "$stage" --nologo -v quiet \
      -p:NuGetLockFilePath=obj/packages.gpu-check.lock.json
  done
  # Runners of other environments, documentation, and help for debuggers are not needed there. Symbols of the tests are: refusals name source lines.
  find "$stage" \( -name '*.xml' -o -name 'testhost*' -o -name 'Microsoft.VisualStudio.*' -o -name 'Microsoft.TestPlatform.*' \
    -o -name 'libmscordac*' -o -name 'libmscordbi*' -o -name 'createdump' \) -delete
  tar -C "$stage" -c . | $compress > "$archive"
  rm -rf "$stage"
  echo "$archive: $(($(stat -c %s "$archive") >> 20)) MiB"
}

# One step: its name, then its command. All steps run, also after one failed.
failed=""
step() {
  local name=$1 left=$((limit - SECONDS)); shift
  echo; echo "== $name"
  if [ "$left" -le 0 ]; then echo "no time left"; failed+=" $name"; return; fi
  timeout "$left" "$@" || { echo "== $name failed with exit code $?"; failed+=" $name"; }
}

run() {
  local require=$1 archive=${2:-}
  [ -n "$archive" ] || archive=$(ls "$folder"/gpu-check.tar.* 2>/dev/null | head -1) || true
  [ -f "$archive" ] || { echo "There is no archive ${archive:-in $folder}; make one with: eng/gpu-check.sh pack" >&2; exit 2; }
  if [ "${archive%.xz}" != "$archive" ] && ! command -v xz >/dev/null; then
    echo "This machine lacks xz, which $archive needs; make another with: eng/gpu-check.sh pack gzip" >&2; exit 2
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  tar -C "$work" -xf "$archive"
  export XDG_CACHE_HOME="$work/cache" DOTNET_gcServer=0

  echo "== machine"
  uname -srm
  sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1
  if command -v nvidia-smi >/dev/null; then
    nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm,clocks.max.mem,power.limit --format=csv || true
  fi
  step devices "$work/gpuac" devices
  step suite env ILGPU_FUZZ_KERNELS=100 "$work/gpucheck" suite $require
  step throughput "$work/gpucheck" throughput $require
  # Training: every kernel as a share of the device's ceilings, end-to-end rates, and runs as a user makes them.
  local device=cuda envs=32768
  if [ -z "$require" ]; then device=opencl envs=2048; fi
  step kernels "$work/gpuac" bench kernels --device $device --envs $envs
  step kernels-pendulum "$work/gpuac" bench kernels --device $device --envs $envs --env pendulum
  local rates="bench training --device $device --envs $envs --set numSteps=32 --set sharedBody=true"
  step a2c "$work/gpuac" $rates --algorithm a2c
  step ppo "$work/gpuac" $rates --algorithm ppo --set minibatchSize=$((envs * 8))
  step train-cartpole "$work/gpuac" train cartpole --device $device --out "$work/cartpole"
  step train-cartpole-large-batch "$work/gpuac" train --recipe ppo-cartpole-large-batch --device $device --out "$work/cartpole-large-batch"
  step train-pendulum "$work/gpuac" train pendulum --device $device --out "$work/pendulum"
  step train-pendulum-large-batch "$work/gpuac" train --recipe ppo-pendulum-large-batch --device $device --out "$work/pendulum-large-batch"
  step train-sac "$work/gpuac" train pendulum --algorithm sac --device $device --steps 20000 --out "$work/sac"
  # The longest come last: agreement with the CPU, which compiles kernels for every kind of network, and more random kernels than the suite's.
  step agreement "$work/gpucheck" training $require
  step fuzz "$work/gpucheck" fuzz --kernels 5000 --seed 20000 --seconds 60 $require

  echo
  [ -z "$failed" ] || { echo "gpu-check: FAILED:$failed, after $SECONDS s"; exit 1; }
  echo "gpu-check: all passed in $SECONDS s"
}

case "${1:-}" in
  pack) pack "${2:-}" ;;
  run) run --require-cuda "${2:-}" ;;
  rehearse) run "" "${2:-}" ;;
  *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
