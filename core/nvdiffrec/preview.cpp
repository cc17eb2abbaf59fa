// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/preview.h"

#include "image/color.h"
#include "mesh/normals.h"
#include "tensor/convert.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr std::chrono::milliseconds kInterval{2500};
constexpr int kCostShare = 40;  // a preview may take one part in so many of the time

std::vector<uint8_t> displayBytes(const at::Tensor& linear) {
    const at::Tensor values = linear.cpu().contiguous();
    const float* value = values.data_ptr<float>();
    std::vector<uint8_t> bytes(static_cast<size_t>(values.numel()));
    for (size_t i = 0; i < bytes.size(); ++i) {
        const float display = srgbFromLinear(std::clamp(value[i], 0.0f, 1.0f));
        bytes[i] = static_cast<uint8_t>(std::lround(255 * display));
    }
    return bytes;
}

PreviewMesh meshOf(const Look& look, const UnitFrame& frame) {
    PreviewMesh preview;
    preview.mesh = {toVec3f(look.vertices), toVec3i(look.triangles)};
    preview.normals = vertexNormals(preview.mesh);
    preview.colors = displayBytes(look.color);
    for (Vec3f& p : preview.mesh.positions) {
        p = frame.worldFromUnit(p);
    }
    return preview;
}

}  // namespace

void Previews::send(const std::function<Look()>& look) {
    if (!job_.wantsPreview()) {
        return;
    }
    const at::NoGradGuard no_grad;
    const Clock::time_point start = Clock::now();
    job_.preview(meshOf(look(), frame_));
    last_ = Clock::now();
    pause_ = std::max<Clock::duration>(kInterval, kCostShare * (last_ - start));
}

void Previews::sendIfDue(const std::function<Look()>& look) {
    if (Clock::now() - last_ >= pause_) {
        send(look);
    }
}

}  // namespace bozzetto
