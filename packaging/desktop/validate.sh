#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Checks the files by which the desktop knows the program, with the desktop's own validators. No network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

id=io.github.bozzetto.Bozzetto
desktop-file-validate $id.desktop
appstreamcli validate --no-net $id.metainfo.xml
# The project's type is defined, and every picture is well-formed.
mime="$(mktemp -d)"
trap 'rm -rf -- "$mime"' EXIT
mkdir "$mime/packages"
cp $id.mime.xml "$mime/packages/$id.xml"
XDG_DATA_DIRS="$mime" update-mime-database "$mime" >/dev/null 2>&1
grep -q '^application/x-bozzetto-project:\*.bozzetto$' "$mime/globs"
if command -v xmllint >/dev/null; then
    xmllint --noout --nonet ./*.svg ./*.xml
fi
echo "desktop files: valid"
