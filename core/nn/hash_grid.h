// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <string_view>

namespace bozzetto {

struct HashGridOptions {
    int levels = 5;
    int base_resolution = 16;      // cells a side of the coarsest level
    double growth = 2.0;           // resolution ratio of neighbouring levels
    int64_t table_size = 1 << 18;  // entries of a level at most: finer levels are hashed
    float beta1 = 0.9f, beta2 = 0.99f, epsilon = 1e-10f;
    at::Device device = at::kCPU;  // where the table lives and the points come from
};

/// A multiresolution grid of feature vectors over the unit cube: the sum over the levels of
/// trilinear lookups, kFeatures channels. Its own sparse Adam updates only the entries that the
/// points of a step touched (a step sees one view, a few per cent of the table): moments and bias
/// correction count an entry's own updates. Source: Mueller et al. 2022, "Instant Neural Graphics
/// Primitives" (levels, hash); the features are summed instead of fed to an MLP, which on a CPU
/// costs a tenth and, with Adam on every level, still learns coarse before fine.
class HashGrid {
public:
    static constexpr int kFeatures = 8;

    explicit HashGrid(const HashGridOptions& options);
    ~HashGrid();
    HashGrid(HashGrid&&) noexcept;
    HashGrid& operator=(HashGrid&&) noexcept;

    /// points [M, 3] float (clamped to [0, 1]) -> [M, kFeatures]. Differentiable in points; the
    /// table's gradient is kept inside until step(). Levels from `levels` on are left out (coarse
    /// to fine).
    at::Tensor operator()(const at::Tensor& points, int levels = 1 << 20);

    /// One Adam step with the gradients gathered since the last, then forgets them. lr per channel
    /// [kFeatures].
    void step(const float* learning_rate);
    /// Forgets gathered gradients without a step.
    void zeroGradient();

    /// Parameters and optimiser state, for checkpoints. deserialize throws Error(BadInput) unless
    /// the options agree.
    std::string serialize() const;
    void deserialize(std::string_view bytes);

private:
    struct Data;
    std::shared_ptr<Data> data_;
};

}  // namespace bozzetto
