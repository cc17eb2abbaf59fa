#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh PRESET [TARGET ...]: configures and builds one preset of CMakePresets.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset="$1"
shift
targets=()
for target in "$@"; do
    targets+=(--target "$target")
done

cmake --preset "$preset"
# A file that includes LibTorch takes about 0.6 GB to compile: as many jobs as there are cores, but no more than the memory allows.
gigabytes=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
jobs=$(nproc)
[ "$jobs" -le "$gigabytes" ] || jobs=$((gigabytes > 1 ? gigabytes : 1))
cmake --build --preset "$preset" -j "$jobs" ${targets[@]+"${targets[@]}"}
