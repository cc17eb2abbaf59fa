// SPDX-License-Identifier: Apache-2.0
#include "geometry/regularizers_kernel.h"
#include "geometry/scatter.h"

#include <algorithm>
#include <utility>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 4096;

}  // namespace

template <class T>
std::vector<int32_t> signChanges(const T* sdf, const int32_t* edges, int64_t count) {
    std::vector<std::vector<int32_t>> found(kScatterParts);
    parallelTasks(kScatterParts, [&](int64_t part, int) {
        const int64_t end = count * (part + 1) / kScatterParts;
        for (int64_t e = count * part / kScatterParts; e < end; ++e) {
            if ((sdf[edges[e * 2]] > T(0)) != (sdf[edges[e * 2 + 1]] > T(0))) {
                found[part].push_back(static_cast<int32_t>(e));
            }
        }
    });
    std::vector<int32_t> all = std::move(found[0]);
    for (int part = 1; part < kScatterParts; ++part) {
        all.insert(all.end(), found[part].begin(), found[part].end());
    }
    return all;
}

template <class T>
double signEntropy(const T* sdf, const int32_t* edges, const std::vector<int32_t>& crossing) {
    return blockSum(static_cast<int64_t>(crossing.size()), [&](int64_t begin, int64_t end) {
        double sum = 0;
        for (int64_t i = begin; i < end; ++i) {
            const T a = sdf[edges[crossing[i] * int64_t{2}]];
            const T b = sdf[edges[crossing[i] * int64_t{2} + 1]];
            sum += entropy(a, b > T(0)) + entropy(b, a > T(0));
        }
        return sum;
    });
}

template <class T>
void signEntropyBackward(const T* sdf,
                         const int32_t* edges,
                         const std::vector<int32_t>& crossing,
                         T scale,
                         int64_t points,
                         T* grad_sdf) {
    scatterSum(static_cast<int64_t>(crossing.size()),
               points,
               grad_sdf,
               [&](int64_t begin, int64_t end, T* out) {
                   for (int64_t i = begin; i < end; ++i) {
                       const int32_t* edge = edges + crossing[i] * int64_t{2};
                       const T a = sdf[edge[0]], b = sdf[edge[1]];
                       out[edge[0]] += scale * entropyGradient(a, b > T(0));
                       out[edge[1]] += scale * entropyGradient(b, a > T(0));
                   }
               });
}

template <class T>
void umbrellaScales(const int32_t* triangles, int64_t count, int64_t vertices, T* scales) {
    scatterSum(count * 3, vertices, scales, [&](int64_t begin, int64_t end, T* out) {
        for (int64_t i = begin; i < end; ++i) {
            out[triangles[i]] += T(2);
        }
    });
    for (int64_t i = 0; i < vertices; ++i) {
        scales[i] = T(1) / std::max(T(1), scales[i]);
    }
}

template <class T>
void umbrella(const T* values,
              const int32_t* triangles,
              int64_t count,
              int64_t vertices,
              int64_t channels,
              T* out) {
    scatterSum(count, vertices * channels, out, [&](int64_t begin, int64_t end, T* sums) {
        for (int64_t i = begin; i < end; ++i) {
            const int64_t a = triangles[i * 3] * channels, b = triangles[i * 3 + 1] * channels,
                          c = triangles[i * 3 + 2] * channels;
            for (int64_t k = 0; k < channels; ++k) {
                const T total = values[a + k] + values[b + k] + values[c + k];
                sums[a + k] += total - T(3) * values[a + k];
                sums[b + k] += total - T(3) * values[b + k];
                sums[c + k] += total - T(3) * values[c + k];
            }
        }
    });
}

template <class T>
void faceNormals(
    const T* positions, const int32_t* triangles, int64_t count, T* units, T* inverses) {
    parallelFor(count, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            inverses[i] = faceUnit(positions, triangles + i * 3, units + i * 3);
        }
    });
}

int64_t faceNeighbours(const int32_t* triangles,
                       int64_t count,
                       int64_t vertices,
                       int32_t* neighbours) {
    // Half-edges sorted by their lower vertex (a counting sort): the uses of an edge are in one
    // short list.
    const auto ends = [](const int32_t* t, int k) {
        const int32_t a = t[k], b = t[k == 2 ? 0 : k + 1];
        return std::pair<int32_t, int32_t>(std::min(a, b), std::max(a, b));
    };
    std::vector<int32_t> first(vertices + 1);
    for (int64_t i = 0; i < count; ++i) {
        for (int k = 0; k < 3; ++k) {
            ++first[ends(triangles + i * 3, k).first + 1];
        }
    }
    for (int64_t v = 0; v < vertices; ++v) {
        first[v + 1] += first[v];
    }
    struct HalfEdge {
        int32_t high, half;
    };
    std::vector<HalfEdge> halves(count * 3);
    std::vector<int32_t> next(first.begin(), first.end() - 1);
    for (int64_t i = 0; i < count; ++i) {
        for (int k = 0; k < 3; ++k) {
            const auto [low, high] = ends(triangles + i * 3, k);
            halves[next[low]++] = {high, static_cast<int32_t>(i * 3 + k)};
        }
    }
    constexpr int32_t kDone = -1;
    return static_cast<int64_t>(blockSum(vertices, [&](int64_t begin, int64_t end) {
        int64_t pairs = 0;
        for (int64_t v = begin; v < end; ++v) {
            for (int32_t i = first[v]; i < first[v + 1]; ++i) {
                const auto [high, half] = halves[i];
                if (high == kDone) {
                    continue;
                }
                int uses = 1;
                int32_t other = half;
                for (int32_t j = i + 1; j < first[v + 1]; ++j) {
                    if (halves[j].high == high) {
                        ++uses;
                        other = halves[j].half;
                        halves[j].high = kDone;
                        neighbours[other] = -1;
                    }
                }
                const bool paired = uses == 2 && other / 3 != half / 3;
                neighbours[half] = paired ? other / 3 : -1;
                neighbours[other] = paired ? half / 3 : -1;
                pairs += paired;
            }
        }
        return static_cast<double>(pairs);
    }));
}

template <class T>
double bendSum(const T* units, const int32_t* neighbours, int64_t count) {
    return blockSum(count, [&](int64_t begin, int64_t end) {
        double sum = 0;
        for (int64_t i = begin; i < end; ++i) {
            for (int k = 0; k < 3; ++k) {
                const int32_t other = neighbours[i * 3 + k];
                if (other > i) {  // each edge once
                    sum += T(1) - dot(loadVec3(units, i), loadVec3(units, other));
                }
            }
        }
        return sum;
    });
}

template <class T>
void bendBackward(const T* positions,
                  const int32_t* triangles,
                  const int32_t* neighbours,
                  const T* units,
                  const T* inverses,
                  T scale,
                  int64_t count,
                  int64_t vertices,
                  T* grad_positions) {
    scatterSum(count, vertices * 3, grad_positions, [&](int64_t begin, int64_t end, T* out) {
        for (int64_t i = begin; i < end; ++i) {
            const Vec3<T> around = neighbourSum(units, neighbours + i * 3);
            const Vec3<T> grad = unitGradient(loadVec3(units, i), inverses[i], around * -scale);
            faceCrossGradient(
                positions, triangles + i * 3, grad, [&](int64_t at, T value) { out[at] += value; });
        }
    });
}

template <class T>
void vertexNormalsForward(const T* positions,
                          const int32_t* triangles,
                          int64_t count,
                          int64_t vertices,
                          T* normals,
                          T* inverses) {
    scatterSum(count, vertices * 3, normals, [&](int64_t begin, int64_t end, T* sums) {
        for (int64_t i = begin; i < end; ++i) {
            const Vec3<T> c = faceCross(positions, triangles + i * 3);
            for (int k = 0; k < 3; ++k) {
                T* sum = sums + triangles[i * 3 + k] * int64_t{3};
                sum[0] += c.x;
                sum[1] += c.y;
                sum[2] += c.z;
            }
        }
    });
    parallelFor(vertices, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t v = begin; v < end; ++v) {
            inverses[v] = unitNormal(normals + v * 3);
        }
    });
}

template <class T>
void vertexNormalsBackward(const T* positions,
                           const int32_t* triangles,
                           int64_t count,
                           int64_t vertices,
                           const T* normals,
                           const T* inverses,
                           const T* grad_normals,
                           T* grad_positions) {
    std::vector<T> grad_sums(vertices * 3);
    parallelFor(vertices, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t v = begin; v < end; ++v) {
            storeVec3(grad_sums.data(),
                      v,
                      unitGradient(loadVec3(normals, v), inverses[v], loadVec3(grad_normals, v)));
        }
    });
    scatterSum(count, vertices * 3, grad_positions, [&](int64_t begin, int64_t end, T* out) {
        for (int64_t i = begin; i < end; ++i) {
            const int32_t* t = triangles + i * 3;
            const Vec3<T> grad = loadVec3(grad_sums.data(), t[0]) +
                                 loadVec3(grad_sums.data(), t[1]) +
                                 loadVec3(grad_sums.data(), t[2]);
            faceCrossGradient(positions, t, grad, [&](int64_t at, T value) { out[at] += value; });
        }
    });
}

#define BOZZETTO_INSTANTIATE(T)                                                                 \
    template std::vector<int32_t> signChanges(const T*, const int32_t*, int64_t);               \
    template double signEntropy(const T*, const int32_t*, const std::vector<int32_t>&);         \
    template void signEntropyBackward(                                                          \
        const T*, const int32_t*, const std::vector<int32_t>&, T, int64_t, T*);                 \
    template void umbrellaScales(const int32_t*, int64_t, int64_t, T*);                         \
    template void umbrella(const T*, const int32_t*, int64_t, int64_t, int64_t, T*);            \
    template void faceNormals(const T*, const int32_t*, int64_t, T*, T*);                       \
    template double bendSum(const T*, const int32_t*, int64_t);                                 \
    template void bendBackward(                                                                 \
        const T*, const int32_t*, const int32_t*, const T*, const T*, T, int64_t, int64_t, T*); \
    template void vertexNormalsForward(const T*, const int32_t*, int64_t, int64_t, T*, T*);     \
    template void vertexNormalsBackward(                                                        \
        const T*, const int32_t*, int64_t, int64_t, const T*, const T*, const T*, T*);
BOZZETTO_INSTANTIATE(float)
BOZZETTO_INSTANTIATE(double)
#undef BOZZETTO_INSTANTIATE

}  // namespace bozzetto
