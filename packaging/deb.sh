#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes an installable Debian package of both programs.
#   packaging/deb.sh [FOLDER]     FOLDER: where the package goes (default: out in the checkout)
# Then:  apt install ./out/bozzetto_VERSION_ARCH.deb
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
out="$(realpath -m -- "${1:-$root/out}")"

"$root/packaging/install-deps.sh"
"$root/packaging/build.sh" deb
mkdir -p "$out"
umask 022
(cd "$root/build/deb" && cpack -G DEB -B "$out")
rm -rf -- "$out/_CPack_Packages"
for package in "$out"/bozzetto_*.deb; do
    echo "$package"
    dpkg-deb --field "$package" Package Version Architecture Installed-Size Depends
done
