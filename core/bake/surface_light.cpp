// SPDX-License-Identifier: Apache-2.0
#include "bake/surface_light.h"

#include "render/shade.h"

namespace bozzetto {

ColorResponse colorResponse(const LightMaps& light,
                            const at::Tensor& positions,
                            const at::Tensor& normals,
                            const at::Tensor& orm,
                            const at::Tensor& eye) {
    const at::Tensor black = at::zeros_like(positions);
    ShadePoints points{
        positions.contiguous(), normals.contiguous(), black, orm.contiguous(), eye.contiguous()};
    ColorResponse response;
    response.offset = shade(points, light);
    points.kd = at::ones_like(black);
    response.gain = shade(points, light) - response.offset;
    return response;
}

}  // namespace bozzetto
