#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes resources/readme/pip7.png: the bundled sample's reconstruction, rendered by bozzetto-cli from the test view r_1.
#   tests/readme-picture.sh [RESULT]     RESULT: a result folder (default: out/pip7/nvdiffrec, which packaging/run.sh makes)
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
result="${1:-$root/out/pip7/nvdiffrec}"
views="$(mktemp -d)"
trap 'rm -rf "$views"' EXIT

"${BOZZETTO_CLI:-$root/build/release/app/bozzetto-cli}" render "$result" \
    --views "$root/resources/samples/pip7/transforms_test.json" --output "$views/out"
mkdir -p "$root/resources/readme"
cp "$views/out/r_1.png" "$root/resources/readme/pip7.png"
echo "$root/resources/readme/pip7.png"
