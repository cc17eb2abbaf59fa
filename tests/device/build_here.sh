#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the device programs that need no LibTorch without CMake:  build_here.sh FOLDER [PROGRAM ...]
# FOLDER gets objects and programs; what has not changed is not compiled again. NVCC, ARCH (sm_90), FLAGS from the environment.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
out=$1
shift
programs=("$@")
[ ${#programs[@]} -gt 0 ] || programs=(check_rasterize bench_ops)
nvcc=${NVCC:-$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)}
cd "$source"
mkdir -p "$out"
includes=(-I. -Icore)
cuda=("$nvcc" -std=c++20 -O3 -arch="${ARCH:-sm_90}" --expt-relaxed-constexpr -cudart static "${includes[@]}" ${FLAGS:-})
host=(g++ -std=c++20 -O3 -fno-trapping-math -ffp-contract=off -fno-math-errno -Wno-psabi "${includes[@]}")

# Whether no file that an object was made from is newer than it.
fresh() {
    [ -f "$1" ] && [ -f "$1.d" ] || return 1
    local file
    for file in $(sed 's/^[^:]*: //; s/\\$//' "$1.d"); do
        [ "$file" -nt "$1" ] && return 1
    done
    return 0
}
object() {
    object=$out/$(basename "$1").o
    if ! fresh "$object"; then
        case $1 in
            # Coverage and silhouettes are decided in the same numbers as on the CPU.
            core/raster/rasterize*.cu | core/raster/antialias*.cu) "${cuda[@]}" -fmad=false -MD -MF "$object.d" -c "$1" -o "$object" ;;
            *.cu) "${cuda[@]}" -MD -MF "$object.d" -c "$1" -o "$object" ;;
            *) "${host[@]}" -MD -MF "$object.d" -c "$1" -o "$object" ;;
        esac
    fi
}
objects=()
for file in tests/device/bench_texture.cu tests/device/{raster_scenes,sphere_scene}.cpp core/base/parallel_for.cpp core/raster/*_cpu.cpp core/raster/*_cuda.cu; do
    object "$file"
    objects+=("$object")
done
rm -f "$out/ops.a"
ar rc "$out/ops.a" "${objects[@]}"
for program in "${programs[@]}"; do
    object "tests/device/$program.cu"
    "${cuda[@]}" "$object" "$out/ops.a" -lpthread -o "$out/$program"
    strip "$out/$program"
done
