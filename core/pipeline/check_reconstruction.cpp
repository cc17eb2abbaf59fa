// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "pipeline/run_job.h"

#include <cmath>

namespace bozzetto {
namespace {

// Beyond this, float coordinates of a neighbouring texel or vertex can no longer be told apart, and
// OBJ readers overflow when they square it.
constexpr float kLargestCoordinate = 1e15f;
constexpr float kUvSlack = 1e-4f;
constexpr float kRangeSlack = 1e-3f;  // maps come out of float filters

[[noreturn]] void fail(const std::string& reason, const std::string& hint) {
    throw Error(Error::Kind::Engine, reason, hint);
}

const char* kNumbersHint =
    "The optimisation diverged; nothing was exported. Try another --seed or another preset, and "
    "check the cameras with info.";

void checkIndices(const std::vector<Vec3i>& triangles, size_t count, const std::string& what) {
    for (const Vec3i& t : triangles) {
        for (int k = 0; k < 3; ++k) {
            if (t[k] < 0 || static_cast<size_t>(t[k]) >= count) {
                fail("the result has a triangle with a " + what + " that does not exist",
                     "This is a bug in the engine; please report it with the log.");
            }
        }
    }
}

void checkGeometry(const TexturedMesh& mesh) {
    if (mesh.mesh.triangles.empty() || mesh.mesh.positions.empty()) {
        fail("the result is empty: no surface was found that fits the masks",
             "Check masks (object white, background black) and cameras with info; the checkpoint "
             "is kept.");
    }
    for (const Vec3f& p : mesh.mesh.positions) {
        for (int k = 0; k < 3; ++k) {
            if (!std::isfinite(p[k]) || std::fabs(p[k]) > kLargestCoordinate) {
                fail("the result has vertices that are not finite numbers", kNumbersHint);
            }
        }
    }
    for (const Vec3f& n : mesh.normals) {
        if (!std::isfinite(n.x) || !std::isfinite(n.y) || !std::isfinite(n.z)) {
            fail("the result has normals that are not finite numbers", kNumbersHint);
        }
    }
    for (const Vec2f& uv : mesh.uvs) {
        if (!(uv.x >= -kUvSlack && uv.x <= 1 + kUvSlack && uv.y >= -kUvSlack &&
              uv.y <= 1 + kUvSlack)) {
            fail("the result has texture coordinates outside the texture", kNumbersHint);
        }
    }
    checkIndices(mesh.mesh.triangles, mesh.mesh.positions.size(), "vertex");
    checkIndices(mesh.uv_triangles, mesh.uvs.size(), "texture coordinate");
    if (mesh.uv_triangles.size() != mesh.mesh.triangles.size()) {
        fail("the result has triangles without texture coordinates",
             "This is a bug in the engine; please report it with the log.");
    }
    if (!mesh.normals.empty() && mesh.normals.size() != mesh.mesh.positions.size()) {
        fail("the result has a wrong number of normals",
             "This is a bug in the engine; please report it with the log.");
    }
}

void checkMap(const Image& map, const std::string& name, int channels, float low, float high) {
    const auto count = static_cast<size_t>(map.width) * static_cast<size_t>(map.height) *
                       static_cast<size_t>(map.channels);
    if (map.channels != channels || map.pixels.size() != count || count == 0) {
        fail("the " + name + " texture is missing or has a wrong size",
             "This is a bug in the engine; please report it with the log.");
    }
    for (const float value : map.pixels) {
        if (!std::isfinite(value)) {
            fail("the " + name + " texture holds values that are not numbers", kNumbersHint);
        }
        if (value < low - kRangeSlack || value > high + kRangeSlack) {
            fail("the " + name + " texture holds " + formatNumber(value) + ", outside " +
                     formatNumber(low) + " to " + formatNumber(high),
                 kNumbersHint);
        }
    }
}

void checkWritten(const Image& base_color) {
    const size_t texels =
        static_cast<size_t>(base_color.width) * static_cast<size_t>(base_color.height);
    for (size_t i = 3; i < base_color.pixels.size(); ++i) {
        if (base_color.pixels[i] != base_color.pixels[i % 3]) {
            return;
        }
    }
    if (texels > 1) {
        fail("the base colour texture is one single colour: it was never filled",
             "Check that the masks leave something of the object, and report it with the log "
             "otherwise.");
    }
}

}  // namespace

void checkReconstruction(const Reconstruction& result) {
    checkGeometry(result.mesh);
    const Material& material = result.mesh.material;
    checkMap(material.base_color, "base colour", 3, 0, 1);
    checkMap(material.roughness, "roughness", 1, 0, 1);
    checkMap(material.metallic, "metallic", 1, 0, 1);
    if (!material.normal.empty()) {
        checkMap(material.normal, "normal", 3, -1, 1);
    }
    if (!material.occlusion.empty()) {
        checkMap(material.occlusion, "occlusion", 1, 0, 1);
    }
    checkWritten(material.base_color);
    for (const float value : result.light.pixels) {
        if (!std::isfinite(value) || value < 0) {
            fail("the light holds values that are not numbers", kNumbersHint);
        }
    }
}

}  // namespace bozzetto
