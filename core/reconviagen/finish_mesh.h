// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "image/image.h"
#include "mesh/mesh.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// What the mesh decoder gives, on any device.
struct DecodedMesh {
    at::Tensor vertices;   // [V, 3] float in the canonical cube [-0.5, 0.5]^3, +z up
    at::Tensor triangles;  // [T, 3] int32
    at::Tensor colors;     // [V, 3] float, display values (sRGB) in [0, 1]
};

/// A photograph of the object, as large as there is: not the network's small square.
struct FinishPhoto {
    std::string name;
    const Image* image = nullptr;  // [H, W, 4] linear RGB, straight alpha = the object's mask
    std::optional<Camera> camera;  // of `image`; what it is worth: PhotoCameras
};

/// What is known about the photographs' cameras.
enum class PhotoCameras {
    None,   // nothing: each is searched for
    Rough,  // a network's guess in a world of its own: a start (wholePhotoCamera: from its crop)
    Given,  // right in the input's world, as far as they go: the mesh is brought there
};

struct FinishOptions {
    int64_t faces = 0;          // budget; 0: 5 % of the decoder's, as the original
    int texture_size = 1024;    // texels a side
    bool full_mesh = false;     // keep everything that the decoder made: no decimation, no clean-up
    bool photo_texture = true;  // false: vertex colours only, no cameras are searched for
    int photo_texture_steps = 120;  // to find the photographs' light (texturing/lit_texture.h); 0:
                                    // it stays in the colours
    bool photo_metals = false;      // may anything be metal? Else metallic is 0
    PhotoCameras cameras = PhotoCameras::None;
    at::Device device = at::kCPU;
    /// Called often with a fraction in [0, 1] and what is done (English); throws to cancel.
    std::function<void(double, const char*)> progress;
};

struct FinishedMesh {
    TexturedMesh
        mesh;     // in the world of Given cameras, else canonical; without a light roughness 1
    Image light;  // as Reconstruction::light; empty unless it was found
    std::vector<std::pair<std::string, Camera>> cameras;  // of the photographs whose was found
    /// [T] share of each face's texels that a photograph shows, in 255ths; empty without photos.
    std::vector<uint8_t> seen;
    bool aligned = false;            // to Given cameras
    std::vector<std::string> notes;  // English: which photographs could not be placed, ...
};

/// From the decoder's mesh to what is exported, in the original's order (reconviagen.md 8.2):
/// decimated, hidden faces removed, holes filled, unwrapped, vertex colours baked to the atlas;
/// then cameras found or refined by rendering and matching (bake/camera_search.h), their
/// light found and taken out, and the atlas painted from them where they see it
/// (texturing/lit_texture.h). The same bits always on the CPU; on
/// a GPU up to the order of sums. Throws Error(BadInput) for shapes that
/// disagree, indices out of range or values that are not finite, Error(Engine) if nothing is left
/// of the mesh.
FinishedMesh finishMesh(const DecodedMesh& decoded,
                        const std::vector<FinishPhoto>& photos,
                        const FinishOptions& options);

/// The camera of a whole photograph from that of a square cut out of it: `crop` is the camera of
/// the square's pixels (its size), which show the photograph from column `left` and row `top` on,
/// `scale` photograph pixels each. left and top may be negative (padding).
Camera wholePhotoCamera(
    const Camera& crop, double left, double top, double scale, int width, int height);

}  // namespace bozzetto
