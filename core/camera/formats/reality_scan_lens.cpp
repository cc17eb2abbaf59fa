// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "camera/formats/reality_scan.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr double kFilmWidth = 36;  // mm

}  // namespace

Intrinsics intrinsicsFromRealityScan(const RealityScanLens& from) {
    Intrinsics in;
    in.fx = in.fy = from.f / kFilmWidth;
    in.cx = from.px, in.cy = from.py;
    Lens& lens = in.lens;
    if (from.division) {
        lens.model = Lens::Model::Division;
        lens.k1 = from.k[0] * in.fx * in.fx;  // ours counts in focal lengths
        return in;
    }
    lens.k1 = from.k[0], lens.k2 = from.k[1], lens.k3 = from.k[2], lens.k4 = from.k[3];
    lens.p1 = from.t[0], lens.p2 = from.t[1];
    lens.model = lens.k4 != 0 ? Lens::Model::Polynomial : Lens::Model::Perspective;
    return in;
}

RealityScanLens realityScanFromIntrinsics(const FileCamera& camera) {
    const Intrinsics& in = camera.intrinsics;
    const Lens& lens = in.lens;
    const bool relative = camera.unit == FileCamera::Unit::LongerSide;
    const double side = relative ? 1 : std::max(in.width, in.height);
    const bool rational =
        lens.model == Lens::Model::Perspective && (lens.k4 != 0 || lens.k5 != 0 || lens.k6 != 0);
    const bool square = in.fy <= 0 || std::abs(in.fy / in.fx - 1) < 1e-9;
    if (rational || lens.model == Lens::Model::Fisheye || lens.skew != 0 || !square || side <= 0 ||
        in.fx <= 0) {
        throw Error(Error::Kind::BadInput,
                    "RealityScan has no words for the camera of '" + displayPath(camera.picture) +
                        "' (a fisheye or rational lens, two focal lengths, or no picture size)",
                    "Write another format, for example colmap-binary.");
    }
    RealityScanLens to;
    to.f = in.fx / side * kFilmWidth;
    to.px = relative ? in.cx.value_or(0) : (in.cx.value_or(0.5 * in.width) - 0.5 * in.width) / side;
    to.py =
        relative ? in.cy.value_or(0) : (in.cy.value_or(0.5 * in.height) - 0.5 * in.height) / side;
    to.division = lens.model == Lens::Model::Division;
    if (to.division) {
        to.k[0] = lens.k1 / (in.fx / side) / (in.fx / side);
    } else {
        to.k[0] = lens.k1, to.k[1] = lens.k2, to.k[2] = lens.k3, to.k[3] = lens.k4;
        to.t[0] = lens.p1, to.t[1] = lens.p2;
    }
    return to;
}

}  // namespace bozzetto
