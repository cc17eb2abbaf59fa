#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is needed, builds everything and runs all tests.
#   packaging/test.sh [CTEST OPTION ...]     for example: packaging/test.sh -R raster
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

"$root/packaging/install-deps.sh"
"$root/packaging/build.sh" ci

# Every test uses all cores itself, so they run one after the other.
cd "$root"
QT_LOGGING_RULES="*.debug=false" ctest --preset ci --no-tests=error "$@" </dev/null
