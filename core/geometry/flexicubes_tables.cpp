// SPDX-License-Identifier: Apache-2.0
#include "geometry/flexicubes_tables.h"

#include <algorithm>
#include <vector>

namespace bozzetto {
namespace {

bool isInside(int cube_case, int corner) {
    return (cube_case >> corner & 1) != 0;
}

bool crosses(int cube_case, int edge) {
    return isInside(cube_case, kCubeEdges[edge][0]) != isInside(cube_case, kCubeEdges[edge][1]);
}

/// Face f = 2 * axis + side holds the corners whose bit `axis` equals `side`.
bool onFace(int face, int corner) {
    return (corner >> (face / 2) & 1) == face % 2;
}

bool edgeOnFace(int face, int edge) {
    return onFace(face, kCubeEdges[edge][0]) && onFace(face, kCubeEdges[edge][1]);
}

std::vector<int> crossingEdgesOfFace(int cube_case, int face) {
    std::vector<int> edges;
    for (int edge = 0; edge < 12; ++edge) {
        if (edgeOnFace(face, edge) && crosses(cube_case, edge)) {
            edges.push_back(edge);
        }
    }
    return edges;
}

/// Labels of connected crossing edges; each label is the smallest edge of its component.
std::array<int, 12> connectEdges(int cube_case) {
    std::array<int, 12> label;
    for (int edge = 0; edge < 12; ++edge) {
        label[edge] = edge;
    }
    const auto join = [&label](int a, int b) {
        const int from = std::max(label[a], label[b]), to = std::min(label[a], label[b]);
        std::replace(label.begin(), label.end(), from, to);
    };
    for (int face = 0; face < 6; ++face) {
        const std::vector<int> edges = crossingEdgesOfFace(cube_case, face);
        if (edges.size() == 2) {
            join(edges[0], edges[1]);
        } else if (edges.size() == 4) {
            for (const int a : edges) {
                for (const int b : edges) {
                    for (int corner = 0; corner < 8; ++corner) {
                        const auto touches = [corner](int edge) {
                            return kCubeEdges[edge][0] == corner || kCubeEdges[edge][1] == corner;
                        };
                        if (a < b && isInside(cube_case, corner) && touches(a) && touches(b)) {
                            join(a, b);
                        }
                    }
                }
            }
        }
    }
    return label;
}

/// Smallest corner of the wanted side among the ends of the edges.
int smallestCorner(int cube_case, const std::vector<int>& edges, bool inside) {
    int smallest = 8;
    for (const int edge : edges) {
        for (const int corner : kCubeEdges[edge]) {
            if (isInside(cube_case, corner) == inside) {
                smallest = std::min(smallest, corner);
            }
        }
    }
    return smallest;
}

std::vector<std::vector<int>> orderedGroups(int cube_case) {
    const std::array<int, 12> label = connectEdges(cube_case);
    std::vector<std::vector<int>> groups;
    for (int root = 0; root < 12; ++root) {
        std::vector<int> group;
        for (int edge = 0; edge < 12; ++edge) {
            if (label[edge] == root && crosses(cube_case, edge)) {
                group.push_back(edge);
            }
        }
        if (!group.empty()) {
            groups.push_back(group);
        }
    }
    // The published numbering: by smallest inside corner, save one case that goes by its smallest
    // outside corner.
    constexpr int kByOutsideCorner = 231;
    const bool side = cube_case != kByOutsideCorner;
    std::stable_sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
        return smallestCorner(cube_case, a, side) < smallestCorner(cube_case, b, side);
    });
    return groups;
}

CubeTables generate() {
    CubeTables tables;
    for (int cube_case = 0; cube_case < 256; ++cube_case) {
        std::fill_n(&tables.groups[cube_case][0][0], kMaxDualVertices * kMaxGroupEdges, int8_t(-1));
        std::fill_n(tables.group_size[cube_case], kMaxDualVertices, uint8_t(0));
        std::fill_n(tables.edge_group[cube_case], 12, int8_t(-1));
        const auto groups = orderedGroups(cube_case);
        tables.group_count[cube_case] = static_cast<uint8_t>(groups.size());
        for (size_t g = 0; g < groups.size(); ++g) {
            tables.group_size[cube_case][g] = static_cast<uint8_t>(groups[g].size());
            for (size_t i = 0; i < groups[g].size(); ++i) {
                tables.groups[cube_case][g][i] = static_cast<int8_t>(groups[g][i]);
                tables.edge_group[cube_case][groups[g][i]] = static_cast<int8_t>(g);
            }
        }
        int ambiguous = 0, face_of = -1, inside = 0;
        for (int face = 0; face < 6; ++face) {
            if (crossingEdgesOfFace(cube_case, face).size() == 4) {
                ++ambiguous;
                face_of = face;
            }
        }
        for (int corner = 0; corner < 8; ++corner) {
            inside += isInside(cube_case, corner);
        }
        tables.ambiguous_faces[cube_case] = static_cast<uint8_t>(ambiguous);
        tables.problem_face[cube_case] =
            static_cast<int8_t>(ambiguous == 1 && inside > 4 ? face_of : -1);
    }
    return tables;
}

}  // namespace

const CubeTables& cubeTables() {
    static const CubeTables tables = generate();
    return tables;
}

}  // namespace bozzetto
