// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rows and columns of the op table, the original's times, and how a row is printed.
#include <array>
#include <cstdio>
#include <optional>

namespace bozzetto::device_test {

enum class Column {
    Rasterize,
    Interpolate,  // with da
    Texture,      // linear-mipmap-linear
    Antialias,
    RasterizeGrad,
    TextureGrad,
    AntialiasGrad,
    Step,  // all forward and all gradients
};
constexpr int kColumns = 8;
constexpr const char* kColumnNames[kColumns] = {"rasterize",
                                                "interpolate+da",
                                                "texture mip",
                                                "antialias",
                                                "rasterize bwd",
                                                "texture bwd",
                                                "antialias bwd",
                                                "whole step"};

struct BenchRow {
    const char* triangles;
    int subdivisions, images, size;
    double original[kColumns];  // ms
};
constexpr int kBenchRowCount = 7;
constexpr BenchRow kBenchRows[kBenchRowCount] = {
    {"5 k", 4, 1, 512, {0.208, 0.061, 0.161, 0.083, 0.204, 0.253, 0.291, 1.44}},
    {"5 k", 4, 8, 1024, {0.613, 0.195, 0.251, 0.198, 0.949, 1.89, 1.88, 5.11}},
    {"82 k", 6, 8, 512, {0.704, 0.075, 0.133, 0.124, 0.239, 4.14, 0.458, 5.72}},
    {"82 k", 6, 8, 1024, {0.988, 0.194, 0.226, 0.264, 0.758, 6.38, 1.52, 7.59}},
    {"82 k", 6, 8, 2048, {2.44, 0.694, 0.646, 0.746, 3.02, 9.34, 6.19, 23.1}},
    {"1.3 M", 8, 8, 1024, {6.12, 0.234, 0.238, 0.572, 0.623, 21.5, 1.39, 30.1}},
    {"1.3 M", 8, 8, 2048, {8.34, 0.768, 0.646, 1.38, 1.89, 60.7, 4.09, 77.3}},
};

struct Measurement {
    double milliseconds;
    double bytes;  // that the op cannot do without: its inputs read once, its outputs written once
};
/// A row's measurements, by column; some may be missing.
class BenchResults {
public:
    std::optional<Measurement>& operator[](Column c) { return values_[static_cast<size_t>(c)]; }
    const std::optional<Measurement>& operator[](Column c) const {
        return values_[static_cast<size_t>(c)];
    }

private:
    std::array<std::optional<Measurement>, kColumns> values_;
};

inline void printHeader() {
    std::printf("%-6s %2s %5s  %-15s %9s %9s %7s %9s %6s\n",
                "tri",
                "N",
                "px",
                "op",
                "ours ms",
                "orig ms",
                "ratio",
                "floor ms",
                "share");
}
/// Share: of the time that the bytes take at 3 TB/s (an H100's copies, read and written), in ours.
inline void printRow(const BenchRow& row, const BenchResults& results) {
    for (int c = 0; c < kColumns; ++c) {
        if (const std::optional<Measurement>& m = results[static_cast<Column>(c)]) {
            const double floor = m->bytes / 3e12 * 1e3;
            std::printf("%-6s %2d %5d  %-15s %9.4f %9.3f %6.1fx %9.4f %5.0f%%\n",
                        row.triangles,
                        row.images,
                        row.size,
                        kColumnNames[c],
                        m->milliseconds,
                        row.original[c],
                        row.original[c] / m->milliseconds,
                        floor,
                        100 * floor / m->milliseconds);
        }
    }
    std::fflush(stdout);
}

}  // namespace bozzetto::device_test
