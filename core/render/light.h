// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"
#include "math/vec.h"

#include <ATen/ATen.h>

#include <memory>
#include <vector>

namespace bozzetto {

/// Prefiltered environment light, cube faces +x -x +y -y +z -z in OpenGL orientation (cube_map.h),
/// directions in world axes.
struct LightMaps {
    at::Tensor diffuse;  // [6, D, D, 3] irradiance / pi: a white light of 1 gives 1
    std::vector<at::Tensor>
        specular;  // level i: [6, S_i, S_i, 3], GGX-prefiltered (N = V = R) for roughness[i]
    std::vector<float> roughness;  // increasing; lookups interpolate linearly between levels
};

/// The split-sum prefilter as fixed sparse linear maps from a small base cube [6, S, S, 3]
/// (radiance) to the light maps, with exact texel solid angles; differentiable in the base, float
/// or double. A 512 px map filtered every step is not affordable on a CPU: S is 16 to 64 (a power
/// of two from 8 to 64). The first specular level is the base itself. Throws Error(BadInput) on
/// shapes. Source: Karis 2013, "Real Shading in Unreal Engine 4" (split sum); nvdiffrec
/// section 7.1.
class LightPrefilter {
public:
    explicit LightPrefilter(int base_size);
    ~LightPrefilter();
    LightPrefilter(LightPrefilter&&) noexcept;
    LightPrefilter& operator=(LightPrefilter&&) noexcept;
    int baseSize() const;
    LightMaps operator()(const at::Tensor& base) const;

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

/// Equirectangular radiance image [h, w, 3] (layout: pipeline/engine.h, Reconstruction::light) <->
/// base cube [6, S, S, 3] float, area-averaged. Throws Error(BadInput) unless the image has 3
/// channels (more are ignored).
at::Tensor cubeFromLatLong(const Image& light, int base_size);
Image latLongFromCube(const at::Tensor& base, int width, int height);

/// An equirectangular light turned with its world: what was seen in direction d is then seen in
/// direction rotation * d. rotation: rigid, no translation.
Image turnedLatLong(const Image& light, const Mat4d& rotation);

}  // namespace bozzetto
