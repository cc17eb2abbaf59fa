// SPDX-License-Identifier: Apache-2.0
// FlexiCubes, the regularizers and averages over cubes and edges on the GPU against their twins on
// the CPU: numbering and topology must be the same, numbers too up to rounding; what is documented
// to have the same bits always must have them. Then times at the size of an optimisation step.
//   check_geometry [small | once]    small: for a run under compute-sanitizer; once: each kernel of
//   a step a few times at its size, for a profiler
#include "base/error.h"
#include "tests/device/geometry_checks.h"

#include <cstdio>
#include <string>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

void runAll(bool small) {
    const CubeScene random = randomScene(small ? 6 : 24, 3);
    const CubeScene band = bandScene(small ? 16 : 96, 3.0f);
    for (const bool centred : {false, true}) {
        checkExtraction(random, centred);
        checkExtraction(band, centred);
        checkExtraction(emptyScene(), centred);
    }
    checkSignLoss(random);
    checkSignLoss(emptyScene());
    checkTets(random, false);
    checkTets(emptyScene(), false);
    checkTets(band, !small);
    const MeshScene band_mesh = meshOf(band), random_mesh = meshOf(random);
    for (const bool deterministic : {false, true}) {
        checkRegularizers(band_mesh, deterministic);
        checkRegularizers(random_mesh, deterministic);
    }
    checkCubeSmoothing(random, 3, false);
    checkCubeSmoothing(emptyScene(), 1, false);
    checkCubeSmoothing(band, 4, !small);
    checkEdgeSmoothing(random_mesh, false);
    checkEdgeSmoothing({"one triangle, one point", {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 1}, {0, 1, 2}},
                       false);
    checkEdgeSmoothing(band_mesh, !small);
    checkOcclusion(band_mesh, 32, !small);
    checkOcclusion(random_mesh, 32, false);
    checkOcclusion({"one triangle", {0, 0, 0, 1, 0, 0, 0, 1, 0}, {0, 1, 2}}, 32, false);
    checkOcclusion({"no triangle", {0, 0, 0}, {}}, 32, false);
    if (!small) {
        checkOcclusion(band_mesh, 128, true);
        timeExtraction(band);
        timeExtraction(bandScene(128, 3.0f));
        timeRegularizers(band_mesh);
    }
}

/// What a step runs, without comparisons.
void runOnce() {
    const CubeScene band = bandScene(96, 3.0f);
    runExtraction(band, 2);
    runRegularizers(meshOf(band), 2);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::string mode = argc > 1 ? argv[1] : "";
        if (mode == "once") {
            runOnce();
        } else {
            runAll(mode == "small");
        }
    } catch (const Error& e) {
        std::printf("FAILED %s (%s)\n", e.what(), e.detail().c_str());
        return 1;
    }
    std::printf("%s\n", failures() == 0 ? "check_geometry: all agree" : "check_geometry: FAILED");
    return failures() == 0 ? 0 : 1;
}
