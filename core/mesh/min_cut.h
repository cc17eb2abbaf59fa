// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto {

/// Minimum cut between a source and a sink in a graph with undirected edges. Source: Dinic 1970,
/// "Algorithm for Solution of a Problem of Maximum Flow in Networks with Power Estimation".
class MinCut {
public:
    explicit MinCut(int nodes);
    /// Capacities are not negative. Edges may repeat.
    void connect(int a, int b, int64_t capacity);
    void connectSource(int node, int64_t capacity) { arc(source_, node, capacity, 0); }
    void connectSink(int node, int64_t capacity) { arc(node, sink_, capacity, 0); }
    /// [nodes]: those on the source's side of the smallest such cut. Once.
    std::vector<bool> sourceSide();

private:
    struct Arc {
        int to, next;  // next: another arc of the same node, -1 = none
        int64_t left;  // capacity that no flow takes yet
    };
    void arc(int from, int to, int64_t there, int64_t back);
    bool findLevels();
    int64_t augment();

    int source_, sink_;
    std::vector<int> first_, level_, current_;
    std::vector<Arc> arcs_;  // the reverse of arc i is i ^ 1
};

}  // namespace bozzetto
