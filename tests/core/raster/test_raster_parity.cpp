// SPDX-License-Identifier: Apache-2.0
// Golden tensors of the original rasterizer (tests/data/raster/README.md states how they were made
// and the tolerances). Runs on the files there and on every .safetensors file in the folder that
// BOZZETTO_FIXTURES names.
#include "base/error.h"
#include "checkpoint/safetensors.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "raster/texture.h"

#include <QtTest>

#include <cstdlib>
#include <filesystem>

using namespace bozzetto;

namespace {

constexpr double kValueTolerance = 1e-4;     // absolute
constexpr double kGradientTolerance = 1e-3;  // of the tensor's largest magnitude

at::Tensor idsOf(const at::Tensor& rast) {
    return rast.select(-1, 3);
}

/// Pixels where both show the same. [N, H, W, 1] float
at::Tensor agreement(const at::Tensor& rast, const at::Tensor& golden) {
    return idsOf(rast).eq(idsOf(golden)).unsqueeze(-1).to(at::kFloat);
}

QByteArray checkIds(const at::Tensor& rast, const at::Tensor& golden) {
    const auto covered = idsOf(golden).gt(0).sum().item<int64_t>();
    const auto wrong = idsOf(rast).ne(idsOf(golden)).sum().item<int64_t>();
    const auto allowed = std::max<int64_t>(1, covered / 2000);
    qInfo("ids: %lld of %lld covered pixels differ",
          static_cast<long long>(wrong),
          static_cast<long long>(covered));
    return wrong <= allowed ? QByteArray()
                            : QByteArray("ids differ on ") + QByteArray::number(qlonglong(wrong)) +
                                  " pixels, allowed " + QByteArray::number(qlonglong(allowed));
}

/// Empty if |a - golden| * mask stays within the tolerance, else what is wrong.
QByteArray compare(const char* name,
                   const at::Tensor& a,
                   const at::Tensor& golden,
                   double tolerance,
                   const at::Tensor& mask = {}) {
    if (a.sizes() != golden.sizes()) {
        return QByteArray(name) + ": shape differs";
    }
    if (golden.numel() == 0) {
        return {};
    }
    at::Tensor error = (a - golden).abs();
    error = mask.defined() ? error * mask : error;
    const double worst = error.max().item<double>();
    return worst <= tolerance ? QByteArray()
                              : QByteArray(name) + ": off by " + QByteArray::number(worst) +
                                    ", allowed " + QByteArray::number(tolerance);
}
QByteArray compareValues(const char* name,
                         const at::Tensor& a,
                         const at::Tensor& golden,
                         const at::Tensor& mask = {}) {
    return compare(name, a, golden, kValueTolerance, mask);
}
QByteArray compareGradients(const char* name,
                            const at::Tensor& a,
                            const at::Tensor& golden,
                            const at::Tensor& mask = {}) {
    return compare(name, a, golden, kGradientTolerance * golden.abs().max().item<double>(), mask);
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

at::Tensor leaf(const at::Tensor& t) {
    return t.clone().requires_grad_(true);
}

/// Fails the test, without leaving it, unless `problem` is empty.
void expect(const QByteArray& problem) {
    if (!problem.isEmpty()) {
        QTest::qFail(problem, __FILE__, __LINE__);
    }
}

void checkRasterize(const Safetensors& f) {
    const at::Tensor &tri = f.at("tri"), &golden = f.at("rast");
    const at::Tensor pos = leaf(f.at("pos"));
    const Raster r = rasterize(pos, tri, golden.size(1), golden.size(2));
    const at::Tensor agree = agreement(r.rast, golden);
    expect(checkIds(r.rast, golden));
    expect(compareValues("rast", r.rast.slice(3, 0, 3), golden.slice(3, 0, 3), agree));
    expect(compareGradients("rast_db", r.rast_db, f.at("rast_db"), agree));
    ((r.rast * f.at("rast_grad_in")).sum() + (r.rast_db * f.at("rast_db_grad_in")).sum())
        .backward();
    const at::Tensor trusted = vertexMask(r.rast, golden, tri, pos.size(1), false);
    expect(compareGradients("rast_pos_grad", pos.grad(), f.at("rast_pos_grad"), trusted));
}

void checkPeeling(const Safetensors& f) {
    const at::Tensor& golden = f.at("rast");
    DepthPeeler peeler(f.at("pos"), f.at("tri"), golden.size(1), golden.size(2));
    for (int layer = 0; f.has("peel" + std::to_string(layer) + ".rast"); ++layer) {
        const at::Tensor& expected = f.at("peel" + std::to_string(layer) + ".rast");
        const Raster r = peeler.nextLayer();
        expect(checkIds(r.rast, expected));
        expect(compareValues(
            "peel", r.rast.slice(3, 0, 3), expected.slice(3, 0, 3), agreement(r.rast, expected)));
    }
}

void checkInterpolate(const Safetensors& f) {
    const at::Tensor &tri = f.at("tri"), &golden = f.at("rast");
    const at::Tensor pos = leaf(f.at("pos")), attr = leaf(f.at("attr"));
    const Raster r = rasterize(pos, tri, golden.size(1), golden.size(2));
    const Interpolated i = interpolate(attr, r.rast, tri, r.rast_db, {0, 3});
    const at::Tensor agree = agreement(r.rast, golden);
    expect(compareValues("interp", i.out, f.at("interp"), agree));
    expect(compareGradients("interp_da", i.out_da, f.at("interp_da"), agree));
    ((i.out * f.at("interp_grad_in")).sum() + (i.out_da * f.at("interp_da_grad_in")).sum())
        .backward();
    expect(compareGradients("interp_attr_grad",
                            attr.grad(),
                            f.at("interp_attr_grad"),
                            vertexMask(r.rast, golden, tri, attr.size(1), true)));
    expect(compareGradients("interp_pos_grad",
                            pos.grad(),
                            f.at("interp_pos_grad"),
                            vertexMask(r.rast, golden, tri, pos.size(1), false)));
    const Interpolated uv = interpolate(f.at("uv_attr"), r.rast.detach(), tri, r.rast_db.detach());
    expect(compareValues("uv", uv.out, f.at("uv"), agree));
    expect(compareGradients("uv_da", uv.out_da, f.at("uv_da"), agree));
}

void checkAntialias(const Safetensors& f) {
    const at::Tensor pos = leaf(f.at("pos")), color = leaf(f.at("aa_color"));
    const at::Tensor out = antialias(color, f.at("rast"), pos, f.at("tri"));
    expect(compareValues("aa", out, f.at("aa")));
    (out * f.at("aa_grad_in")).sum().backward();
    expect(compareGradients("aa_color_grad", color.grad(), f.at("aa_color_grad")));
    expect(compareGradients("aa_pos_grad", pos.grad(), f.at("aa_pos_grad")));
}

/// Texel gradients where some lookups have a tap without a texel (outside with the zero boundary, a
/// cube's corner): the golden sums miss part of those lookups at the texels beside (their forward,
/// which is linear in the texels, says so, and finite differences in test_texture_gradients agree
/// with it). So: nowhere more than ours, as upstream gradients are positive, and equal within
/// `tolerance` of the largest at the texels of `trusted`.
void expectAllButLosses(const char* name,
                        const at::Tensor& a,
                        const at::Tensor& golden,
                        const at::Tensor& trusted,
                        double tolerance) {
    const double largest = golden.abs().max().item<double>();
    expect(compare(name, a, golden, tolerance * largest, trusted));
    expect(
        compare(name, (golden - a).clamp_min(0), at::zeros_like(a), kGradientTolerance * largest));
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

/// One entry tex.FILTER.BOUNDARY of the file.
void checkTexture(const Safetensors& f, const std::string& filter, const std::string& boundary) {
    const std::string key = "tex." + filter + "." + boundary;
    const bool mips = filter.find("mipmap") != std::string::npos;
    const at::Tensor tex = leaf(f.at("tex")), uv = leaf(f.at("uv")), uv_da = leaf(f.at("uv_da"));
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
    expect(compareValues(key.c_str(), out, f.at(key)));
    (out * f.at(key + ".grad_in")).sum().backward();
    const auto gradient = [&](const char* suffix, const at::Tensor& of) {
        if (f.has(key + suffix)) {
            expect(compareGradients((key + suffix).c_str(), of, f.at(key + suffix)));
        }
    };
    if (boundary == "zero" && filter != "nearest") {
        // A loss at a small mip level spreads over all texels that it was made of.
        expectAllButLosses((key + ".tex_grad").c_str(),
                           tex.grad(),
                           f.at(key + ".tex_grad"),
                           interior(tex),
                           mips ? 5e-3 : kGradientTolerance);
    } else {
        gradient(".tex_grad", tex.grad());
    }
    gradient(".uv_grad", uv.grad());
    gradient(".uv_da_grad", uv_da.grad());
}

void checkTextures(const Safetensors& f) {
    for (const char* filter :
         {"nearest", "linear", "linear-mipmap-nearest", "linear-mipmap-linear"}) {
        for (const char* boundary : {"wrap", "clamp", "zero"}) {
            if (f.has(std::string("tex.") + filter + "." + boundary)) {
                checkTexture(f, filter, boundary);
            }
        }
    }
}

void checkCube(const Safetensors& f) {
    const at::Tensor tex = leaf(f.at("cube")), directions = leaf(f.at("cube_dirs"));
    TextureOptions options;
    options.boundary = TextureBoundary::Cube;
    const at::Tensor out = texture(tex, directions, options);
    expect(compareValues("cube_out", out, f.at("cube_out")));
    (out * f.at("cube_grad_in")).sum().backward();
    expectAllButLosses(
        "cube_tex_grad", tex.grad(), f.at("cube_tex_grad"), offCorners(tex), kGradientTolerance);
    expect(compareGradients("cube_dirs_grad", directions.grad(), f.at("cube_dirs_grad")));
    options.filter = TextureFilter::LinearMipmapLinear;
    options.mip_bias = f.at("cube_bias");
    options.max_mip_level = 3;
    expect(compareValues(
        "cube_mip_out", texture(f.at("cube"), f.at("cube_dirs"), options), f.at("cube_mip_out")));
}

}  // namespace

class TestRasterParity : public QObject {
    Q_OBJECT
private slots:
    void matchesGoldenTensors_data() {
        QTest::addColumn<QString>("path");
        std::vector<std::filesystem::path> folders = {std::filesystem::path(BOZZETTO_TEST_DATA) /
                                                      "raster"};
        if (const char* extra = std::getenv("BOZZETTO_FIXTURES"); extra && *extra) {
            folders.emplace_back(extra);
        }
        for (const std::filesystem::path& folder : folders) {
            std::vector<std::filesystem::path> files;
            for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
                if (entry.path().extension() == ".safetensors") {
                    files.push_back(entry.path());
                }
            }
            std::sort(files.begin(), files.end());
            QVERIFY2(!files.empty(), folder.c_str());
            for (const std::filesystem::path& file : files) {
                QTest::newRow(file.c_str()) << QString::fromStdString(file.string());
            }
        }
    }

    void matchesGoldenTensors() {
        QFETCH(const QString, path);
        Safetensors f;
        try {
            f = readSafetensors(path.toStdString());
        } catch (const Error& e) {
            QFAIL(e.what());
        }
        bool any = false;
        const auto run = [&](const char* key, void (*check)(const Safetensors&)) {
            if (f.has(key)) {
                check(f);
                any = true;
            }
        };
        run("rast_pos_grad", checkRasterize);
        run("peel0.rast", checkPeeling);
        run("interp", checkInterpolate);
        run("tex", checkTextures);
        run("cube", checkCube);
        run("aa", checkAntialias);
        if (!any) {
            QSKIP("holds no tensors of these operations");
        }
    }
};

QTEST_GUILESS_MAIN(TestRasterParity)
#include "test_raster_parity.moc"
