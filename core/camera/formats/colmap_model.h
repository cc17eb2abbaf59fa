// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

// A COLMAP model as its files hold it, before any convention is changed. Source: COLMAP
// documentation, "Output Format" and "Camera Models" (3.8 to 3.13). Internal to camera/formats.

/// b_from_a: x_b = rotation * x_a + translation; Hamilton quaternion w x y z, camera axes x right,
/// y down, z forward.
struct ColmapPose {
    std::array<double, 4> rotation{1, 0, 0, 0};
    Vec3d translation;
};

struct ColmapCamera {
    uint32_t id = 0;
    int model = 0;
    uint64_t width = 0, height = 0;
    std::vector<double> parameters;
};

struct ColmapObservation {
    double x = 0, y = 0;  // pixels, the top left corner is (0, 0)
    uint64_t point = 0;   // kNoColmapPoint: none
};
constexpr uint64_t kNoColmapPoint = ~uint64_t{0};

struct ColmapImage {
    uint32_t id = 0, camera = 0;
    std::string name;
    ColmapPose camera_from_world;
    std::vector<ColmapObservation> observations;  // only written: reading leaves them out
};

struct ColmapPoint {
    uint64_t id = 0;
    Vec3d position;
    std::array<uint8_t, 3> color{};
    double error = 0;
    struct Element {
        uint32_t image = 0, observation = 0;
    };
    std::vector<Element> track;
};

struct ColmapSensor {
    static constexpr int kCamera = 0;
    int type = kCamera;
    uint32_t id = 0;
    std::optional<ColmapPose> sensor_from_rig;
};
struct ColmapRig {
    uint32_t id = 0;
    std::vector<ColmapSensor> sensors;  // the first one is the reference: its pose is the identity
};
struct ColmapFrame {
    uint32_t id = 0, rig = 0;
    ColmapPose rig_from_world;
    struct Datum {
        int sensor_type = ColmapSensor::kCamera;
        uint32_t sensor = 0;
        uint64_t id = 0;  // of the image
    };
    std::vector<Datum> data;
};

struct ColmapModel {
    std::vector<ColmapCamera> cameras;
    std::vector<ColmapImage> images;
    std::vector<ColmapPoint> points;
    std::vector<ColmapRig> rigs;      // none before COLMAP 3.12
    std::vector<ColmapFrame> frames;  // none before COLMAP 3.12
};

/// A camera model by its number in binary files.
struct ColmapLensModel {
    const char* name;
    int parameters;
    bool supported;
};
/// nullptr for an unknown number.
const ColmapLensModel* findColmapLens(int number);
/// -1 for an unknown name.
int findColmapLens(std::string_view name);

/// Read and write cameras, images, points3D, rigs and frames with the ending .bin or .txt; the last
/// three may be missing. Throw Error(BadInput) naming file and byte, or file, line and column.
ColmapModel readColmapBinary(const std::filesystem::path& folder);
ColmapModel readColmapText(const std::filesystem::path& folder);
/// Throw Error(Output).
void writeColmapBinary(const ColmapModel& model, const std::filesystem::path& folder);
void writeColmapText(const ColmapModel& model, const std::filesystem::path& folder);

}  // namespace bozzetto
