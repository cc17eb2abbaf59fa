// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"

#include <string>

namespace bozzetto {

/// Networks take their sizes from their weights. All of these throw Error(BadWeights).

/// Size of the axis (from the end if negative) of the weights `name`; at least 1.
int64_t sizeOf(const WeightScope& w, const std::string& name, int axis);

/// How many children "0", "1", ... a scope has, judged by the key `name` of each; at least 1.
int64_t countBlocks(const WeightScope& w, const std::string& name);

/// Throws unless `dim` channels fall into `heads` heads of a multiple of `multiple` channels.
void checkHeads(const WeightScope& w, int64_t dim, int64_t heads, int64_t multiple);

}  // namespace bozzetto
