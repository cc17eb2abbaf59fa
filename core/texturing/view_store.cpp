// SPDX-License-Identifier: Apache-2.0
#include "texturing/view_store.h"

#include "tensor/gpu.h"

namespace bozzetto {
namespace {

constexpr double kViewsShare = 0.3;  // of what is free on the GPU

bool fits(const std::vector<TrainingView>& views, const at::Device& device) {
    double bytes = 0;
    for (const TrainingView& view : views) {
        bytes += static_cast<double>(bytesOf(view));
    }
    return bytes <= kViewsShare * static_cast<double>(readDeviceMemory(device).free);
}

/// The pictures in memory that the GPU can fetch from by itself; the small rest on the GPU.
TrainingView pinned(const TrainingView& view, const at::Device& device) {
    TrainingView result = onDevice(view, device);
    result.target = view.target.pin_memory();
    result.depth = view.depth.defined() ? view.depth.pin_memory() : view.depth;
    result.trust = view.trust.defined() ? view.trust.pin_memory() : view.trust;
    return result;
}

}  // namespace

ViewStore::ViewStore(const std::vector<SceneView>& views,
                     int max_side,
                     const Box& box,
                     bool use_depth,
                     const at::Device& device)
    : device_(device) {
    const bool on_gpu = device.is_cuda();
    views_ = makeTrainingViews(
        views, max_side, box, use_depth, on_gpu ? CutSizes::Common : CutSizes::Own);
    if (!on_gpu) {
        return;
    }
    resident_ = fits(views_, device);
    for (TrainingView& view : views_) {
        view = resident_ ? onDevice(view, device) : pinned(view, device);
    }
}

TrainingView ViewStore::view(size_t index) const {
    return resident_ ? views_.at(index) : onDevice(views_.at(index), device_);
}

}  // namespace bozzetto
