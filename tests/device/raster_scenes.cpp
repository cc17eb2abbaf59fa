// SPDX-License-Identifier: Apache-2.0
#include "tests/device/raster_scenes.h"

#include "tests/device/sphere_scene.h"

#include <algorithm>
#include <limits>
#include <random>

namespace bozzetto::device_test {
namespace {

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}
    double between(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(engine_);
    }
    int32_t below(int64_t count) {
        return static_cast<int32_t>(std::uniform_int_distribution<int64_t>(0, count - 1)(engine_));
    }

private:
    std::mt19937 engine_;
};

/// Triangles of their own vertices around random centres; corners lie up to `size` (in device
/// coordinates) away. w in [w_least, w_most].
struct Soup {
    int64_t triangles;
    double spread, size, w_least, w_most;
};
RasterScene soup(const char* name, int64_t images, int64_t height, int64_t width, const Soup& s) {
    RasterScene scene;
    scene.name = name;
    scene.images = images;
    scene.height = height;
    scene.width = width;
    scene.vertices = 3 * s.triangles;
    Random random(static_cast<unsigned>(s.triangles + height));
    for (int64_t t = 0; t < images * s.triangles; ++t) {
        const double x = random.between(-s.spread, s.spread),
                     y = random.between(-s.spread, s.spread);
        for (int k = 0; k < 3; ++k) {
            const double w = random.between(s.w_least, s.w_most);
            scene.pos.push_back((x + random.between(-s.size, s.size)) * w);
            scene.pos.push_back((y + random.between(-s.size, s.size)) * w);
            scene.pos.push_back(random.between(-0.9, 0.9) * w);
            scene.pos.push_back(w);
        }
    }
    for (int64_t i = 0; i < scene.vertices; ++i) {
        scene.tri.push_back(static_cast<int32_t>(i));
    }
    return scene;
}

/// Every third vertex is replaced by one that no renderer likes, every tenth index by another one,
/// which may not exist.
RasterScene hostile(int64_t height, int64_t width) {
    RasterScene scene = soup("hostile", 2, height, width, {3000, 1.2, 0.4, 0.5, 2});
    const double inf = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double values[] = {inf, -inf, nan, 0, -1, 1e30, -1e30, 1e-30, 3e38};
    Random random(5);
    for (int64_t v = 0; v < scene.images * scene.vertices; v += 3) {
        scene.pos[static_cast<size_t>(4 * v + random.below(4))] = values[random.below(9)];
    }
    const int32_t ids[] = {-1, std::numeric_limits<int32_t>::min(), 9000, 1 << 30, 0, 1, 2};
    for (size_t i = 0; i < scene.tri.size(); i += 10) {
        scene.tri[i] = ids[random.below(7)];
    }
    scene.gradient = false;  // infinite at vertices that are
    return scene;
}

/// The op table's sphere, and again as copies that lie exactly on it: the later one must show.
RasterScene sphere(const char* name, int subdivisions, int64_t height, int64_t width, int copies) {
    const SphereScene source = sphereScene(subdivisions, 2);
    RasterScene scene;
    scene.name = name;
    scene.images = source.images;
    scene.vertices = source.vertices;
    scene.height = height;
    scene.width = width;
    scene.pos.assign(source.pos.begin(), source.pos.end());
    for (int i = 0; i < copies; ++i) {
        scene.tri.insert(scene.tri.end(), source.tri.begin(), source.tri.end());
    }
    scene.layers = 3;
    return scene;
}

/// One vertex buffer; images that draw part of it, nothing, all, and more than there is.
RasterScene ranged(int64_t height, int64_t width) {
    RasterScene scene = soup("ranges", 1, height, width, {2000, 1.1, 0.2, 0.7, 1.5});
    scene.images = 6;
    scene.ranges = {0, 500, 700, 0, 0, 2000, 1500, 4000, -20, 60, 2500, 10};
    scene.layers = 2;
    return scene;
}

/// Large triangles from in front of the camera to behind it.
RasterScene nearPlane(int64_t height, int64_t width) {
    RasterScene scene = soup("through the near plane", 2, height, width, {400, 1.5, 2.0, -1, 2});
    scene.layers = 2;
    scene.gradient = false;  // S is as good as zero where a triangle is seen edge-on
    return scene;
}

RasterScene nothing() {
    RasterScene scene;
    scene.name = "no triangles";
    scene.images = 2;
    scene.height = 17;
    scene.width = 33;
    scene.vertices = 1;
    scene.pos.assign(8, 1.0);
    return scene;
}

}  // namespace

std::vector<RasterScene> smallRasterScenes() {
    std::vector<RasterScene> scenes = {nothing(),
                                       soup("one pixel", 1, 1, 1, {20, 1, 3, 0.5, 2}),
                                       nearPlane(61, 83),
                                       ranged(61, 83),
                                       hostile(61, 83),
                                       soup("large", 1, 301, 299, {40, 1, 2.5, 0.5, 2}),
                                       sphere("sphere", 3, 101, 97, 1)};
    for (RasterScene& scene : scenes) {
        scene.layers = std::max(scene.layers, 2);
    }
    return scenes;
}

std::vector<RasterScene> rasterScenes() {
    std::vector<RasterScene> scenes = smallRasterScenes();
    const auto add = [&](RasterScene scene, int layers) {
        scene.layers = layers;
        scenes.push_back(std::move(scene));
    };
    add(soup("tiny", 3, 257, 191, {60000, 1.05, 0.01, 0.9, 1.1}), 3);
    add(soup("middling", 2, 512, 640, {5000, 1.05, 0.06, 0.6, 1.6}), 4);
    add(soup("large, many layers", 1, 700, 900, {300, 1.0, 1.5, 0.5, 2}), 6);
    add(soup("slivers over all of it", 1, 2048, 2048, {64, 0.1, 0.9, 1, 1.02}), 2);
    add(soup("4100 pixels wide", 1, 301, 4100, {3000, 1.05, 0.3, 0.6, 1.6}), 2);
    add(soup("4100 pixels high", 2, 4100, 130, {3000, 1.05, 0.1, 0.6, 1.6}), 2);
    add(hostile(480, 501), 2);
    add(nearPlane(480, 501), 3);
    add(ranged(480, 501), 2);
    add(sphere("sphere, 82 k", 6, 512, 512, 1), 2);
    add(sphere("sphere, coplanar copies", 4, 333, 444, 2), 2);
    return scenes;
}

}  // namespace bozzetto::device_test
