// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/pillow_resize.h"

#include "base/parallel_for.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace bozzetto {
namespace {

// Eight bits for the pixel and two for weights beyond 1 and below 0 leave these of 32.
constexpr int kWeightBits = 22;
constexpr int64_t kRowsPerTask = 16;

double lanczos(double x) {
    if (x < -3 || x >= 3) {
        return 0;
    }
    const auto sinc = [](double t) {
        return t == 0 ? 1.0 : std::sin(t * std::numbers::pi) / (t * std::numbers::pi);
    };
    return sinc(x) * sinc(x / 3);
}

/// Keys' cubic with a = -1/2.
double bicubic(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1) {
        return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

double bilinear(double x) {
    return std::max(0.0, 1 - std::abs(x));
}

double filterValue(PillowFilter filter, double x) {
    switch (filter) {
        case PillowFilter::Bilinear:
            return bilinear(x);
        case PillowFilter::Bicubic:
            return bicubic(x);
        case PillowFilter::Lanczos:
            return lanczos(x);
    }
    return 0;
}

double support(PillowFilter filter) {
    switch (filter) {
        case PillowFilter::Bilinear:
            return 1;
        case PillowFilter::Bicubic:
            return 2;
        case PillowFilter::Lanczos:
            return 3;
    }
    return 0;
}

/// The input pixels first, first + 1, ... and their fixed-point weights for one output pixel.
struct Taps {
    int first = 0;
    std::vector<int> weights;
};

int fixedPoint(double weight) {
    return static_cast<int>(weight * (1 << kWeightBits) + (weight < 0 ? -0.5 : 0.5));
}

Taps tapsOf(int out, double scale, int in_size, PillowFilter filter) {
    const double widening = std::max(1.0, scale);
    const double centre = (out + 0.5) * scale, reach = support(filter) * widening;
    Taps taps;
    taps.first = std::max(0, static_cast<int>(centre - reach + 0.5));
    const int end = std::min(in_size, static_cast<int>(centre + reach + 0.5));
    std::vector<double> weights;
    double sum = 0;
    for (int i = taps.first; i < end; ++i) {
        weights.push_back(filterValue(filter, (i - centre + 0.5) * (1 / widening)));
        sum += weights.back();
    }
    for (const double weight : weights) {
        taps.weights.push_back(fixedPoint(sum != 0 ? weight / sum : weight));
    }
    return taps;
}

std::vector<Taps> allTaps(int in_size, int out_size, PillowFilter filter) {
    std::vector<Taps> taps;
    const double scale = static_cast<double>(in_size) / out_size;
    for (int i = 0; i < out_size; ++i) {
        taps.push_back(tapsOf(i, scale, in_size, filter));
    }
    return taps;
}

/// Pixels `stride` bytes apart from `from` on, weighted and rounded.
uint8_t weighted(const uint8_t* from, std::size_t stride, const Taps& taps) {
    int sum = 1 << (kWeightBits - 1);
    for (const int weight : taps.weights) {
        sum += *from * weight;
        from += stride;
    }
    return static_cast<uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

ByteImage scaledAcross(const ByteImage& image, int width, PillowFilter filter) {
    const std::vector<Taps> taps = allTaps(image.width, width, filter);
    ByteImage out(width, image.height, image.channels);
    parallelFor(image.height, kRowsPerTask, [&](int64_t begin, int64_t end, int) {
        for (int y = static_cast<int>(begin); y < end; ++y) {
            for (int x = 0; x < width; ++x) {
                const Taps& t = taps[static_cast<std::size_t>(x)];
                for (int c = 0; c < image.channels; ++c) {
                    out.at(x, y)[c] = weighted(
                        image.at(t.first, y) + c, static_cast<std::size_t>(image.channels), t);
                }
            }
        }
    });
    return out;
}

ByteImage scaledDown(const ByteImage& image, int height, PillowFilter filter) {
    const std::vector<Taps> taps = allTaps(image.height, height, filter);
    const std::size_t stride = static_cast<std::size_t>(image.width) * image.channels;
    ByteImage out(image.width, height, image.channels);
    parallelFor(height, kRowsPerTask, [&](int64_t begin, int64_t end, int) {
        for (int y = static_cast<int>(begin); y < end; ++y) {
            const Taps& t = taps[static_cast<std::size_t>(y)];
            for (std::size_t i = 0; i < stride; ++i) {
                out.at(0, y)[i] = weighted(image.at(0, t.first) + i, stride, t);
            }
        }
    });
    return out;
}

/// a * b / 255, rounded.
uint8_t product(int a, int b) {
    const int sum = a * b + 128;
    return static_cast<uint8_t>(((sum >> 8) + sum) >> 8);
}

void multiplyByAlpha(ByteImage& image) {
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        uint8_t* p = image.pixels.data() + i;
        for (int c = 0; c < 3; ++c) {
            p[c] = product(p[c], p[3]);
        }
    }
}

/// Divides as Pillow does: towards zero, and not at all where alpha is 0.
void divideByAlpha(ByteImage& image) {
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        uint8_t* p = image.pixels.data() + i;
        for (int c = 0; c < 3 && p[3] != 0; ++c) {
            p[c] = static_cast<uint8_t>(std::min(255, 255 * p[c] / p[3]));
        }
    }
}

}  // namespace

ByteImage resizedAsPillow(const ByteImage& image, int width, int height, PillowFilter filter) {
    if (image.width == width && image.height == height) {
        return image;
    }
    ByteImage out = image;
    if (image.channels == 4) {
        multiplyByAlpha(out);
    }
    if (out.width != width) {
        out = scaledAcross(out, width, filter);
    }
    if (out.height != height) {
        out = scaledDown(out, height, filter);
    }
    if (image.channels == 4) {
        divideByAlpha(out);
    }
    return out;
}

}  // namespace bozzetto
