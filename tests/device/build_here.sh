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

# Fresh if no file that it was made from is newer.
fresh() { [ -f "$1" ] && [ -f "$1.d" ] && [ -z "$(sed 's/^[^:]*://; s/\\$//' "$1.d" | xargs -n 1 | xargs -I{} find {} -newer "$1" 2>/dev/null | head -1)" ]; }
object() {
    local object=$out/$(basename "$1").o
    if ! fresh "$object"; then
        case $1 in
            core/raster/*.cu) "${cuda[@]}" -fmad=false -MD -MF "$object.d" -c "$1" -o "$object" ;;
            *.cu) "${cuda[@]}" -MD -MF "$object.d" -c "$1" -o "$object" ;;
            *) "${host[@]}" -MD -MF "$object.d" -c "$1" -o "$object" ;;
        esac
    fi
    objects+=("$object")
}
for program in "${programs[@]}"; do
    objects=()
    for file in tests/device/$program.cu tests/device/{raster_scenes,sphere_scene}.cpp core/base/parallel_for.cpp \
        core/raster/*_cpu.cpp core/raster/*_cuda.cu; do
        object "$file"
    done
    "${cuda[@]}" "${objects[@]}" -lpthread -o "$out/$program"
    strip "$out/$program"
done
