// SPDX-License-Identifier: Apache-2.0
#include "camera/lens.h"

#include <cmath>

namespace bozzetto {

Vec2d distortRay(const Lens& lens, Vec2d ray) {
    const double r2 = dot(ray, ray);
    if (lens.model == Lens::Model::Fisheye) {
        const double r = std::sqrt(r2), t = std::atan(r), t2 = t * t;
        const double distorted =
            t * (1 + t2 * (lens.k1 + t2 * (lens.k2 + t2 * (lens.k3 + t2 * lens.k4))));
        return r > 0 ? ray * (distorted / r) : ray;
    }
    const double radial = (1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3))) /
                          (1 + r2 * (lens.k4 + r2 * (lens.k5 + r2 * lens.k6)));
    const double xy = ray.x * ray.y;
    return {ray.x * radial + 2 * lens.p1 * xy + lens.p2 * (r2 + 2 * ray.x * ray.x),
            ray.y * radial + lens.p1 * (r2 + 2 * ray.y * ray.y) + 2 * lens.p2 * xy};
}

}  // namespace bozzetto
