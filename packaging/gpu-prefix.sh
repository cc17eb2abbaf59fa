#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Collects what the headless build links besides LibTorch and CUDA, for a machine that has those two and no network: OpenCV built small and static
# from Debian's source (core imgproc imgcodecs calib3d features2d, PNG and JPEG), the other libraries as Debian 12 ships them. Relocatable; it works
# on Debian 12, Ubuntu 24.04 and newer.
# Run on Debian 12 as root: it adds a source entry for packages. 6 minutes on two cores, nearly all OpenCV; 53 MB, 9 MB as an archive.
#   packaging/gpu-prefix.sh PREFIX [ARCHIVE.tar.xz]     then: cmake -DCMAKE_PREFIX_PATH="PREFIX;LIBTORCH" -DBOZZETTO_UI=OFF -DBOZZETTO_TESTS=OFF
#                                                              -DBOZZETTO_HEIF=OFF -DBOZZETTO_RAW=OFF ...
set -euo pipefail
prefix=$(realpath -m "$1")
archive=${2:+$(realpath -m "$2")}
triplet=x86_64-linux-gnu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

development=(nlohmann-json3-dev libcli11-dev libeigen3-dev libexif-dev liblcms2-dev libminizip-dev libpugixml-dev libmeshoptimizer-dev
    libtinygltf-dev libsqlite3-dev libssl-dev libpng-dev libjpeg62-turbo-dev zlib1g-dev)
libraries=(libexif12 liblcms2-2 libminizip1 libpugixml1v5 libmeshoptimizer2d libtinygltf2d libstb0 libsqlite3-0 libssl3 libpng16-16
    libjpeg62-turbo zlib1g)

install_packages() {
    if ! grep -rqs '^Types:.*deb-src\|^deb-src' /etc/apt/sources.list /etc/apt/sources.list.d/; then
        local uri
        uri=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources)
        printf 'Types: deb-src\nURIs: %s\nSuites: bookworm\nComponents: main\nSigned-By: %s\n' \
            "$uri" /usr/share/keyrings/debian-archive-keyring.gpg >/etc/apt/sources.list.d/deb-src.sources
    fi
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends dpkg-dev cmake ninja-build patchelf xz-utils "${development[@]}" "${libraries[@]}" >/dev/null
}

build_opencv() {
    local off=(IPP ITT OPENEXR TIFF WEBP JASPER OPENJPEG GDAL OPENCL OPENGL FFMPEG GSTREAMER GTK QT PROTOBUF ADE QUIRC LAPACK EIGEN V4L 1394)
    (cd "$work" && apt-get source --download-only -qq opencv && dpkg-source -x opencv_*.dsc opencv >/dev/null)
    # shellcheck disable=SC2046
    cmake -S "$work/opencv" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" -DBUILD_SHARED_LIBS=OFF \
        -DBUILD_LIST=core,imgproc,imgcodecs,calib3d,features2d,flann -DCPU_DISPATCH=AVX2 -DBUILD_ITT=OFF -DBUILD_TESTS=OFF \
        -DBUILD_PERF_TESTS=OFF -DBUILD_EXAMPLES=OFF -DBUILD_opencv_apps=OFF -DBUILD_JAVA=OFF -DBUILD_opencv_python3=OFF \
        $(printf -- '-DWITH_%s=OFF ' "${off[@]}") >"$work/cmake.log" 2>&1
    nice ninja -C "$work/build" install >"$work/ninja.log"
    rm -rf "${prefix:?}/share/opencv4" "${prefix:?}/bin"
}

# The files of Debian's packages that a build needs, in the same places below PREFIX. Headers of the architecture's folder join the others.
copy_packages() {
    local file to
    dpkg-query -L "${development[@]}" "${libraries[@]}" | sort -u | while read -r file; do
        case "$file" in
            */unsupported/* | */libssl.so*) continue ;;
            /usr/lib/"$triplet"/libpugixml.a) to="$prefix/lib/$triplet/libpugixml.a" ;;  # its package refuses to be found without
            /usr/include/"$triplet"/*) to="$prefix/include/${file#/usr/include/"$triplet"/}" ;;
            /usr/include/* | /usr/share/cmake/* | /usr/share/eigen3/* | /usr/lib/"$triplet"/cmake/*) to="$prefix/${file#/usr/}" ;;
            /usr/lib/"$triplet"/lib*.so* | /lib/"$triplet"/lib*.so*) to="$prefix/lib/$triplet/${file##*/}" ;;
            *) continue ;;
        esac
        if [ -f "$file" ]; then
            install -d "${to%/*}"
            cp -P "$file" "$to"
        fi
    done
}

# OpenCV's package names its codecs where Debian has them; a library finds its own libraries beside itself.
make_relocatable() {
    local library
    find "$prefix" -name 'OpenCVModules*.cmake' -exec sed -i -E \
        -e "s#/usr/lib/[^;\"]*/lib(png|jpeg|z)\.so#\${_IMPORT_PREFIX}/lib/$triplet/lib\1.so#g" -e 's#;/usr/lib/[^;"]*/lib(OpenGL|GLX|GLU)\.so##g' {} +
    find "$prefix/lib/$triplet" -maxdepth 1 -lname '/*' | while read -r library; do
        ln -sfn "$(basename "$(readlink "$library")")" "$library"
    done
    find "$prefix/lib/$triplet" -maxdepth 1 -type f -name '*.so*' -exec patchelf --set-rpath "\$ORIGIN" {} \;
    find "$prefix/lib" -maxdepth 1 -name '*.a' -exec strip --strip-debug {} +
}

install_packages
mkdir -p "$prefix"
[ -f "$prefix/lib/libopencv_core.a" ] || build_opencv
copy_packages
make_relocatable
if [ -n "$archive" ]; then
    tar -C "$prefix" -cf - . | xz -T0 -9 >"$archive"
    du -h "$archive"
fi
du -sh "$prefix"
