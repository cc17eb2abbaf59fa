// SPDX-License-Identifier: Apache-2.0
#include "raster/antialias_cuda.h"
#include "raster/interpolate_cuda.h"
#include "raster/texture_cuda.h"
#include "tests/device/bench_texture.h"
#include "tests/device/device_timer.h"

#include <random>

namespace bozzetto::device_test {
namespace {

constexpr int kSide = 1024;
constexpr int64_t kChannels = 3;
constexpr int kLevels = 11;

DeviceArray<float> randomValues(int64_t count) {
    std::mt19937 random(3);
    std::vector<float> period(4099);  // a prime: no two rows of pixels get the same values
    for (float& value : period) {
        value = std::uniform_real_distribution<float>(-1, 1)(random);
    }
    std::vector<float> values(static_cast<size_t>(count));
    for (size_t i = 0; i < values.size(); ++i) {
        values[i] = period[i % period.size()];
    }
    return DeviceArray<float>(values);
}

/// Elements before each level, and of all.
int64_t offsetOf(int level) {
    int64_t offset = 0;
    for (int l = 0; l < level; ++l) {
        offset += int64_t{kSide >> l} * (kSide >> l) * kChannels;
    }
    return offset;
}

}  // namespace

struct ShadingChain::Arrays {
    DrawnScene drawn;
    ScratchQueue& queue;
    int64_t pixels;
    DeviceArray<float> uv, uv_da, levels, color, image;
    DeviceArray<float> grad_image, grad_color, grad_levels, grad_uv, grad_uv_da;
    DeviceArray<float> grad_rast, grad_rast_db, grad_pos;
    DeviceArray<int32_t> opposite;
    DeviceArray<uint32_t> pairs;

    Arrays(const DrawnScene& drawn_, ScratchQueue& queue_)
        : drawn(drawn_),
          queue(queue_),
          pixels(drawn.images * drawn.size * drawn.size),
          uv(pixels * 2),
          uv_da(pixels * 4),
          levels(randomValues(offsetOf(kLevels))),
          color(pixels * kChannels),
          image(pixels * kChannels),
          grad_image(randomValues(pixels * kChannels)),
          grad_color(randomValues(pixels * kChannels)),
          grad_levels(levels.count()),
          grad_uv(uv.count()),
          grad_uv_da(uv_da.count()),
          grad_rast(pixels * 4),
          grad_rast_db(pixels * 4),
          grad_pos(drawn.images * drawn.vertices * 4),
          opposite(drawn.triangles * 3),
          pairs(pairWords(drawn.images, drawn.size, drawn.size)) {
        edgeTopologyCuda(
            drawn.tri, drawn.triangles, drawn.vertices, opposite.data(), queue.begin());
    }

    InterpolateParams<float> interpolateParams() const {
        InterpolateParams<float> p{};
        p.attr = drawn.uv;
        p.rast = drawn.rast;
        p.rast_db = drawn.rast_db;
        p.tri = drawn.tri;
        p.images = drawn.images;
        p.pixels = drawn.size * drawn.size;
        p.vertices = drawn.vertices;
        p.triangles = drawn.triangles;
        p.attributes = p.derivatives = 2;
        p.out = uv.data();
        p.out_da = uv_da.data();
        return p;
    }
    TextureParams<float> textureParams() const {
        TextureParams<float> p{};
        for (int l = 0; l < kLevels; ++l) {
            const int side = kSide >> l;
            p.level[l] = {
                levels.data() + offsetOf(l), side, side, int64_t{side} * side, offsetOf(l)};
        }
        p.levels = kLevels;
        p.filter = TextureFilter::LinearMipmapLinear;
        p.boundary = TextureBoundary::Wrap;
        p.images = drawn.images;
        p.pixels = drawn.size * drawn.size;
        p.channels = kChannels;
        p.uv = uv.data();
        p.uv_da = uv_da.data();
        p.out = color.data();
        return p;
    }
    AntialiasParams<float> antialiasParams() const {
        return {drawn.rast,
                drawn.pos,
                drawn.tri,
                opposite.data(),
                drawn.images,
                drawn.size,
                drawn.size,
                drawn.vertices,
                drawn.triangles};
    }
    AntialiasColors<float> antialiasColors() const {
        AntialiasColors<float> colors{};
        colors.pairs = pairs.data();
        colors.channels = kChannels;
        colors.color = color.data();
        colors.out = image.data();
        colors.grad = grad_image.data();
        colors.grad_color = grad_color.data();
        colors.grad_pos = grad_pos.data();
        return colors;
    }
    static MipLevels<float> mipLevels(float* data) {
        MipLevels<float> mips{};
        for (int l = 0; l < kLevels; ++l) {
            const int side = kSide >> l;
            mips.level[l] = {data + offsetOf(l), 0, side, side};
        }
        mips.levels = kLevels;
        mips.images = mips.faces = 1;
        mips.channels = kChannels;
        return mips;
    }
};

ShadingChain::ShadingChain(const DrawnScene& drawn, ScratchQueue& queue)
    : arrays_(std::make_unique<Arrays>(drawn, queue)) {}
ShadingChain::~ShadingChain() = default;

void ShadingChain::interpolate() {
    interpolateCuda(arrays_->interpolateParams(), arrays_->queue.begin());
}

void ShadingChain::texture() {
    makeMipLevelsCuda(Arrays::mipLevels(arrays_->levels.data()), arrays_->queue.begin());
    textureCuda(arrays_->textureParams(), arrays_->queue.begin());
}

void ShadingChain::textureGrad() {
    TextureGradParams<float> g{};
    g.forward = arrays_->textureParams();
    g.grad_out = arrays_->grad_color.data();
    g.grad_texture = arrays_->grad_levels.data();
    g.grad_size = arrays_->grad_levels.count();
    g.grad_uv = arrays_->grad_uv.data();
    g.grad_uv_da = arrays_->grad_uv_da.data();
    arrays_->grad_levels.fillBytes(0);  // part of the op, as in the public one
    textureGradCuda(g, arrays_->queue.begin());
    mipLevelsGradCuda(Arrays::mipLevels(arrays_->grad_levels.data()), arrays_->queue.begin());
}

void ShadingChain::antialias() {
    const AntialiasParams<float> p = arrays_->antialiasParams();
    antialiasPairsCuda(p, arrays_->pairs.data(), arrays_->queue.begin());
    antialiasBlendCuda(p, arrays_->antialiasColors(), arrays_->queue.begin());
}

void ShadingChain::antialiasGrad() {
    arrays_->grad_pos.fillBytes(0);  // part of the op, as in the public one
    antialiasGradCuda(
        arrays_->antialiasParams(), arrays_->antialiasColors(), arrays_->queue.begin());
}

void ShadingChain::interpolateGrad() {
    InterpolateGradParams<float> g{};
    g.forward = arrays_->interpolateParams();
    g.grad_out = arrays_->grad_uv.data();
    g.grad_out_da = arrays_->grad_uv_da.data();
    g.grad_rast = arrays_->grad_rast.data();
    g.grad_rast_db = arrays_->grad_rast_db.data();
    interpolateGradCuda(g, arrays_->queue.begin());
}

void ShadingChain::bench(BenchResults& results) {
    const double pixels = static_cast<double>(arrays_->pixels),
                 covered = arrays_->drawn.covered * pixels;
    const double texels = static_cast<double>(arrays_->levels.bytes());
    interpolate();
    texture();
    results[Column::Interpolate] = {medianMilliseconds([&] { interpolate(); }),
                                    pixels * (16 + 8 + 16) + covered * 16};
    results[Column::Texture] = {medianMilliseconds([&] { texture(); }),
                                pixels * (8 + 16 + 12) + texels};
    const double geometry = static_cast<double>(arrays_->grad_pos.bytes()) +
                            24.0 * static_cast<double>(arrays_->drawn.triangles);
    results[Column::Antialias] = {medianMilliseconds([&] { antialias(); }),
                                  pixels * (16 + 12 + 12) + geometry};
    results[Column::AntialiasGrad] = {
        medianMilliseconds([&] { antialiasGrad(); }),
        pixels * (12 + 12) + static_cast<double>(arrays_->grad_pos.bytes())};
    results[Column::TextureGrad] = {medianMilliseconds([&] { textureGrad(); }),
                                    pixels * (12 + 8 + 16 + 8 + 16) + 2 * texels};
}

const float* ShadingChain::gradRast() const {
    return arrays_->grad_rast.data();
}
const float* ShadingChain::gradRastDb() const {
    return arrays_->grad_rast_db.data();
}
float* ShadingChain::gradPos() const {
    return arrays_->grad_pos.data();
}

}  // namespace bozzetto::device_test
