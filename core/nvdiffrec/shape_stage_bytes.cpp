// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/shape_stage_state.h"
#include "tensor/tensor_bytes.h"

#include <torch/types.h>

namespace bozzetto {

void ShapeStage::restart(const NvdiffrecOptions& options, const std::string& bytes) {
    State& s = *state_;
    s.options.batch = options.batch;
    s.options.image_side = options.image_side;
    s.levels = s.levelsOf(s.options);
    deserialize(bytes);  // makes the views
}

std::string ShapeStage::serialize() const {
    const State& s = *state_;
    const at::Tensor counters = at::tensor(
        {s.done, static_cast<int64_t>(s.level), static_cast<int64_t>(s.in_level)}, at::kLong);
    return joinBytes({bytesOfTensors({counters,
                                      s.volume.values,
                                      s.band.rows,
                                      s.openness,
                                      at::tensor({s.rate_scale}, at::kDouble)}),
                      s.sdf.serialize(),
                      s.deform.serialize(),
                      s.weights.serialize(),
                      s.light.serialize(),
                      s.appearance.serialize(),
                      s.input.refinement ? s.input.refinement->serialize() : std::string(),
                      bytesOfTensors(s.carving.state()),
                      bytesOfTensors(s.trials.state()),
                      s.field.serialize()});
}

void ShapeStage::deserialize(const std::string& bytes) {
    State& s = *state_;
    const std::vector<std::string> pieces = splitBytes(bytes);
    requireUndamaged(pieces.size() == 10, "shape: pieces");
    const std::vector<at::Tensor> tensors = tensorsOfBytes(pieces[0]);
    requireUndamaged(
        tensors.size() == 5 && tensors[0].numel() == 3 && tensors[0].scalar_type() == at::kLong &&
            tensors[1].scalar_type() == at::kFloat && tensors[2].scalar_type() == at::kLong &&
            tensors[3].scalar_type() == at::kFloat && tensors[4].numel() == 1,
        "shape: counters");
    s.rate_scale = tensors[4].item<double>();
    const int64_t* counters = tensors[0].data_ptr<int64_t>();
    requireUndamaged(counters[1] >= 0 && counters[1] < static_cast<int64_t>(s.levels.size()) &&
                         counters[0] >= 0 && counters[0] <= s.total && counters[2] >= 0 &&
                         counters[2] <= s.levels[static_cast<size_t>(counters[1])].iterations,
                     "shape: level");
    s.done = counters[0];
    s.level = static_cast<size_t>(counters[1]);
    s.in_level = static_cast<int>(counters[2]);
    s.loadLevel();
    s.volume.lattice = makeLattice(s.input.box, s.levels[s.level].grid);
    s.volume.values = tensors[1].to(s.input.device);
    requireUndamaged(s.volume.values.sizes() == at::IntArrayRef({s.volume.lattice.points()}),
                     "shape: lattice");
    s.band = s.bandNow();
    requireUndamaged(at::equal(s.band.rows.cpu(), tensors[2]), "shape: band");
    s.findTets();
    s.openness = tensors[3].to(s.input.device);
    s.sdf.deserialize(pieces[1]);
    s.deform.deserialize(pieces[2]);
    s.weights.deserialize(pieces[3]);
    s.light.deserialize(pieces[4]);
    s.appearance.deserialize(pieces[5]);
    requireUndamaged((s.input.refinement != nullptr) == !pieces[6].empty(), "shape: views");
    if (s.input.refinement) {
        s.input.refinement->deserialize(pieces[6]);
    }
    s.carving.restore(tensorsOfBytes(pieces[7]));
    const std::vector<at::Tensor> trials = tensorsOfBytes(pieces[8]);
    s.trials = trials.empty() ? HollowTrials() : HollowTrials(s.volume.lattice, s.input.device);
    s.trials.restore(trials);
    s.field = {};
    if (s.now().hollows == ShapeLevel::Hollows::FitField) {
        s.startField();
        s.field.deserialize(pieces[9]);
    }
    const int64_t points = s.band.rows.size(0), size = s.options.light_size;
    requireUndamaged(
        s.openness.sizes() == at::IntArrayRef({points, 1}) &&
            s.sdf.value().sizes() == s.band.sdf.sizes() &&
            s.deform.value().sizes() == at::IntArrayRef({points, 3}) &&
            s.weights.value().sizes() == at::IntArrayRef({s.band.cubes.grid.cubes.size(0), 21}) &&
            s.light.value().sizes() == at::IntArrayRef({6 * size * size, 3}),
        "shape: parameters");
}

}  // namespace bozzetto
