// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raster/golden_tensors.h"

#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "raster/texture.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr double kValueTolerance = 1e-4;     // absolute
constexpr double kGradientTolerance = 1e-3;  // of the tensor's largest magnitude

at::Tensor onCpu(const at::Tensor& t) {
    return t.detach().cpu();
}
at::Tensor idsOf(const at::Tensor& rast) {
    return onCpu(rast).select(-1, 3);
}

/// Pixels where both show the same. [N, H, W, 1] float
at::Tensor agreement(const at::Tensor& rast, const at::Tensor& golden) {
    return idsOf(rast).eq(idsOf(golden)).unsqueeze(-1).to(at::kFloat);
}

/// 1 for vertices [N, V, 1] (or, of all images, [1, V, 1]) of which no triangle shows at a pixel
/// that disagrees.
at::Tensor vertexMask(const at::Tensor& rast,
                      const at::Tensor& golden,
                      const at::Tensor& tri,
                      int64_t vertices,
                      bool all_images) {
    const int64_t images = rast.size(0);
    at::Tensor mask = at::ones({all_images ? 1 : images, vertices, 1});
    const at::Tensor wrong = idsOf(rast).ne(idsOf(golden));
    for (int64_t n = 0; n < images; ++n) {
        for (const at::Tensor& shown : {idsOf(rast)[n], idsOf(golden)[n]}) {
            const at::Tensor ids = shown.masked_select(wrong[n]).to(at::kLong);
            const at::Tensor corners =
                tri.to(at::kLong).index_select(0, ids.masked_select(ids.gt(0)) - 1).reshape(-1);
            mask[all_images ? 0 : n].index_fill_(0, corners, 0.0);
        }
    }
    return mask;
}

/// 1 but for the texels on the border: [1, H, W, 1].
at::Tensor interior(const at::Tensor& tex) {
    at::Tensor mask = at::zeros({1, tex.size(1), tex.size(2), 1});
    mask.slice(1, 1, -1).slice(2, 1, -1).fill_(1);
    return mask;
}

/// 1 but for the four corners of each face: [1, 1, S, S, 1].
at::Tensor offCorners(const at::Tensor& cube) {
    const int64_t last = cube.size(2) - 1;
    at::Tensor mask = at::ones({1, 1, last + 1, last + 1, 1});
    for (const int64_t y : {int64_t{0}, last}) {
        for (const int64_t x : {int64_t{0}, last}) {
            mask[0][0][y][x].fill_(0);
        }
    }
    return mask;
}

/// One file on one device. Golden tensors stay on the CPU, where everything is compared.
class Comparison {
public:
    Comparison(const Safetensors& file, const at::Device& device) : file_(file), device_(device) {}

    GoldenResult run() {
        const auto check = [&](const char* key, void (Comparison::*compare)()) {
            if (file_.has(key)) {
                (this->*compare)();
                ++result_.operations;
            }
        };
        check("rast_pos_grad", &Comparison::checkRasterize);
        check("peel0.rast", &Comparison::checkPeeling);
        check("interp", &Comparison::checkInterpolate);
        check("tex", &Comparison::checkTextures);
        check("cube", &Comparison::checkCube);
        check("aa", &Comparison::checkAntialias);
        return result_;
    }

private:
    const at::Tensor& golden(const std::string& key) const { return file_.at(key); }
    at::Tensor input(const std::string& key) const { return file_.at(key).to(device_); }
    at::Tensor leaf(const std::string& key) const {
        return file_.at(key).to(device_).clone().requires_grad_(true);
    }

    void ids(const at::Tensor& rast, const at::Tensor& expected) {
        const auto covered = idsOf(expected).gt(0).sum().item<int64_t>();
        const auto wrong = idsOf(rast).ne(idsOf(expected)).sum().item<int64_t>();
        const auto allowed = std::max<int64_t>(1, covered / 2000);
        const std::string note = "ids: " + std::to_string(wrong) + " of " +
                                 std::to_string(covered) + " covered pixels differ";
        result_.notes.push_back(note);
        if (wrong > allowed) {
            result_.problems.push_back(note + ", allowed " + std::to_string(allowed));
        }
    }
    /// |a - expected| * mask stays within the tolerance.
    void within(const std::string& name,
                const at::Tensor& a,
                const at::Tensor& expected,
                double tolerance,
                const at::Tensor& mask = {}) {
        if (a.device() != device_ || a.sizes() != expected.sizes()) {
            result_.problems.push_back(name + ": device or shape differs");
            return;
        }
        if (expected.numel() == 0) {
            return;
        }
        at::Tensor error = (onCpu(a) - expected).abs();
        error = mask.defined() ? error * mask : error;
        const double worst = error.max().item<double>();
        if (!(worst <= tolerance)) {
            result_.problems.push_back(name + ": off by " + std::to_string(worst) + ", allowed " +
                                       std::to_string(tolerance));
        }
    }
    void values(const std::string& name,
                const at::Tensor& a,
                const at::Tensor& expected,
                const at::Tensor& mask = {}) {
        within(name, a, expected, kValueTolerance, mask);
    }
    void gradients(const std::string& name,
                   const at::Tensor& a,
                   const at::Tensor& expected,
                   const at::Tensor& mask = {}) {
        within(name, a, expected, kGradientTolerance * expected.abs().max().item<double>(), mask);
    }
    /// Texel gradients where some lookups have a tap without a texel (outside with the zero
    /// boundary, a cube's corner): the golden sums miss part of those lookups at the texels beside
    /// (their forward, which is linear in the texels, says so, and finite differences in
    /// test_texture_gradients agree with it). So: nowhere more than ours, as upstream gradients are
    /// positive, and equal within `tolerance` of the largest at the texels of `trusted`.
    void allButLosses(const std::string& name,
                      const at::Tensor& a,
                      const at::Tensor& expected,
                      const at::Tensor& trusted,
                      double tolerance) {
        const double largest = expected.abs().max().item<double>();
        within(name, a, expected, tolerance * largest, trusted);
        within(name,
               (expected - onCpu(a)).clamp_min(0).to(device_),
               at::zeros_like(expected),
               kGradientTolerance * largest);
    }

    Raster rasterizeFile(const at::Tensor& pos) const {
        return rasterize(pos, input("tri"), golden("rast").size(1), golden("rast").size(2));
    }
    void checkRasterize();
    void checkPeeling();
    void checkInterpolate();
    void checkTextures();
    void checkTexture(const std::string& filter, const std::string& boundary);
    void checkCube();
    void checkAntialias();

    const Safetensors& file_;
    at::Device device_;
    GoldenResult result_;
};

void Comparison::checkRasterize() {
    const at::Tensor& expected = golden("rast");
    const at::Tensor pos = leaf("pos");
    const Raster r = rasterizeFile(pos);
    const at::Tensor agree = agreement(r.rast, expected);
    ids(r.rast, expected);
    values("rast", r.rast.slice(3, 0, 3), expected.slice(3, 0, 3), agree);
    gradients("rast_db", r.rast_db, golden("rast_db"), agree);
    ((r.rast * input("rast_grad_in")).sum() + (r.rast_db * input("rast_db_grad_in")).sum())
        .backward();
    const at::Tensor trusted = vertexMask(r.rast, expected, golden("tri"), pos.size(1), false);
    gradients("rast_pos_grad", pos.grad(), golden("rast_pos_grad"), trusted);
}

void Comparison::checkPeeling() {
    const at::Tensor& first = golden("rast");
    DepthPeeler peeler(input("pos"), input("tri"), first.size(1), first.size(2));
    for (int layer = 0; file_.has("peel" + std::to_string(layer) + ".rast"); ++layer) {
        const at::Tensor& expected = golden("peel" + std::to_string(layer) + ".rast");
        const Raster r = peeler.nextLayer();
        ids(r.rast, expected);
        values("peel", r.rast.slice(3, 0, 3), expected.slice(3, 0, 3), agreement(r.rast, expected));
    }
}

void Comparison::checkInterpolate() {
    const at::Tensor &tri = golden("tri"), &expected = golden("rast");
    const at::Tensor pos = leaf("pos"), attr = leaf("attr"), device_tri = input("tri");
    const Raster r = rasterizeFile(pos);
    const Interpolated i = interpolate(attr, r.rast, device_tri, r.rast_db, {0, 3});
    const at::Tensor agree = agreement(r.rast, expected);
    values("interp", i.out, golden("interp"), agree);
    gradients("interp_da", i.out_da, golden("interp_da"), agree);
    ((i.out * input("interp_grad_in")).sum() + (i.out_da * input("interp_da_grad_in")).sum())
        .backward();
    gradients("interp_attr_grad",
              attr.grad(),
              golden("interp_attr_grad"),
              vertexMask(r.rast, expected, tri, attr.size(1), true));
    gradients("interp_pos_grad",
              pos.grad(),
              golden("interp_pos_grad"),
              vertexMask(r.rast, expected, tri, pos.size(1), false));
    const Interpolated uv =
        interpolate(input("uv_attr"), r.rast.detach(), device_tri, r.rast_db.detach());
    values("uv", uv.out, golden("uv"), agree);
    gradients("uv_da", uv.out_da, golden("uv_da"), agree);
}

void Comparison::checkAntialias() {
    const at::Tensor pos = leaf("pos"), color = leaf("aa_color");
    const at::Tensor out = antialias(color, input("rast"), pos, input("tri"));
    values("aa", out, golden("aa"));
    (out * input("aa_grad_in")).sum().backward();
    gradients("aa_color_grad", color.grad(), golden("aa_color_grad"));
    gradients("aa_pos_grad", pos.grad(), golden("aa_pos_grad"));
}

/// The entry tex.FILTER.BOUNDARY of the file.
void Comparison::checkTexture(const std::string& filter, const std::string& boundary) {
    const std::string key = "tex." + filter + "." + boundary;
    const bool mips = filter.find("mipmap") != std::string::npos;
    const at::Tensor tex = leaf("tex"), uv = leaf("uv"), uv_da = leaf("uv_da");
    TextureOptions options;
    options.filter = filter == "nearest"                ? TextureFilter::Nearest
                     : filter == "linear"               ? TextureFilter::Linear
                     : filter == "linear-mipmap-linear" ? TextureFilter::LinearMipmapLinear
                                                        : TextureFilter::LinearMipmapNearest;
    options.boundary = boundary == "clamp"  ? TextureBoundary::Clamp
                       : boundary == "zero" ? TextureBoundary::Zero
                                            : TextureBoundary::Wrap;
    if (mips) {
        options.uv_da = uv_da;
    }
    const at::Tensor out = texture(tex, uv, options);
    values(key, out, golden(key));
    (out * input(key + ".grad_in")).sum().backward();
    const auto gradient = [&](const char* suffix, const at::Tensor& of) {
        if (file_.has(key + suffix)) {
            gradients(key + suffix, of, golden(key + suffix));
        }
    };
    if (boundary == "zero" && filter != "nearest") {
        // A loss at a small mip level spreads over all texels that it was made of.
        allButLosses(key + ".tex_grad",
                     tex.grad(),
                     golden(key + ".tex_grad"),
                     interior(tex),
                     mips ? 5e-3 : kGradientTolerance);
    } else {
        gradient(".tex_grad", tex.grad());
    }
    gradient(".uv_grad", uv.grad());
    gradient(".uv_da_grad", uv_da.grad());
}

void Comparison::checkTextures() {
    for (const char* filter :
         {"nearest", "linear", "linear-mipmap-nearest", "linear-mipmap-linear"}) {
        for (const char* boundary : {"wrap", "clamp", "zero"}) {
            if (file_.has(std::string("tex.") + filter + "." + boundary)) {
                checkTexture(filter, boundary);
            }
        }
    }
}

void Comparison::checkCube() {
    const at::Tensor tex = leaf("cube"), directions = leaf("cube_dirs");
    TextureOptions options;
    options.boundary = TextureBoundary::Cube;
    const at::Tensor out = texture(tex, directions, options);
    values("cube_out", out, golden("cube_out"));
    (out * input("cube_grad_in")).sum().backward();
    allButLosses(
        "cube_tex_grad", tex.grad(), golden("cube_tex_grad"), offCorners(tex), kGradientTolerance);
    gradients("cube_dirs_grad", directions.grad(), golden("cube_dirs_grad"));
    options.filter = TextureFilter::LinearMipmapLinear;
    options.mip_bias = input("cube_bias");
    options.max_mip_level = 3;
    values("cube_mip_out",
           texture(input("cube"), input("cube_dirs"), options),
           golden("cube_mip_out"));
}

}  // namespace

GoldenResult compareWithGolden(const Safetensors& file, const at::Device& device) {
    return Comparison(file, device).run();
}

}  // namespace bozzetto
