#!/usr/bin/env bash
# Makes the learning curves of docs/algorithms and docs/recipes: gpuac compare over 5 seeds, tables into $2, charts into docs/.
# Usage: benchmarks/curves.sh path/to/gpuac output-folder
set -euo pipefail
gpuac=$1
out=$2
docs="$(cd "$(dirname "$0")/.." && pwd)/docs"
mkdir -p "$out" "$docs/algorithms" "$docs/recipes"

# Compares recipes on one thread: draw CHART RECIPE...
draw() {
    local chart=$1 recipes=()
    shift
    for recipe in "$@"; do
        recipes+=(--recipe "$recipe")
    done
    "$gpuac" compare --threads 1 "${recipes[@]}" --svg "$docs/$chart.svg" > "$out/$(basename "$chart").md"
}

for algorithm in ppo a2c reinforce one-step-ac a3c; do
    for environment in cartpole pendulum; do
        "$gpuac" compare --recipe "$algorithm-$environment" --svg "$docs/algorithms/$algorithm-$environment.svg" > "$out/$algorithm-$environment.md"
    done
done
draw algorithms/off-policy-pendulum sac-pendulum td3-pendulum ddpg-pendulum-tuned
draw algorithms/off-policy-pendulum-one-env sac-pendulum-one-env td3-pendulum-one-env
draw algorithms/off-policy-mountaincarcontinuous sac-mountaincarcontinuous td3-mountaincarcontinuous ddpg-mountaincarcontinuous
draw algorithms/sac-discrete-cartpole sac-discrete-cartpole

for recipe in a3c-cartpole a2c-montecarlo-cartpole; do
    "$gpuac" compare --recipe "$recipe-as-published" --recipe "$recipe" --svg "$docs/recipes/$recipe.svg" > "$out/$recipe.md"
done
draw recipes/ddpg-pendulum ddpg-pendulum-as-published ddpg-pendulum-as-published-copy ddpg-pendulum
draw recipes/shared-body-qac-cartpole shared-body-qac-cartpole-as-published shared-body-qac-cartpole
