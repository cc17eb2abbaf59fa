#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything that needs a GPU, on a machine that has LibTorch, CUDA and nothing else: builds the headless program, checks the kernels against the
# CPU, times them, makes whole runs, and prints the tables last.
#   tests/device/run.sh PREFIX [STAGE ...]     PREFIX: folder or archive made by packaging/gpu-prefix.sh; STAGE: build check sanitize ops networks engine runs (default: all)
#
#   BOZZETTO_GPU_BUILD  build folder (default: build/gpu)      BOZZETTO_SAMPLES  folder with the sample set toy (default: ../shared/samples;
#   BOZZETTO_GPU_OUT    results and logs (default: out/gpu)                      without it the bundled sample stands in for it)
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
prefix="$1"
shift
stages=("$@")
[ ${#stages[@]} -gt 0 ] || stages=(build check sanitize ops networks engine runs)
build="${BOZZETTO_GPU_BUILD:-$root/build/gpu}"
out="${BOZZETTO_GPU_OUT:-$root/out/gpu}"
mkdir -p "$build" "$out"

has_stage() { [[ " ${stages[*]} " == *" $1 "* ]]; }

# Sets `prefix` to a folder: an archive is unpacked beside the build.
unpack_prefix() {
    [ -f "$prefix" ] || return 0
    local folder="$build-prefix"
    if [ ! -f "$folder/lib/libopencv_core.a" ]; then
        mkdir -p "$folder"
        tar -xJf "$prefix" -C "$folder"
    fi
    prefix="$folder"
}

configure_and_build() {
    local torch architecture started=$SECONDS status=0
    torch="$(python3 -c 'import torch; print(torch.utils.cmake_prefix_path)')"
    architecture="$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader | head -n 1 | tr -d .)"
    # LibTorch's package would otherwise ask the GPU what it is; our kernels do not use its answer.
    TORCH_CUDA_ARCH_LIST="${architecture%?}.${architecture: -1}" cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_PREFIX_PATH="$(realpath "$prefix");$torch" -DCMAKE_CUDA_ARCHITECTURES="$architecture-real" -DBOZZETTO_CUDA=ON \
        -DBOZZETTO_UI=OFF -DBOZZETTO_TESTS=OFF -DBOZZETTO_HEIF=OFF -DBOZZETTO_RAW=OFF -DBOZZETTO_WERROR=OFF >"$out/configure.log" 2>&1 || status=$?
    if [ $status -ne 0 ]; then
        grep -v '^-- ' "$out/configure.log" | tail -n 60
        return $status
    fi
    local configured=$SECONDS
    ninja -C "$build" -j "$(nproc)" -k 0 >"$out/build.log" 2>&1 || status=$?
    echo "configured in $((configured - started)) s, built in $((SECONDS - configured)) s with $(nproc) jobs, status $status"
    if [ $status -ne 0 ]; then
        grep -E 'FAILED:|error:|Error:|undefined reference|cannot find' "$out/build.log" | sort -u | head -n 150
    fi
    return $status
}

check_kernels() {
    local program status=0
    for program in rasterize texture geometry render training tensor_ops surface memory layers reconviagen; do
        echo "== check_$program"
        "$build/tests/device/check_$program" || status=$?
    done
    return $status
}

# The kernels' own programs at a small size under compute-sanitizer: one line for each tool.
sanitize_kernels() {
    local program tool log status=0
    for program in rasterize texture geometry render training; do
        for tool in memcheck racecheck; do
            log="$out/$tool-$program.log"
            if compute-sanitizer --tool "$tool" --error-exitcode 9 "$build/tests/device/check_$program" small >"$log" 2>&1; then
                echo "$tool check_$program: clean"
            else
                echo "$tool check_$program: $(tail -n 1 "$log")"
                status=1
            fi
        done
    done
    return $status
}

time_ops() { "$build/tests/device/bench_ops"; }

# ReconViaGen's networks at their published sizes.
time_networks() { "$build/tests/device/bench_reconviagen"; }

# ReconViaGen as a whole: weights of the published sizes (8.7 GB, removed afterwards), pictures to mesh.
time_engine() {
    local weights="$out/random-weights" pictures="$root/resources/samples/pip7" bench="$build/tests/device/bench_engine" status=0
    rm -rf "$weights"
    "$bench" write "$weights" &&
        "$bench" run "$weights" "$pictures" 6 && "$bench" run "$weights" "$pictures" 6 low_vram && "$bench" run "$weights" "$pictures" 6 cold &&
        "$bench" run "$weights" "$pictures" 16 && "$bench" run "$weights" "$pictures" 16 low_vram || status=$?
    rm -rf "$weights"
    return $status
}

unpack_prefix
result=0
if has_stage build; then configure_and_build || exit 1; fi
if has_stage check; then check_kernels || result=1; fi
if has_stage sanitize; then sanitize_kernels || result=1; fi
if has_stage ops; then time_ops || result=1; fi
if has_stage networks; then time_networks || result=1; fi
if has_stage engine; then time_engine || result=1; fi
if has_stage runs; then
    python3 -u "$root/tests/device/whole_runs.py" --cli "$build/app/bozzetto-cli" --out "$out" --ceiling "$build/tests/tools/bozzetto-ceiling" \
        --samples "${BOZZETTO_SAMPLES:-$root/../shared/samples}" || result=1
fi
exit $result
