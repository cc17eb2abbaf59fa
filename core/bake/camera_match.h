// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/photo_view.h"

#include <ATen/ATen.h>

#include <array>
#include <functional>
#include <vector>

namespace bozzetto {

/// What is drawn to compare it with photographs.
struct MatchObject {
    at::Tensor corners;    // [V, 4] positions and 1
    at::Tensor triangles;  // [T, 3] int32
    at::Tensor topology;   // edgeTopology(triangles)
    at::Tensor colors;     // [V, 4] display values and how sure they are in [0, 1]
    Vec3d middle;          // of the vertices' box
    double radius = 0;     // of the ball around it that holds them

    /// Without colours: they count for nothing.
    MatchObject(const TriangleMesh& mesh, const at::Device& device);
    /// colors [V] linear RGB, sure [V].
    void setColors(const at::Tensor& linear, const at::Tensor& sure);
};

/// The object with few triangles, for small pictures. colors [V] linear RGB, or empty.
MatchObject fewTriangles(const TriangleMesh& mesh,
                         const std::vector<Vec3f>& colors,
                         const at::Device& device);

/// The object's surroundings in a photograph, square, at one size.
struct MatchTarget {
    int size = 0;                        // pixels a side
    double left = 0, top = 0, side = 0;  // of the square, in the photograph's pixels
    at::Tensor picture;                  // [size, size, 4] display values times alpha, alpha
    at::Tensor inside;  // [size, size, 1] share of the pixel that lies in the photograph
    double alpha_sum = 0, middle_x = 0, middle_y = 0;  // of the alpha, in pixels

    /// At most `size` pixels a side, for a square `margin` times as large as the mask's box. Throws
    /// Error(BadInput) where the mask is empty.
    MatchTarget(const Image& photo, int size, double margin, const at::Device& device);
    /// The square's camera from the whole photograph's.
    Camera cut(const Camera& whole) const;
};

/// The object seen by cameras of a target's square: [N, S, S, 5] colour times coverage, how sure it
/// is, coverage; antialiased, so that it changes with the cameras as smoothly as a photograph does.
/// inside [S, S, 1] or [N, S, S, 1]: the targets'; nothing is drawn beyond the photographs'
/// borders, where nobody knows.
at::Tensor drawMatch(const MatchObject& object,
                     const std::vector<Camera>& cameras,
                     const at::Tensor& inside);

/// Of pictures [N, S, S, 5] that drawMatch made, on the CPU: [N, 3] double, sum of the coverage and
/// its middle in pixels (undefined where the sum is 0).
at::Tensor coverageMoments(const at::Tensor& pictures);
/// [N] how unlike targets' pictures [S, S, 4] or [N, S, S, 4] they are: wrong coverage and, where
/// it is known, a little of wrong colour, against the target's coverage.
at::Tensor unlikeness(const at::Tensor& pictures, const at::Tensor& targets);

/// A turn by an angle (its length, radians) about an axis.
Mat4d turnBy(Vec3d axis_angle);

/// Small motions of a camera about the object: how the object turns (radians, about its middle) and
/// shifts (its radii) in the camera's axes, and the logarithm of a zoom that the distance follows,
/// so that the object stays as large as it was.
using CameraMotion = std::array<double, 7>;
Camera moved(const Camera& camera, const MatchObject& object, const CameraMotion& motion);

struct RefineOptions {
    int iterations = 12;
    double color_weight = 0.5;  // of a difference in display values, against one in coverage
    double zoom_sigma = 0.1;    // how far the zoom may be from where it started; 0: it is known
    double started_zoom = 0;    // logarithm of the camera's zoom against where it started
    std::function<void()> tick = {};  // called before each iteration; throws to cancel
};

struct RefinedCamera {
    Camera camera;    // of the whole photograph
    double zoom = 0;  // logarithm, against where it started
    double cost = 0;  // sum of squares over the target's pixels, divided by its alpha_sum
};

/// The camera from which the object looks most like the photograph, near `start`: damped least
/// squares (Levenberg 1944, Marquardt 1963) over the seven motions, whose derivatives are central
/// differences of antialiased pictures half a pixel apart. Large differences count linearly (Huber
/// 1964): shine and shadows are not the object's colour.
RefinedCamera refineCamera(const MatchObject& object,
                           const MatchTarget& target,
                           const Camera& start,
                           const RefineOptions& options);

}  // namespace bozzetto
