#!/usr/bin/env bash
# Measures what docs/serving.md states: 'gpuac serve' with CartPole's policy under load, while the policy is replaced every second. A minute and a half.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
dotnet publish GpuAc.Cli -c Release -o "$work/tool" -v q --nologo
dotnet build benchmarks/GpuAc.Benchmarks -c Release -v q --nologo
"$work/tool/gpuac" train cartpole --out "$work/run" >/dev/null 2>&1
mkdir "$work/policies"
cp "$work/run/policy.onnx" "$work/policies/cartpole.onnx"

"$work/tool/gpuac" serve "$work/policies" --port 8080 --grpc-port 8081 2>"$work/log" &
until curl -sf localhost:8080/v2/health/ready >/dev/null; do sleep 0.2; done
while sleep 1; do cp "$work/run/policy.onnx" "$work/policies/next" && mv "$work/policies/next" "$work/policies/cartpole.onnx"; done &

echo "$(date -u +%F), $(nproc) cores of $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2), load $(cut -d' ' -f1 /proc/loadavg)"
dotnet run -c Release --no-build --project benchmarks/GpuAc.Benchmarks -- serving http://127.0.0.1:8080 http://127.0.0.1:8081 cartpole
if command -v wrk >/dev/null; then
  cat >"$work/post.lua" <<'LUA'
wrk.method = "POST"
wrk.body = '{"inputs":[{"name":"observation","datatype":"FP32","shape":[1,4],"data":[0.01,0.01,0.01,0.01]}],"outputs":[{"name":"action"}]}'
LUA
  for connections in 1 32 256; do
    echo "wrk, $connections connections:"
    wrk -t 1 -c $connections -d 6s --latency -s "$work/post.lua" http://127.0.0.1:8080/v2/models/cartpole/infer \
      | grep -E '50%|99%|requests in|Non-2xx|Socket errors|Requests/sec'
  done
fi
echo "reloads while measuring: $(grep -c reloaded "$work/log" || true); other lines of the log: $(grep -vc reloaded "$work/log" || true)"
echo "load at the end $(cut -d' ' -f1 /proc/loadavg)"
