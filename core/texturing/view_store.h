// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "texturing/training_views.h"

#include <vector>

namespace bozzetto {

/// The training views of one resolution, where the steps take them from. On the CPU each has the
/// size it needs. On a GPU all have one size, so that several can be rendered together; they are
/// there from the start if they fit into a share of its memory, otherwise in pinned main memory
/// and uploaded each time that they are used.
class ViewStore {
public:
    ViewStore() = default;
    ViewStore(const std::vector<SceneView>& views,
              int max_side,
              const Box& box,
              bool use_depth,
              const at::Device& device);

    size_t size() const { return views_.size(); }
    /// On the device.
    TrainingView view(size_t index) const;
    bool resident() const { return resident_; }

private:
    std::vector<TrainingView> views_;
    at::Device device_{at::kCPU};
    bool resident_ = true;
};

}  // namespace bozzetto
