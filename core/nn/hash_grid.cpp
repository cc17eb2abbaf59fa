// SPDX-License-Identifier: Apache-2.0
#include "nn/hash_grid.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "nn/hash_grid_kernel.h"
#include "tensor/checks.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <cmath>
#include <cstring>
#include <vector>

namespace bozzetto {

static_assert(HashGrid::kFeatures == kHashGridFeatures);

struct HashGrid::Data {
    HashGridOptions options;
    std::vector<HashGridLevel> levels;
    int64_t rows = 0;
    std::vector<float> table, grad, first, second;
    std::vector<uint16_t> steps;
    std::vector<unsigned char> touched;
    at::Tensor anchor;  // requires a gradient, so that a lookup at constant points is recorded too
};

namespace {

/// Keeps the table alive as long as the graph that looks it up.
struct TableHolder : torch::CustomClassHolder {
    std::shared_ptr<void> keep_alive;
    HashGridParams params;
};

struct Lookup : torch::autograd::Function<Lookup> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx,
                              const at::Tensor& points,
                              const at::Tensor& /*anchor*/,
                              c10::intrusive_ptr<TableHolder> table) {
        ctx->save_for_backward({points});
        ctx->saved_data["table"] = c10::IValue::make_capsule(table);
        at::Tensor out = at::empty({points.size(0), kHashGridFeatures}, points.options());
        HashGridParams p = table->params;
        p.points = points.data_ptr<float>();
        p.out = out.data_ptr<float>();
        parallelFor(p.point_count, 1024, [&](int64_t begin, int64_t end, int) {
            hashGridForward(p, begin, end);
        });
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads) {
        const auto capsule = ctx->saved_data["table"].toCapsule();
        HashGridParams p = static_cast<TableHolder*>(capsule.get())->params;
        const at::Tensor points = ctx->get_saved_variables()[0];
        const at::Tensor grad_out = grads[0].contiguous();
        p.points = points.data_ptr<float>();
        p.grad_out = grad_out.data_ptr<float>();
        // Finest level first: it takes longest.
        parallelTasks(p.level_count, [&](int64_t l, int) {
            hashGridGradTable(p, p.level_count - 1 - static_cast<int>(l));
        });
        at::Tensor grad_points;
        if (ctx->needs_input_grad(0)) {
            grad_points = at::empty_like(points);
            p.grad_points = grad_points.data_ptr<float>();
            parallelFor(p.point_count, 1024, [&](int64_t begin, int64_t end, int) {
                hashGridGradPoints(p, begin, end);
            });
        }
        return {grad_points, at::Tensor(), at::Tensor()};
    }
};

}  // namespace

HashGrid::HashGrid(const HashGridOptions& options) : data_(std::make_shared<Data>()) {
    Data& d = *data_;
    d.options = options;
    double resolution = options.base_resolution;
    for (int l = 0; l < options.levels; ++l, resolution *= options.growth) {
        HashGridLevel level;
        level.resolution = static_cast<int>(std::lround(resolution));
        level.offset = d.rows;
        const int64_t points = static_cast<int64_t>(std::pow(level.resolution + 1.0, 3.0));
        level.hashed = points > options.table_size;
        level.entries = level.hashed ? options.table_size : points;
        d.rows += level.entries;
        d.levels.push_back(level);
    }
    d.table.assign(d.rows * kFeatures, 0.0f);
    d.grad.assign(d.rows * kFeatures, 0.0f);
    d.first.assign(d.rows * kFeatures, 0.0f);
    d.second.assign(d.rows * kFeatures, 0.0f);
    d.steps.assign(d.rows, 0);
    d.touched.assign(d.rows, 0);
    d.anchor = at::zeros({1}).requires_grad_();
}
HashGrid::~HashGrid() = default;
HashGrid::HashGrid(HashGrid&&) noexcept = default;
HashGrid& HashGrid::operator=(HashGrid&&) noexcept = default;

at::Tensor HashGrid::operator()(const at::Tensor& points, int levels) {
    checkTensor(points, "points", {-1, 3}, {at::kFloat}, at::kCPU);
    auto holder = c10::make_intrusive<TableHolder>();
    holder->keep_alive = data_;
    HashGridParams& p = holder->params;
    p.levels = data_->levels.data();
    p.level_count = std::min<int>(levels, static_cast<int>(data_->levels.size()));
    p.point_count = points.size(0);
    p.table = data_->table.data();
    p.grad_table = data_->grad.data();
    p.touched = data_->touched.data();
    return Lookup::apply(points, data_->anchor, holder);
}

void HashGrid::step(const float* learning_rate) {
    Data& d = *data_;
    const HashGridAdam adam{d.table.data(),
                            d.grad.data(),
                            d.first.data(),
                            d.second.data(),
                            d.steps.data(),
                            d.touched.data(),
                            learning_rate,
                            d.options.beta1,
                            d.options.beta2,
                            d.options.epsilon};
    parallelFor(
        d.rows, 4096, [&](int64_t begin, int64_t end, int) { hashGridAdamRows(adam, begin, end); });
}

void HashGrid::zeroGradient() {
    std::fill(data_->grad.begin(), data_->grad.end(), 0.0f);
    std::fill(data_->touched.begin(), data_->touched.end(), 0);
}

std::string HashGrid::serialize() const {
    std::string bytes;
    bytes.reserve(data_->table.size() * 3 * sizeof(float) + data_->steps.size() * sizeof(uint16_t));
    const auto put = [&](const auto& values) {
        bytes.append(reinterpret_cast<const char*>(values.data()),
                     values.size() * sizeof(values[0]));
    };
    put(data_->table), put(data_->first), put(data_->second), put(data_->steps);
    return bytes;
}

void HashGrid::deserialize(std::string_view bytes) {
    Data& d = *data_;
    const size_t expected = d.table.size() * 3 * sizeof(float) + d.steps.size() * sizeof(uint16_t);
    if (bytes.size() != expected) {
        throw Error(Error::Kind::BadInput,
                    "The checkpoint's appearance grid has another size",
                    "Start the run afresh without --resume.");
    }
    const auto take = [&](auto& values) {
        const size_t size = values.size() * sizeof(values[0]);
        std::memcpy(values.data(), bytes.data(), size);
        bytes.remove_prefix(size);
    };
    take(d.table), take(d.first), take(d.second), take(d.steps);
    zeroGradient();
}

}  // namespace bozzetto
