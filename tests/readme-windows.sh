#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes resources/readme/{review,running,result}.png: the window with the bundled sample, a draft run and a finished result.
#   tests/readme-windows.sh [RESULT]     RESULT: a result folder (default: out/pip7/nvdiffrec, which packaging/run.sh makes)
# BOZZETTO_BUILD: a build folder with tests (default: build/ci).
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
result="$(realpath "${1:-$root/out/pip7/nvdiffrec}")"
pictures="$(mktemp -d)"
trap 'rm -rf -- "$pictures"' EXIT

export BOZZETTO_README_RESULT="$result" BOZZETTO_SCREENSHOTS="$pictures" QTEST_FUNCTION_TIMEOUT=900000
"$root/tests/support/in_window.sh" "${BOZZETTO_BUILD:-$root/build/ci}/tests/ui/window/test_screens" readme
for name in review running result; do
    cp "$pictures/$name.png" "$root/resources/readme/$name.png"
done
ls -l "$root/resources/readme"
