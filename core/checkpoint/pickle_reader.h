// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// A tensor as a pickle of torch.save describes it: a window into a storage, which is an entry of
/// the zip. Nothing of it is checked.
struct PickledTensor {
    std::string name;
    at::ScalarType dtype;
    std::string storage;        // key of the zip's entry "data/<key>"
    uint64_t storage_size = 0;  // elements
    uint64_t offset = 0;        // elements
    std::vector<int64_t> size, stride;
};

/// The entries of a pickled dict (or OrderedDict) from text to tensor, in order. Attributes of the
/// dict are passed over. Allocates in proportion to the pickle. Throws std::runtime_error saying
/// what is not accepted.
std::vector<PickledTensor> readStateDict(std::string_view pickle);

}  // namespace bozzetto
