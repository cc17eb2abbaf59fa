#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is needed, builds everything and runs all tests.
#   packaging/test.sh [CTEST OPTION ...]     for example: packaging/test.sh -R raster
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

"$root/packaging/install-deps.sh"
"$root/packaging/build.sh" ci

# Two at a time: many wait more than they compute. What measures times runs alone (RUN_SERIAL).
cd "$root"
QT_LOGGING_RULES="*.debug=false" ctest --preset ci -j 2 --no-tests=error "$@" </dev/null
