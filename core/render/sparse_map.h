// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto {

/// A fixed sparse matrix in compressed rows, applied to RGB values. Its product is bound by memory,
/// so column numbers have 16 bits: at most 65536 rows and columns.
struct SparseMap {
    int64_t rows = 0, columns = 0;
    std::vector<int64_t> row_start;   // [rows + 1]
    std::vector<uint16_t> column;     // [entries]
    std::vector<float> weight;        // [entries]
    std::vector<int64_t> task_start;  // row ranges of about equal work, for the threads
    int64_t entries() const { return static_cast<int64_t>(column.size()); }
};

/// Fills task_start; call when the rows are complete.
void splitTasks(SparseMap& map);
SparseMap transpose(const SparseMap& map);

/// out[r] = sum of weight * in[column], RGB padded to four values: in [columns, 4], out [rows, 4].
/// Multi-threaded; each row is summed in a fixed order, so that the bits depend on nothing else.
void multiply(const SparseMap& map, const float* in, float* out);
void multiply(const SparseMap& map, const double* in, double* out);

}  // namespace bozzetto
