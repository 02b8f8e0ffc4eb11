#!/usr/bin/env bash
# Measures what docs/figures.md states: publishes the tool, then runs its benchmarks and its recipes over seeds. Takes about six minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish GpuAc.Cli -c Release -o "$work/tool" >/dev/null
gpuac="$work/tool/gpuac"
field() { grep -o "\"$1\":[^,}]*" | head -1 | cut -d: -f2; }
median() { sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

"$gpuac" devices
"$gpuac" bench roofline
for env in CartPole-v1 Pendulum-v1; do for threads in 1 2; do "$gpuac" bench stepping --env $env --threads $threads; done; done
"$gpuac" bench training
"$gpuac" bench training --algorithm a2c
"$gpuac" bench updates
"$gpuac" bench updates --algorithm td3
"$gpuac" bench inference
"$gpuac" bench inference --set hiddenSizes=32,32

# Whole processes, wall time of each, from a shell: start-up, training, export, verification and evaluation.
recipe() { # name, environment, seeds, further arguments
  local name=$1 env=$2 seeds=$3; shift 3
  local times="" returns="" trains="" solved=0
  for seed in $(seq 0 $((seeds - 1))); do
    local start end json
    start=$(date +%s.%N)
    json=$("$gpuac" train "$env" --seed "$seed" --out "$work/$name-$seed" --json "$@" 2>/dev/null) || true
    end=$(date +%s.%N)
    times+="$(awk "BEGIN { print $end - $start }")"$'\n'
    trains+="$(field trainSeconds <<<"$json")"$'\n'
    returns+="$(field evalMeanReturn <<<"$json")"$'\n'
    [ "$(field solved <<<"$json")" = true ] && solved=$((solved + 1))
  done
  printf '%-28s solved %d of %d; median total %.2f s, training %.3f s; returns %s\n' "$name" "$solved" "$seeds" \
    "$(printf '%s' "$times" | median)" "$(printf '%s' "$trains" | median)" "$(printf '%s' "$returns" | awk '{ printf "%.1f ", $1 }')"
}
recipe ppo-cartpole cartpole 10
recipe ppo-pendulum pendulum 10
recipe ppo-pendulum-307k pendulum 5 --recipe ppo-pendulum-307k
recipe ppo-cartpole-large-batch cartpole 5 --recipe ppo-cartpole-large-batch
recipe ppo-pendulum-large-batch pendulum 5 --recipe ppo-pendulum-large-batch
recipe ppo-cartpole-v0 cartpole-v0 5
recipe ppo-acrobot acrobot 5
recipe ppo-mountaincar mountaincar 5
recipe ppo-mountaincarcontinuous mountaincarcontinuous 5
recipe a2c-cartpole cartpole 5 --algorithm a2c
recipe a2c-pendulum pendulum 5 --algorithm a2c
recipe reinforce-cartpole cartpole 5 --algorithm reinforce
recipe sac-pendulum pendulum 5 --algorithm sac
recipe td3-pendulum pendulum 5 --algorithm td3
recipe ddpg-pendulum-tuned pendulum 5 --recipe ddpg-pendulum-tuned
recipe sac-pendulum-one-env pendulum 5 --recipe sac-pendulum-one-env
recipe td3-pendulum-one-env pendulum 5 --recipe td3-pendulum-one-env
recipe sac-discrete-cartpole cartpole 5 --algorithm sac-discrete

# Accelerators, where there are any.
if "$gpuac" devices --json | grep -q '"kind":"opencl","present":true'; then
  "$gpuac" bench kernels --device opencl
  "$gpuac" bench kernels --device opencl --env Pendulum-v1
  for i in 1 2; do for device in cpu opencl; do
    "$gpuac" bench training --device $device --envs 2048 --set numSteps=32 --set sharedBody=true --set minibatchSize=16384 | head -1
  done; done
fi
