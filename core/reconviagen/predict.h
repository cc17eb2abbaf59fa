// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"
#include "reconviagen/options.h"
#include "reconviagen/pipeline_config.h"

#include <cstdint>
#include <optional>

namespace bozzetto {

/// Bytes of the networks' weights as their files hold them: 0 is what is published. What a run
/// needs follows from them; small networks, as tests have them, need little.
struct NetworkSizes {
    uint64_t vggt = 0, dinov2 = 0, structure_flow = 0, latent_flow = 0, mesh_decoder = 0;
};
NetworkSizes networkSizes(const PipelineConfig& config);

/// What a run with so many views takes, memory at its worst moment and seconds of a processor of
/// `threads` threads; from the numbers of operations and the tensors that are alive together
/// (predict.cpp).
Prediction predictReconviagen(const ImageSet& headers,
                              const ReconviagenOptions& options,
                              const NetworkSizes& sizes,
                              int views,
                              int threads);

/// How a run is fitted to a device.
struct DevicePlan {
    int views = kMostViews;  // at most
    bool low_vram = false;
};
/// On a GPU: spares its memory, then looks at fewer views until what is predicted is within
/// `budget`; nullopt when even one view does not fit.
std::optional<DevicePlan> planDevice(const ReconviagenOptions& options,
                                     const NetworkSizes& sizes,
                                     int views,
                                     uint64_t budget);

}  // namespace bozzetto
