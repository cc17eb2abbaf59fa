// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the parts of check_geometry share.
#include "tests/device/geometry_scenes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bozzetto::device_test {

/// How many comparisons have failed so far.
int failures();
void expect(bool good, const std::string& what);
void expectSame(const std::string& what,
                const std::vector<int32_t>& cpu,
                const std::vector<int32_t>& gpu);
/// The largest difference must stay below `tolerance` of the largest value.
void expectNear(const std::string& what,
                const std::vector<float>& cpu,
                const std::vector<float>& gpu,
                double tolerance);

std::vector<float> randomGradient(int64_t count, unsigned int seed);

/// A mesh on both processors.
struct MeshScene {
    std::string name;
    std::vector<float> positions;
    std::vector<int32_t> triangles;
    int64_t vertices() const { return static_cast<int64_t>(positions.size() / 3); }
    int64_t count() const { return static_cast<int64_t>(triangles.size() / 3); }
};

/// By the extraction on the CPU.
MeshScene meshOf(const CubeScene& scene);

// Each part compares GPU and CPU, and times the GPU. runXxx runs what a step does, `times` times,
// without comparisons: for a profiler.
void checkExtraction(const CubeScene& scene, bool centred);
void timeExtraction(const CubeScene& scene);
void runExtraction(const CubeScene& scene, int times);

void checkRegularizers(const MeshScene& scene, bool deterministic);
void timeRegularizers(const MeshScene& scene);
void runRegularizers(const MeshScene& scene, int times);

void checkCubeSmoothing(const CubeScene& scene, int rounds, bool timed);
void checkEdgeSmoothing(const MeshScene& scene, bool timed);

void checkSignLoss(const CubeScene& scene);
void checkTets(const CubeScene& scene, bool timed);
/// Rays that graze a triangle may hit on one processor only: a few values differ by a ray's share.
void checkOcclusion(const MeshScene& scene, int rays, bool timed);

}  // namespace bozzetto::device_test
