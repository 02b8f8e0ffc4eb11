#!/usr/bin/env bash
# Makes the learning curves of docs/algorithms and docs/recipes: gpuac compare over 5 seeds, tables into $2, charts into docs/.
# Usage: benchmarks/curves.sh path/to/gpuac output-folder
set -euo pipefail
gpuac=$1
out=$2
docs="$(cd "$(dirname "$0")/.." && pwd)/docs"
mkdir -p "$out" "$docs/algorithms" "$docs/recipes"

for algorithm in ppo a2c reinforce one-step-ac a3c; do
    for environment in cartpole pendulum; do
        "$gpuac" compare --recipe "$algorithm-$environment" --svg "$docs/algorithms/$algorithm-$environment.svg" > "$out/$algorithm-$environment.md"
    done
done
for recipe in a3c-cartpole a2c-montecarlo-cartpole; do
    "$gpuac" compare --recipe "$recipe-as-published" --recipe "$recipe" --svg "$docs/recipes/$recipe.svg" > "$out/$recipe.md"
done
