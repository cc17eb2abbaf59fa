#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh checkout to a mesh: installs what is needed, builds, reconstructs the bundled sample and scores the result.
#   packaging/run.sh [OUTPUT]     OUTPUT: a folder (default: out/pip7 in the checkout); an earlier result there is replaced
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
out="$(realpath -m -- "${1:-$root/out/pip7}")"
sample="$root/resources/samples/pip7"
build="$root/build/release"

"$root/packaging/install-deps.sh"

"$root/packaging/build.sh" release bozzetto-cli bozzetto

started=$SECONDS
"$build/app/bozzetto-cli" reconstruct "$sample" --output "$out" --overwrite
echo
echo "Reconstructed in $((SECONDS - started)) s. Scores on the eight views that the run did not read, and against the true mesh:"
"$build/app/bozzetto-cli" evaluate "$out/nvdiffrec" --views "$sample/transforms_test.json" --mesh "$sample/mesh_gt.ply"
echo
echo "The mesh:  $out/nvdiffrec/mesh.obj  (with its textures and report.json beside it)"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$build/app/bozzetto" "$out/nvdiffrec/mesh.obj"
fi
