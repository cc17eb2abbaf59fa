#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries the package that deb.sh made: installs it, uses both programs and the file type, removes it again. Needs root, and apt for what the
# package depends on. The computer's own Bozzetto package, if there is one, is replaced and removed.
#   packaging/try-deb.sh [PACKAGE.deb]
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
package="$(realpath -- "${1:-$(ls -t "$root"/out/bozzetto_*.deb | head -n 1)}")"
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
cd "$work"  # nothing of the checkout is found from here

step() { echo "try-deb: $*"; }
fail() {
    step "$*" >&2
    exit 1
}
names_left() { find /usr /etc /opt /var/lib/dpkg/info -iname '*bozzetto*' -not -path "$root/*"; }

step "installing $package"
apt-get install -y -q --no-install-recommends "$package" </dev/null >install.log 2>&1 || { cat install.log; exit 1; }

step "no path of the folder that it was built in"
! grep -lF "$root/" $(dpkg -L bozzetto | grep -E '/bin/|\.so$') || fail "the files above name $root"

step "command line"
sample=/usr/share/bozzetto/samples/pip7
bozzetto-cli --version
bozzetto-cli info "$sample"
bozzetto-cli reconstruct "$sample" --output run --preset draft >run.log 2>&1 || { cat run.log; exit 1; }
tail -n 2 run.log
bozzetto-cli export run/nvdiffrec --to run/mesh.glb >/dev/null
head -c 4 run/mesh.glb | grep -q glTF || fail "no GLB was written"

step "file type"
printf '{"format": "bozzetto-project", "version": 1, "inputs": [{"path": "%s"}]}' "$sample" >'cup study.bozzetto'
grep -q '^application/x-bozzetto-project:\*.bozzetto$' /usr/share/mime/globs || fail "the file type is not known"

step "window: start page, a project, a result"
for subject in "" "cup study.bozzetto" run/nvdiffrec/mesh.obj; do
    status=0
    "$root/tests/support/in_window.sh" timeout 6 bozzetto ${subject:+"$subject"} >window.log 2>&1 || status=$?
    [ $status -eq 124 ] || { cat window.log; fail "the window ended by itself: exit $status"; }  # 124: it ran until it was stopped
    ! grep -iE 'could not|cannot|failed|plugin' window.log || fail "the window complains"
done

step "removing"
apt-get purge -y -q bozzetto </dev/null >remove.log 2>&1 || { cat remove.log; exit 1; }
left="$(names_left)"
[ -z "$left" ] || fail "left behind: $left"
step "everything went well"
