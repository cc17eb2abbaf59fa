// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/weight_sizes.h"

#include "base/error.h"

namespace bozzetto {
namespace {

[[noreturn]] void fail(const WeightScope& w, const std::string& what) {
    throw Error(Error::Kind::BadWeights,
                w.file() + ": " + what,
                "The file, or the description beside it, is damaged or of another network.",
                w.file());
}

}  // namespace

int64_t sizeOf(const WeightScope& w, const std::string& name, int axis) {
    const std::vector<int64_t> shape = w.shape(name);
    const int64_t index = axis < 0 ? static_cast<int64_t>(shape.size()) + axis : axis;
    if (index < 0 || index >= static_cast<int64_t>(shape.size()) || shape[index] < 1) {
        fail(w, "the weights '" + name + "' have too few axes");
    }
    return shape[static_cast<size_t>(index)];
}

int64_t countBlocks(const WeightScope& w, const std::string& name) {
    int64_t count = 0;
    while ((w / count).has(name)) {
        ++count;
    }
    if (count == 0) {
        (w / 0).shape(name);  // says which key is missing
    }
    return count;
}

void checkHeads(const WeightScope& w, int64_t dim, int64_t heads, int64_t multiple) {
    if (heads < 1 || dim % heads != 0 || dim / heads % multiple != 0) {
        fail(w,
             std::to_string(dim) + " channels do not fall into " + std::to_string(heads) +
                 " heads of a multiple of " + std::to_string(multiple));
    }
}

}  // namespace bozzetto
