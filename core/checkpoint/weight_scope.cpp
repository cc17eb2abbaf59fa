// SPDX-License-Identifier: Apache-2.0
#include "checkpoint/weight_scope.h"

#include "base/error.h"
#include "tensor/host_upload.h"

#include <algorithm>
#include <set>
#include <utility>

namespace bozzetto {
namespace {

std::string shapeText(at::IntArrayRef shape) {
    std::string text = "[";
    for (size_t i = 0; i < shape.size(); ++i) {
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    }
    return text + "]";
}

/// "a.b" is below "a" and below "a.b" itself; "ab" is not below "a".
bool isBelow(const std::string& key, const std::string& prefix) {
    return prefix.empty() || key == prefix ||
           (key.starts_with(prefix) && (prefix.back() == '.' || key[prefix.size()] == '.'));
}

}  // namespace

struct WeightScope::Shared {
    Shared(TensorMap tensors, std::string file, const at::Device& device)
        : tensors(std::move(tensors)), file(std::move(file)), device(device), upload(device) {}

    TensorMap tensors;
    std::string file;
    at::Device device;
    std::set<std::string> read;
    std::vector<std::string> unused;
    HostUpload upload;
    struct Finite {
        std::string key;
        at::ScalarType type;
        at::Tensor all;  // [] bool
    };
    std::vector<Finite> unchecked;
};

WeightScope::WeightScope(TensorMap tensors, std::string file, at::Device device)
    : shared_(std::make_shared<Shared>(std::move(tensors), std::move(file), device)) {}

WeightScope::WeightScope(std::shared_ptr<Shared> shared, std::string prefix, at::ScalarType type)
    : shared_(std::move(shared)), prefix_(std::move(prefix)), type_(type) {}

WeightScope WeightScope::operator/(std::string_view name) const {
    return {shared_, prefix_ + std::string(name) + ".", type_};
}

WeightScope WeightScope::operator/(int64_t index) const {
    return *this / std::to_string(index);
}

WeightScope WeightScope::as(at::ScalarType type) const {
    require(type == at::kFloat || type == at::kHalf || type == at::kBFloat16,
            "WeightScope::as: weights are float32, float16 or bfloat16");
    return {shared_, prefix_, type};
}

at::Tensor WeightScope::get(std::string_view name, at::IntArrayRef shape) const {
    const std::string key = prefix_ + std::string(name);
    const auto found = shared_->tensors.find(key);
    if (found == shared_->tensors.end()) {
        fail(key, "is missing; it would be " + shapeText(shape));
    }
    const at::Tensor& stored = found->second;
    if (stored.sizes() != shape) {
        fail(key, "is " + shapeText(stored.sizes()) + " where " + shapeText(shape) + " is wanted");
    }
    if (!at::isFloatingType(stored.scalar_type())) {
        fail(key, std::string("holds ") + at::toString(stored.scalar_type()) + " numbers");
    }
    // In two steps: in one, a GPU's weights would be converted by the processor.
    const at::Tensor weights = shared_->upload(stored).to(type_).contiguous();
    shared_->unchecked.push_back({key, type_, at::isfinite(weights).all()});
    if (!weights.is_cuda()) {
        requireFinite();
    }
    shared_->read.insert(key);
    return weights;
}

void WeightScope::requireFinite() const {
    if (shared_->unchecked.empty()) {
        return;
    }
    const std::vector<Shared::Finite> checked = std::exchange(shared_->unchecked, {});
    std::vector<at::Tensor> answers;
    for (const Shared::Finite& tensor : checked) {
        answers.push_back(tensor.all);
    }
    const at::Tensor all = at::stack(answers).cpu();
    for (size_t i = 0; i < checked.size(); ++i) {
        if (!all[static_cast<int64_t>(i)].item<bool>()) {
            fail(checked[i].key,
                 std::string("holds numbers that are not finite as ") +
                     at::toString(checked[i].type));
        }
    }
}

bool WeightScope::has(std::string_view name) const {
    return shared_->tensors.count(prefix_ + std::string(name)) > 0;
}

std::vector<int64_t> WeightScope::shape(std::string_view name) const {
    const std::string key = prefix_ + std::string(name);
    return find(key).sizes().vec();
}

at::Device WeightScope::device() const {
    return shared_->device;
}

const std::string& WeightScope::file() const {
    return shared_->file;
}

void WeightScope::unused(std::string_view prefix) const {
    shared_->unused.push_back(prefix_ + std::string(prefix));
}

std::vector<std::string> WeightScope::unread() const {
    std::vector<std::string> keys;
    for (const auto& [key, tensor] : shared_->tensors) {
        const bool known =
            std::any_of(shared_->unused.begin(),
                        shared_->unused.end(),
                        [&key = key](const std::string& prefix) { return isBelow(key, prefix); });
        if (!known && shared_->read.count(key) == 0) {
            keys.push_back(key);
        }
    }
    return keys;
}

const at::Tensor& WeightScope::find(const std::string& key) const {
    const auto found = shared_->tensors.find(key);
    if (found == shared_->tensors.end()) {
        fail(key, "is missing");
    }
    return found->second;
}

void WeightScope::fail(const std::string& key, const std::string& what) const {
    throw Error(Error::Kind::BadWeights,
                shared_->file + ": the weights '" + key.substr(0, 200) + "' " + what,
                "The file is damaged, or of another network or version; fetch it again.",
                shared_->file);
}

}  // namespace bozzetto
