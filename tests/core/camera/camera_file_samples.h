// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cameras and points to write in other programs' formats.
#include "camera/camera_file.h"
#include "core/camera/synthetic_set.h"

namespace bozzetto::test {

/// Six cameras on an orbit with the given lens, points with tracks.
inline CameraFile sampleFile(const Lens& lens = {}, bool plain = false) {
    CameraFile file;
    for (int i = 0; i < 6; ++i) {
        FileCamera camera;
        camera.picture = "r_" + std::to_string(i) + ".png";
        camera.world_from_camera = orbitCamera(i, 6, 64).world_from_camera;
        Intrinsics& in = camera.intrinsics;
        in.width = 640, in.height = 480;
        in.fx = in.fy = 700.25;
        in.cx = plain ? 320 : 311.5;
        in.cy = plain ? 240 : 250.75;
        in.lens = lens;
        file.cameras.push_back(camera);
        file.cloud.pictures.push_back(camera.picture);
    }
    for (uint32_t i = 0; i < 40; ++i) {
        SparsePoint point;
        point.position = {0.3 * std::sin(1.0 * i), 0.3 * std::cos(2.0 * i), 0.01 * i - 0.2};
        point.color = {static_cast<uint8_t>(i), 100, static_cast<uint8_t>(255 - i)};
        point.error = 0.25f;
        point.seen_by = {i % 3, 3 + i % 3};
        file.cloud.points.push_back(point);
    }
    return file;
}

/// Pixels in a picture whose longer side is 640.
inline Intrinsics inPixels(const FileCamera& camera) {
    Intrinsics in = camera.intrinsics;
    if (camera.unit == FileCamera::Unit::LongerSide) {
        in.width = 640, in.height = 480;
        in.fx *= 640, in.fy *= 640;
        in.cx = 320 + *in.cx * 640, in.cy = 240 + *in.cy * 640;
    }
    return in;
}

inline double largestDifference(const Mat4d& a, const Mat4d& b) {
    double difference = 0;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 4; ++j) {
            difference = std::max(difference, std::abs(a.m[i][j] - b.m[i][j]));
        }
    }
    return difference;
}

inline double largestDifference(const Lens& a, const Lens& b) {
    double difference = a.model == b.model ? 0 : 1;
    for (const auto field : {&Lens::k1,
                             &Lens::k2,
                             &Lens::k3,
                             &Lens::k4,
                             &Lens::k5,
                             &Lens::k6,
                             &Lens::p1,
                             &Lens::p2,
                             &Lens::skew}) {
        difference = std::max(difference, std::abs(a.*field - b.*field));
    }
    return difference;
}

}  // namespace bozzetto::test
