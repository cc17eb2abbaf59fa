// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/reconviagen/parity.h"

namespace bozzetto::parity {

// One function a network, in parity_<network>.cpp. They take every size from the file.
void checkDinoV2(Fixture& fixture);
void checkEmbeddings(Fixture& fixture);
void checkFeaturesToMesh(Fixture& fixture);
void checkFlexiCubes(Fixture& fixture);
void checkPoseEncoding(Fixture& fixture);
void checkPreprocess(Fixture& fixture);
void checkRandomNumbers(Fixture& fixture);
void checkSamplerAnalytic(Fixture& fixture);
void checkSlatCondition(Fixture& fixture);
void checkSlatFlow(Fixture& fixture);
void checkSlatGaussianDecoder(Fixture& fixture);
void checkSlatMeshDecoder(Fixture& fixture);
void checkSparsePrimitives(Fixture& fixture);
void checkStructureCondition(Fixture& fixture);
void checkStructureDecoder(Fixture& fixture);
void checkStructureFlow(Fixture& fixture);
void checkSubdivideBlock(Fixture& fixture);
void checkVggtAggregator(Fixture& fixture);
void checkVggtCameraHead(Fixture& fixture);
void checkVggtPointHead(Fixture& fixture);

struct ParityCase {
    const char* network;  // as the file's config calls it
    void (*check)(Fixture&);
};
inline constexpr ParityCase kParityCases[] = {
    {"dinov2", checkDinoV2},
    {"embeddings", checkEmbeddings},
    {"features_to_mesh", checkFeaturesToMesh},
    {"flexicubes", checkFlexiCubes},
    {"pose_encoding", checkPoseEncoding},
    {"preprocess", checkPreprocess},
    {"random_numbers", checkRandomNumbers},
    {"sampler_analytic", checkSamplerAnalytic},
    {"slat_cond", checkSlatCondition},
    {"slat_dec_gs", checkSlatGaussianDecoder},
    {"slat_dec_mesh", checkSlatMeshDecoder},
    {"slat_flow", checkSlatFlow},
    {"sparse_primitives", checkSparsePrimitives},
    {"ss_cond", checkStructureCondition},
    {"ss_decoder", checkStructureDecoder},
    {"ss_flow", checkStructureFlow},
    {"subdivide_block", checkSubdivideBlock},
    {"vggt_aggregator", checkVggtAggregator},
    {"vggt_camera_head", checkVggtCameraHead},
    {"vggt_point_head", checkVggtPointHead},
};

/// The case of a file's network; null if there is none.
inline const ParityCase* findCase(const std::string& network) {
    for (const ParityCase& known : kParityCases) {
        if (network == known.network) {
            return &known;
        }
    }
    return nullptr;
}

}  // namespace bozzetto::parity
