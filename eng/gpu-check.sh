#!/usr/bin/env bash
# Checks kernels on a machine that has an NVIDIA GPU, but neither the SDK nor a network.
#
#   eng/gpu-check.sh pack [gzip]        here, with the SDK: writes artifacts/gpu-check/gpu-check.tar.xz, which needs only glibc and libstdc++;
#                                       with gzip a larger gpu-check.tar.gz, for a machine that lacks xz. BEFORE=COMMIT adds an earlier build, whose
#                                       rates are measured beside; the default is the last one with a runtime of its own in ILGPU's place, and
#                                       BEFORE=none leaves it out. That one needs Node.js with npm to build, and NVRTC to run.
#   eng/gpu-check.sh run [ARCHIVE]      there: unpacks it and runs everything; prints device, agreement, registers and rates. Takes less than 8 minutes.
#   eng/gpu-check.sh rehearse [ARCHIVE] the same where there is no GPU, on the emulated CUDA driver of tests/GpuAc.CudaEmulator, with small sizes
#
# Exit code 0 only when every step passed.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/.." && pwd)"
folder="$root/artifacts/gpu-check"
limit=470 # Seconds for all steps; one that would go on is ended, and fails.

publish() {
  dotnet publish "$1" -c Release -r linux-x64 --self-contained true -o "$2" --nologo -v quiet -p:NuGetLockFilePath=obj/packages.gpu-check.lock.json
}

# Runners of other environments, documentation, and help for debuggers are not needed there. Symbols of the tests are: failures name source lines.
strip_stage() {
  find "$1" \( -name '*.xml' -o -name 'testhost*' -o -name 'Microsoft.VisualStudio.*' -o -name 'Microsoft.TestPlatform.*' \
    -o -name 'libmscordac*' -o -name 'libmscordbi*' -o -name 'createdump' \) -delete
}

pack() {
  local stage="$folder/stage" archive="$folder/gpu-check.tar.xz" compress="xz -6"
  if [ "${1:-}" = gzip ]; then archive="$folder/gpu-check.tar.gz" compress="gzip -9"; fi
  rm -rf "$folder" && mkdir -p "$stage"
  # Both programs in one folder share one runtime.
  publish "$root/tests/GpuAc.GpuCheck" "$stage"
  publish "$root/GpuAc.Cli" "$stage"
  strip_stage "$stage"
  pack_before "${BEFORE:-18f7b6c}" "$stage"
  tar -C "$stage" -c . | $compress > "$archive"
  rm -rf "$stage"
  echo "$archive: $(($(stat -c %s "$archive") >> 20)) MiB"
}

# The earlier build goes into before/, less the files that are the same in both; before/names lists all of its files.
pack_before() {
  local commit=$1 stage=$2 tree="$folder/tree" out="$folder/before"
  [ "$commit" != none ] || return 0
  git -C "$root" worktree add --force --detach "$tree" "$commit"
  publish "$tree/GpuAc.Cli" "$out"
  git -C "$root" worktree remove --force "$tree"
  strip_stage "$out"
  mkdir "$stage/before"
  (cd "$out" && find . -type f) > "$stage/before/names"
  while read -r name; do
    if cmp -s "$out/$name" "$stage/$name"; then rm "$out/$name"; fi
  done < "$stage/before/names"
  cp -r "$out/." "$stage/before"
  rm -rf "$out"
}

# One step: its name, then its command. All steps run, also after one failed.
failed=""
step() {
  local name=$1 left=$((limit - SECONDS)) start=$SECONDS; shift
  echo; echo "== $name"
  if [ "$left" -le 0 ]; then echo "no time left"; failed+=" $name"; return; fi
  timeout "$left" "$@" || { echo "== $name failed with exit code $?"; failed+=" $name"; }
  echo "== $name: $((SECONDS - start)) s"
}

# Where NVRTC lies, which the earlier build compiles with: with the toolkit, or in a Python package.
nvrtc_folder() {
  ldconfig -p 2>/dev/null | sed -n 's/.*=> \(.*\)\/libnvrtc\.so\.[0-9]*$/\1/p' | head -1
  find / -name 'libnvrtc.so.*' -not -path '/proc/*' 2>/dev/null | head -1 | xargs -r dirname
}

unpack() {
  local archive=${1:-}
  [ -n "$archive" ] || archive=$(ls "$folder"/gpu-check.tar.* 2>/dev/null | head -1) || true
  [ -f "$archive" ] || { echo "There is no archive ${archive:-in $folder}; make one with: eng/gpu-check.sh pack" >&2; exit 2; }
  if [ "${archive%.xz}" != "$archive" ] && ! command -v xz >/dev/null; then
    echo "This machine lacks xz, which $archive needs; make another with: eng/gpu-check.sh pack gzip" >&2; exit 2
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/now"
  tar -C "$work/now" -xf "$archive"
  gpuac="$work/now/gpuac" before=""
  if [ -f "$work/now/before/names" ]; then
    while read -r name; do
      mkdir -p "$work/before/$(dirname "$name")"
      if [ -f "$work/now/before/$name" ]; then mv "$work/now/before/$name" "$work/before/$name"; else ln "$work/now/$name" "$work/before/$name"; fi
    done < "$work/now/before/names"
    before="$work/before/gpuac"
  fi
}

machine() {
  echo "== machine"
  uname -srm
  sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1
  if command -v nvidia-smi >/dev/null; then
    nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm,clocks.max.mem,power.limit --format=csv || true
  fi
}

# Rates of one build: every kernel as a share of the device's ceilings, then whole iterations.
rates() {
  local name=$1 program=$2 envs=$3
  local training="bench training --device cuda --envs $envs --set numSteps=32 --set sharedBody=true"
  step "$name-kernels" "$program" bench kernels --device cuda --envs "$envs"
  step "$name-kernels-pendulum" "$program" bench kernels --device cuda --envs "$envs" --env pendulum
  step "$name-a2c" "$program" $training --algorithm a2c
  step "$name-ppo" "$program" $training --algorithm ppo --set minibatchSize=$((envs * 8))
}

train() {
  local name=$1; shift
  step "train-$name" "$gpuac" train "$@" --device cuda --out "$work/$name"
}

run() {
  unpack "${1:-}"
  export XDG_CACHE_HOME="$work/cache" DOTNET_gcServer=0
  machine
  step devices "$gpuac" devices
  rates now "$gpuac" "$envs"
  if [ -n "$before" ] && [ -z "$rehearsing" ]; then
    LD_LIBRARY_PATH="$(nvrtc_folder | paste -sd:)${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" rates before "$before" "$envs"
  fi
  train cartpole cartpole
  train cartpole-again cartpole # Kernels are on disk by now.
  if [ -z "$rehearsing" ]; then
    train cartpole-large-batch --recipe ppo-cartpole-large-batch
    train pendulum-large-batch --recipe ppo-pendulum-large-batch
  fi
  train pendulum pendulum
  train sac pendulum --algorithm sac --steps "$sac_steps"
  # The longest comes last: it compiles kernels for every kind of network.
  step agreement "$work/now/gpucheck" cuda ${only:+--only "$only"}

  echo
  [ -z "$failed" ] || { echo "gpu-check: FAILED:$failed, after $SECONDS s"; exit 1; }
  echo "gpu-check: all passed in $SECONDS s"
}

# Sizes of the real thing; a rehearsal's are smaller, since an emulated GPU is thousands of times slower.
envs=32768 sac_steps=20000 only="" rehearsing=""
case "${1:-}" in
  pack) pack "${2:-}" ;;
  run) run "${2:-}" ;;
  rehearse)
    envs=256 only=AgreementTests rehearsing=yes
    emulator=$(mktemp -d)
    "$root/tests/GpuAc.CudaEmulator/build.sh" "$emulator"
    export LD_LIBRARY_PATH="$emulator" CUDA_EMULATOR_CACHE="$emulator/cache"
    mkdir -p "$CUDA_EMULATOR_CACHE"
    run "${2:-}"
    ;;
  *) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
