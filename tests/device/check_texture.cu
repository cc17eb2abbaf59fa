// SPDX-License-Identifier: Apache-2.0
// interpolate, texture and antialias on the GPU against their twins on the CPU, on random input in
// all modes, in float and in double; deterministic sums must have the same bits twice.
//   check_texture [small]    small: for a run under compute-sanitizer
#include "raster/interpolate_cuda.h"
#include "raster/texture_cuda.h"
#include "tests/device/check_antialias.h"

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

/// Runs of pixels that show a triangle, gaps, and some values that are no triangle.
template <class Scalar>
std::vector<Scalar> randomRast(const Pixels& pixels, int64_t triangles) {
    std::vector<Scalar> rast(static_cast<size_t>(4 * pixels.count()));
    int64_t left = 0;
    Scalar id = 0;
    for (size_t i = 0; i < rast.size(); i += 4) {
        if (left-- <= 0) {
            left = randomInt(9);
            id = randomInt(3) ? encodeTriangleId<Scalar>(static_cast<int32_t>(
                                    1 + randomInt(triangles + (randomInt(20) ? 0 : 5))))
                              : Scalar(0);
        }
        const Scalar u = randomValues<Scalar>(1, 0, 1)[0];
        rast[i] = u;
        rast[i + 1] = randomValues<Scalar>(1, 0, 1)[0] * (1 - u);
        rast[i + 2] = randomValues<Scalar>(1)[0];
        rast[i + 3] = id;
    }
    return rast;
}
std::vector<int32_t> randomTriangles(int64_t triangles, int64_t vertices) {
    std::vector<int32_t> tri(static_cast<size_t>(3 * triangles));
    for (int32_t& v : tri) {
        v = static_cast<int32_t>(randomInt(vertices));
    }
    tri[4] = -1;
    tri[10] = static_cast<int32_t>(vertices);
    return tri;
}

template <class Scalar>
void checkInterpolate(const Pixels& pixels,
                      int64_t attributes,
                      bool per_image,
                      std::vector<int64_t> which) {
    const int64_t triangles = 40, vertices = 30, count = pixels.count();
    const auto derivatives = static_cast<int64_t>(which.size());
    const std::string name = std::string("interpolate ") + nameOf<Scalar>() + " A" +
                             std::to_string(attributes) + " D" + std::to_string(derivatives) +
                             (per_image ? " per image" : "");
    Both<Scalar> attr(
        randomValues<Scalar>((per_image ? pixels.images : 1) * vertices * attributes));
    Both<Scalar> rast(randomRast<Scalar>(pixels, triangles)), db(randomValues<Scalar>(4 * count));
    Both<int32_t> tri(randomTriangles(triangles, vertices));
    Both<Scalar> out = output<Scalar>(count * attributes, false),
                 out_da = output<Scalar>(2 * count * derivatives, false);
    const auto params = [&](bool gpu) {
        InterpolateParams<Scalar> p{};
        p.attr = gpu ? attr.gpu() : attr.cpu();
        p.attr_per_image = per_image;
        p.rast = gpu ? rast.gpu() : rast.cpu();
        p.rast_db = derivatives ? (gpu ? db.gpu() : db.cpu()) : nullptr;
        p.tri = gpu ? tri.gpu() : tri.cpu();
        p.which = which.data();
        p.images = pixels.images;
        p.pixels = pixels.height * pixels.width;
        p.vertices = vertices;
        p.triangles = triangles;
        p.attributes = attributes;
        p.derivatives = derivatives;
        p.out = gpu ? out.gpu() : out.cpu();
        p.out_da = gpu ? out_da.gpu() : out_da.cpu();
        return p;
    };
    interpolateCpu(params(false));
    interpolateCuda(params(true), queue().begin());
    expectNear(name, out.host, out.device.download(), kTolerance<Scalar>);
    if (derivatives) {
        expectNear(name + " da", out_da.host, out_da.device.download(), kTolerance<Scalar>);
    }

    Both<Scalar> grad_out(randomValues<Scalar>(count * attributes)),
        grad_da(randomValues<Scalar>(2 * count * derivatives));
    Both<Scalar> grad_rast = output<Scalar>(4 * count, false),
                 grad_db = output<Scalar>(derivatives ? 4 * count : 0, false);
    const auto size = static_cast<int64_t>(attr.host.size());
    std::vector<Scalar> grad_attr(attr.host.size()), first;
    InterpolateGradParams<Scalar> cpu{params(false),
                                      grad_out.cpu(),
                                      grad_da.cpu(),
                                      grad_attr.data(),
                                      grad_rast.cpu(),
                                      grad_db.cpu()};
    interpolateGradCpu(cpu);
    for (const bool deterministic : {false, true, true}) {
        Both<Scalar> sums = output<Scalar>(size, true);
        InterpolateGradParams<Scalar> gpu{params(true),
                                          grad_out.gpu(),
                                          grad_da.gpu(),
                                          sums.gpu(),
                                          grad_rast.gpu(),
                                          grad_db.gpu()};
        interpolateGradCuda(gpu, queue().begin(deterministic));
        const std::vector<Scalar> made = sums.device.download();
        expectNear(name + " grad attr", grad_attr, made, kTolerance<Scalar>);
        if (deterministic && !first.empty()) {
            expectSame(name + " grad attr, deterministic", first, made);
        }
        first = deterministic ? made : first;
    }
    expectNear(
        name + " grad rast", grad_rast.host, grad_rast.device.download(), kTolerance<Scalar>);
    if (derivatives) {
        expectNear(name + " grad db", grad_db.host, grad_db.device.download(), kTolerance<Scalar>);
    }
}

struct TextureCase {
    TextureFilter filter;
    TextureBoundary boundary;
    int64_t channels;
    bool per_image, with_da, with_bias;
    int height, width, levels;

    std::string name() const {
        static const char* const filters[] = {"nearest", "linear", "mip-nearest", "mip-linear"};
        static const char* const boundaries[] = {"wrap", "clamp", "zero", "cube"};
        return std::string(filters[static_cast<int>(filter)]) + " " +
               boundaries[static_cast<int>(boundary)] + " C" + std::to_string(channels) + " " +
               std::to_string(width) + "x" + std::to_string(height) + " L" +
               std::to_string(levels) + (per_image ? " per image" : "") + (with_da ? " da" : "") +
               (with_bias ? " bias" : "");
    }
};

/// A texture and its levels, made on either processor.
template <class Scalar>
class Mips {
public:
    Mips(const TextureCase& c, int64_t images)
        : images_(c.per_image ? images : 1),
          faces_(c.boundary == TextureBoundary::Cube ? 6 : 1),
          channels_(c.channels) {
        int height = c.height, width = c.width;
        for (int l = 0; l < c.levels; ++l) {
            const int64_t size = images_ * faces_ * height * width * channels_;
            heights_.push_back(height);
            widths_.push_back(width);
            levels_.push_back(l == 0 ? Both<Scalar>(randomValues<Scalar>(size))
                                     : output<Scalar>(size, false));
            if (l > 0) {
                downsampleCpu({images_ * faces_, channels_, heights_[l - 1], widths_[l - 1]},
                              levels_[l - 1].cpu(),
                              levels_[l].cpu());
            }
            grad_size_ += size / images_;
            height = std::max(1, height / 2);
            width = std::max(1, width / 2);
        }
    }

    void makeOnGpu(const std::string& name) {
        MipLevels<Scalar> mips = shape();
        for (int l = 0; l < mips.levels; ++l) {
            mips.level[l].data = levels_[l].gpu();
            mips.level[l].image_stride = sizeOf(l);
        }
        makeMipLevelsCuda(mips, queue().begin());
        for (int l = 1; l < mips.levels; ++l) {
            expectNear(name + " level " + std::to_string(l),
                       levels_[l].host,
                       levels_[l].device.download(),
                       kTolerance<Scalar>);
        }
    }

    /// Pulls [images, all levels] gradients down to the base and compares.
    void pullGrad(const std::string& name, std::vector<Scalar> flat) {
        Both<Scalar> grads(std::move(flat));
        MipLevels<Scalar> mips = shape();
        int64_t offset = 0;
        for (int l = 0; l < mips.levels; ++l) {
            mips.level[l].data = grads.gpu() + offset;
            mips.level[l].image_stride = grad_size_;
            offset += sizeOf(l);
        }
        mipLevelsGradCuda(mips, queue().begin());
        for (int64_t n = 0; n < images_; ++n) {
            std::vector<Scalar*> level;
            Scalar* data = grads.cpu() + n * grad_size_;
            for (int l = 0; l < mips.levels; ++l) {
                level.push_back(data);
                data += sizeOf(l);
            }
            for (int l = mips.levels - 1; l > 0; --l) {
                downsampleGradCpu(
                    {faces_, channels_, heights_[l - 1], widths_[l - 1]}, level[l], level[l - 1]);
            }
        }
        const std::vector<Scalar> made = grads.device.download();
        for (int64_t n = 0; n < images_; ++n) {
            const int64_t begin = n * grad_size_, end = begin + sizeOf(0);
            expectNear(name + " pulled to the base",
                       std::vector<Scalar>(grads.host.begin() + begin, grads.host.begin() + end),
                       std::vector<Scalar>(made.begin() + begin, made.begin() + end),
                       kTolerance<Scalar>);
        }
    }

    TextureLevel<Scalar> level(int l, bool gpu) {
        int64_t offset = 0;
        for (int below = 0; below < l; ++below) {
            offset += sizeOf(below);
        }
        return {gpu ? levels_[l].gpu() : levels_[l].cpu(),
                heights_[l],
                widths_[l],
                faces_ * heights_[l] * widths_[l],
                offset};
    }
    int64_t gradSize() const { return grad_size_; }
    int64_t images() const { return images_; }

private:
    int64_t sizeOf(int l) const { return faces_ * heights_[l] * widths_[l] * channels_; }
    MipLevels<Scalar> shape() const {
        MipLevels<Scalar> mips{};
        mips.levels = static_cast<int>(levels_.size());
        mips.images = images_;
        mips.faces = faces_;
        mips.channels = channels_;
        for (int l = 0; l < mips.levels; ++l) {
            mips.level[l].height = heights_[l];
            mips.level[l].width = widths_[l];
        }
        return mips;
    }

    int64_t images_, faces_, channels_, grad_size_ = 0;
    std::vector<int> heights_, widths_;
    std::vector<Both<Scalar>> levels_;
};

/// Coordinates: random, some beyond the texture, a run at the origin as of pixels that show
/// nothing. Derivatives from tiny to larger than the texture.
template <class Scalar>
std::vector<Scalar> randomUv(const Pixels& pixels, int axes) {
    std::vector<Scalar> uv = randomValues<Scalar>(pixels.count() * axes, -0.7, 1.7);
    for (int64_t i = pixels.count() / 3 * axes; i < pixels.count() * axes / 2; ++i) {
        uv[static_cast<size_t>(i)] = Scalar(0);
    }
    return uv;
}
template <class Scalar>
std::vector<Scalar> randomUvDa(const Pixels& pixels, int axes) {
    std::vector<Scalar> da = randomValues<Scalar>(pixels.count() * axes * 2);
    for (int64_t i = 0; i < pixels.count(); ++i) {
        const double scale = std::pow(2.0, -static_cast<double>(randomInt(9)));
        const bool empty = i >= pixels.count() / 3 && i < pixels.count() / 2;
        for (int k = 0; k < 2 * axes; ++k) {
            da[static_cast<size_t>(i * 2 * axes + k)] *= static_cast<Scalar>(empty ? 0 : scale);
        }
    }
    return da;
}

template <class Scalar>
void checkTexture(const Pixels& pixels, const TextureCase& c) {
    const std::string name = std::string("texture ") + nameOf<Scalar>() + " " + c.name();
    const int axes = c.boundary == TextureBoundary::Cube ? 3 : 2;
    const int64_t count = pixels.count();
    Mips<Scalar> mips(c, pixels.images);
    mips.makeOnGpu(name);
    Both<Scalar> uv(randomUv<Scalar>(pixels, axes));
    Both<Scalar> da(c.with_da ? randomUvDa<Scalar>(pixels, axes) : std::vector<Scalar>());
    Both<Scalar> bias(c.with_bias ? randomValues<Scalar>(count, -1, 3) : std::vector<Scalar>());
    Both<Scalar> out = output<Scalar>(count * c.channels, false);
    const auto params = [&](bool gpu) {
        TextureParams<Scalar> p{};
        for (int l = 0; l < c.levels; ++l) {
            p.level[l] = mips.level(l, gpu);
        }
        p.levels = c.levels;
        p.filter = c.filter;
        p.boundary = c.boundary;
        p.texture_per_image = c.per_image;
        p.images = pixels.images;
        p.pixels = pixels.height * pixels.width;
        p.channels = c.channels;
        p.uv = gpu ? uv.gpu() : uv.cpu();
        p.uv_da = gpu ? da.gpu() : da.cpu();
        p.bias = gpu ? bias.gpu() : bias.cpu();
        p.out = gpu ? out.gpu() : out.cpu();
        return p;
    };
    // A level chosen by rounding down may fall the other way.
    const double odd = std::is_same_v<Scalar, float> ? 2e-4 : 0;
    textureCpu(params(false));
    textureCuda(params(true), queue().begin());
    expectNear(name, out.host, out.device.download(), kTolerance<Scalar>, odd);

    Both<Scalar> grad_out(randomValues<Scalar>(count * c.channels));
    for (int64_t i = 0; i < 64 * c.channels; ++i) {
        grad_out.host[static_cast<size_t>(i)] = 0;
    }
    grad_out = Both<Scalar>(grad_out.host);
    const int64_t size = mips.images() * mips.gradSize();
    const auto likes = [&](Both<Scalar>& like) {
        return output<Scalar>(static_cast<int64_t>(like.host.size()), false);
    };
    Both<Scalar> grad_uv = likes(uv), grad_uv_da = likes(da), grad_bias = likes(bias);
    std::vector<Scalar> grad_texture(static_cast<size_t>(size)), first;
    textureGradCpu(TextureGradParams<Scalar>{params(false),
                                             grad_out.cpu(),
                                             grad_texture.data(),
                                             mips.gradSize(),
                                             grad_uv.cpu(),
                                             grad_uv_da.cpu(),
                                             grad_bias.cpu()});
    for (const bool deterministic : {false, true, true}) {
        Both<Scalar> sums = output<Scalar>(size, true);
        textureGradCuda(TextureGradParams<Scalar>{params(true),
                                                  grad_out.gpu(),
                                                  sums.gpu(),
                                                  mips.gradSize(),
                                                  grad_uv.gpu(),
                                                  grad_uv_da.gpu(),
                                                  grad_bias.gpu()},
                        queue().begin(deterministic));
        const std::vector<Scalar> made = sums.device.download();
        const double tolerance = deterministic ? std::max(1e-9, 5 * kTolerance<Scalar>)  // 36 bits
                                               : 5 * kTolerance<Scalar>;
        expectNear(name + " grad texture", grad_texture, made, tolerance, 5 * odd);
        if (deterministic && !first.empty()) {
            expectSame(name + " grad texture, deterministic", first, made);
        }
        first = deterministic ? made : first;
    }
    // Across the line between two texels, or two levels, slopes jump.
    expectNear(name + " grad uv", grad_uv.host, grad_uv.device.download(), kTolerance<Scalar>, odd);
    expectNear(name + " grad da",
               grad_uv_da.host,
               grad_uv_da.host.empty() ? std::vector<Scalar>() : grad_uv_da.device.download(),
               kTolerance<Scalar>,
               odd);
    expectNear(name + " grad bias",
               grad_bias.host,
               grad_bias.host.empty() ? std::vector<Scalar>() : grad_bias.device.download(),
               kTolerance<Scalar>,
               odd);
    mips.pullGrad(name, grad_texture);
}

template <class Scalar>
void checkAll(const Pixels& pixels) {
    for (const int64_t attributes : {1, 2, 3, 4, 7}) {
        for (const bool per_image : {false, true}) {
            std::vector<int64_t> all;
            for (int64_t i = 0; i < attributes; ++i) {
                all.push_back(i);
            }
            checkInterpolate<Scalar>(pixels, attributes, per_image, {});
            checkInterpolate<Scalar>(pixels, attributes, per_image, all);
            checkInterpolate<Scalar>(pixels, attributes, per_image, {attributes - 1, 0});
        }
    }
    using Filter = TextureFilter;
    using Boundary = TextureBoundary;
    int64_t turn = 0;
    for (const Filter filter : {Filter::Nearest,
                                Filter::Linear,
                                Filter::LinearMipmapNearest,
                                Filter::LinearMipmapLinear}) {
        const bool mips = filter >= Filter::LinearMipmapNearest;
        for (const Boundary boundary :
             {Boundary::Wrap, Boundary::Clamp, Boundary::Zero, Boundary::Cube}) {
            for (const int64_t channels : {1, 3, 4, 6}) {
                const bool cube = boundary == Boundary::Cube;
                ++turn;
                TextureCase c{filter, boundary, channels, turn % 2 == 0, mips, false, 64, 128, 1};
                c.height = cube ? 32 : c.height;
                c.width = cube ? 32 : c.width;
                c.levels = mips ? (cube ? 6 : 8) : 1;
                checkTexture<Scalar>(pixels, c);
                if (mips) {
                    c.with_bias = true;
                    c.with_da = turn % 3 == 0;
                    c.levels = 4;
                    checkTexture<Scalar>(pixels, c);
                }
            }
        }
    }
    // Sides that are no powers of two, one texel, one row.
    checkTexture<Scalar>(
        pixels, {Filter::LinearMipmapLinear, Boundary::Wrap, 3, false, true, false, 32, 160, 6});
    checkTexture<Scalar>(
        pixels, {Filter::LinearMipmapLinear, Boundary::Clamp, 3, true, true, true, 1, 64, 7});
    checkTexture<Scalar>(
        pixels, {Filter::LinearMipmapLinear, Boundary::Wrap, 5, false, true, false, 512, 8, 10});
    checkTexture<Scalar>(pixels, {Filter::Linear, Boundary::Wrap, 3, false, false, false, 1, 1, 1});
    for (const int64_t channels : {1, 3, 4, 5}) {
        checkAntialias<Scalar>(pixels, channels);
        checkAntialias<Scalar>({1, pixels.height, 96}, channels);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const bool small = argc > 1 && std::string(argv[1]) == "small";
        const Pixels pixels = small ? Pixels{2, 9, 13} : Pixels{3, 61, 83};
        checkAll<float>(pixels);
        checkAll<double>(pixels);
    } catch (const Error& error) {
        std::printf("FAILED %s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
    std::printf("%d checks, %d failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
