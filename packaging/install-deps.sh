#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what Bozzetto is built from, by apt, on Debian 12. May be run again: when nothing is missing it does nothing.
set -euo pipefail

packages=(
    # tools
    build-essential cmake ninja-build ccache pkg-config git ca-certificates clang-format jq
    # LibTorch on the CPU; Debian's package needs the threaded OpenBLAS beside it
    libtorch-dev libopenblas0-pthread
    # the plain half: images, cameras, meshes, files
    libopencv-dev libeigen3-dev nlohmann-json3-dev libcli11-dev libexif-dev liblcms2-dev libheif-dev libraw-dev libssl-dev zlib1g-dev
    libpugixml-dev libminizip-dev libcurl4-openssl-dev
    # frames of videos: the program is run, nothing of it is linked
    ffmpeg
    # cameras of photographs: the program that finds them, and its database
    colmap libsqlite3-dev
    # mesh files and simplification
    libtinygltf-dev libmeshoptimizer-dev
    # window, tests and benchmarks; VTK's CMake files look for MPI's C package
    qt6-base-dev libqt6opengl6-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    libgl1-mesa-dev libegl1-mesa-dev libxcb1-dev libvtk9-dev libvtk9-qt-dev mpi-default-dev libassimp-dev libbenchmark-dev
    # for the tests that draw: a display without a screen, a session bus, letters of three scripts
    xvfb xauth libgl1-mesa-dri dbus-daemon fontconfig fonts-noto-core fonts-wqy-microhei
    # desktop integration: its validators
    desktop-file-utils appstream shared-mime-info file dpkg-dev
)

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "install-deps: needs root to install packages: run it as root, or install sudo." >&2
        exit 1
    fi
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "install-deps: this is not Debian (no dpkg and apt-get here). Install the equivalents of: ${packages[*]}" >&2
    exit 1
fi

missing=()
for package in "${packages[@]}"; do
    is_installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

echo "install-deps: installing ${missing[*]}"
as_root apt-get update -q
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
