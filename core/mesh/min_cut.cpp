// SPDX-License-Identifier: Apache-2.0
#include "mesh/min_cut.h"

#include <algorithm>
#include <limits>

namespace bozzetto {

MinCut::MinCut(int nodes) : source_(nodes), sink_(nodes + 1), first_(nodes + 2, -1) {}

void MinCut::connect(int a, int b, int64_t capacity) {
    arc(a, b, capacity, capacity);
}

void MinCut::arc(int from, int to, int64_t there, int64_t back) {
    const int i = static_cast<int>(arcs_.size());
    arcs_.push_back({to, first_[from], there});
    first_[from] = i;
    arcs_.push_back({from, first_[to], back});
    first_[to] = i + 1;
}

/// Steps from the source over arcs with capacity left; false if the sink is out of reach.
bool MinCut::findLevels() {
    level_.assign(first_.size(), -1);
    level_[source_] = 0;
    std::vector<int> queue{source_};
    for (size_t i = 0; i < queue.size(); ++i) {
        for (int a = first_[queue[i]]; a >= 0; a = arcs_[a].next) {
            if (arcs_[a].left > 0 && level_[arcs_[a].to] < 0) {
                level_[arcs_[a].to] = level_[queue[i]] + 1;
                queue.push_back(arcs_[a].to);
            }
        }
    }
    return level_[sink_] >= 0;
}

/// Sends flow along one path down the levels; 0 if there is none.
int64_t MinCut::augment() {
    std::vector<int> path;
    int node = source_;
    while (node != sink_) {
        int& a = current_[node];
        while (a >= 0 && (arcs_[a].left == 0 || level_[arcs_[a].to] != level_[node] + 1)) {
            a = arcs_[a].next;
        }
        if (a >= 0) {
            path.push_back(a);
            node = arcs_[a].to;
        } else if (path.empty()) {
            return 0;
        } else {  // a dead end: back, and never again this way
            node = arcs_[path.back() ^ 1].to;
            path.pop_back();
            current_[node] = arcs_[current_[node]].next;
        }
    }
    int64_t flow = std::numeric_limits<int64_t>::max();
    for (const int a : path) {
        flow = std::min(flow, arcs_[a].left);
    }
    for (const int a : path) {
        arcs_[a].left -= flow;
        arcs_[a ^ 1].left += flow;
    }
    return flow;
}

std::vector<bool> MinCut::sourceSide() {
    while (findLevels()) {
        current_ = first_;
        while (augment() > 0) {
        }
    }
    std::vector<bool> side(first_.size() - 2);
    for (size_t i = 0; i < side.size(); ++i) {
        side[i] = level_[i] >= 0;
    }
    return side;
}

}  // namespace bozzetto
