// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"
#include "mesh/min_cut.h"

#include <QtTest>

#include <limits>

using namespace bozzetto;

class TestMinCut : public QObject {
    Q_OBJECT
private slots:
    void cutsWhereAllCutsWereTried() {
        struct Edge {
            int a, b;
            int64_t capacity;
        };
        constexpr int kNodes = 9;
        for (uint64_t seed = 0; seed < 60; ++seed) {
            uint64_t draw = 0;
            const auto below = [&](uint64_t n) { return randomBits(seed, 1, draw++) % n; };
            std::vector<Edge> edges;
            std::vector<int64_t> source(kNodes), sink(kNodes);
            MinCut graph(kNodes);
            for (int i = 0; i < 18; ++i) {
                const int a = static_cast<int>(below(kNodes));
                const int b = static_cast<int>((a + 1 + below(kNodes - 1)) % kNodes);
                edges.push_back({a, b, static_cast<int64_t>(below(20))});
                graph.connect(a, b, edges.back().capacity);
            }
            for (int node = 0; node < kNodes; ++node) {
                if (below(3) == 0) {
                    graph.connectSource(node, source[node] = static_cast<int64_t>(below(30)));
                } else if (below(2) == 0) {
                    graph.connectSink(node, sink[node] = static_cast<int64_t>(below(30)));
                }
            }
            const auto cost = [&](const auto& inSource) {
                int64_t sum = 0;
                for (int node = 0; node < kNodes; ++node) {
                    sum += inSource(node) ? sink[node] : source[node];
                }
                for (const Edge& e : edges) {
                    sum += inSource(e.a) != inSource(e.b) ? e.capacity : 0;
                }
                return sum;
            };
            int64_t least = std::numeric_limits<int64_t>::max();
            for (int choice = 0; choice < 1 << kNodes; ++choice) {
                least =
                    std::min(least, cost([&](int node) { return ((choice >> node) & 1) != 0; }));
            }
            const std::vector<bool> side = graph.sourceSide();
            QCOMPARE(cost([&](int node) { return bool(side[node]); }), least);
        }
    }
};

QTEST_GUILESS_MAIN(TestMinCut)
#include "test_min_cut.moc"
