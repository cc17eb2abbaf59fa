// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "math/vec.h"
#include "render/sparse_map.h"

namespace bozzetto {
namespace {

constexpr int64_t kEntriesPerTask =
    1 << 15;  // about 30 us of work: small against a call, large against a hand-over

template <class Scalar>
BOZZETTO_HD void multiplyRow(
    const uint16_t* column, const float* weight, int64_t n, const Scalar* in, Scalar* out) {
    // Four independent sums hide the latency of the additions.
    Scalar sum[16] = {};
    int64_t e = 0;
    for (; e + 4 <= n; e += 4) {
        for (int k = 0; k < 4; ++k) {
            const Scalar* value = in + 4 * static_cast<int64_t>(column[e + k]);
            const Scalar w = static_cast<Scalar>(weight[e + k]);
            for (int c = 0; c < 4; ++c) {
                sum[4 * k + c] += w * value[c];
            }
        }
    }
    for (; e < n; ++e) {
        const Scalar* value = in + 4 * static_cast<int64_t>(column[e]);
        for (int c = 0; c < 4; ++c) {
            sum[c] += static_cast<Scalar>(weight[e]) * value[c];
        }
    }
    for (int c = 0; c < 4; ++c) {
        out[c] = (sum[c] + sum[4 + c]) + (sum[8 + c] + sum[12 + c]);
    }
}

BOZZETTO_CPU_CLONES void multiplyRows(
    const SparseMap& map, const float* in, float* out, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
        const int64_t first = map.row_start[r];
        multiplyRow(map.column.data() + first,
                    map.weight.data() + first,
                    map.row_start[r + 1] - first,
                    in,
                    out + 4 * r);
    }
}
BOZZETTO_CPU_CLONES void multiplyRows(
    const SparseMap& map, const double* in, double* out, int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
        const int64_t first = map.row_start[r];
        multiplyRow(map.column.data() + first,
                    map.weight.data() + first,
                    map.row_start[r + 1] - first,
                    in,
                    out + 4 * r);
    }
}

template <class Scalar>
void multiplyAll(const SparseMap& map, const Scalar* in, Scalar* out) {
    parallelTasks(static_cast<int64_t>(map.task_start.size()) - 1, [&](int64_t task, int) {
        multiplyRows(map, in, out, map.task_start[task], map.task_start[task + 1]);
    });
}

}  // namespace

void splitTasks(SparseMap& map) {
    map.task_start = {0};
    for (int64_t r = 0; r < map.rows; ++r) {
        if (map.row_start[r + 1] - map.row_start[map.task_start.back()] >= kEntriesPerTask ||
            r + 1 == map.rows) {
            map.task_start.push_back(r + 1);
        }
    }
}

SparseMap transpose(const SparseMap& map) {
    SparseMap t;
    t.rows = map.columns;
    t.columns = map.rows;
    t.row_start.assign(t.rows + 1, 0);
    t.column.resize(map.entries());
    t.weight.resize(map.entries());
    for (const uint16_t c : map.column) {
        ++t.row_start[c + 1];
    }
    for (int64_t r = 0; r < t.rows; ++r) {
        t.row_start[r + 1] += t.row_start[r];
    }
    std::vector<int64_t> next(t.row_start.begin(), t.row_start.end() - 1);
    for (int64_t r = 0; r < map.rows; ++r) {
        for (int64_t e = map.row_start[r]; e < map.row_start[r + 1]; ++e) {
            const int64_t slot = next[map.column[e]]++;
            t.column[slot] = static_cast<uint16_t>(r);
            t.weight[slot] = map.weight[e];
        }
    }
    splitTasks(t);
    return t;
}

void multiply(const SparseMap& map, const float* in, float* out) {
    multiplyAll(map, in, out);
}
void multiply(const SparseMap& map, const double* in, double* out) {
    multiplyAll(map, in, out);
}

}  // namespace bozzetto
