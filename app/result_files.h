// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "image/image.h"
#include "mesh/mesh.h"

#include <filesystem>
#include <optional>

namespace bozzetto {

/// Texels of a side of a cube's face of the light that results are drawn under.
inline constexpr int kResultLightSize = 64;

/// What `render` and `evaluate` read of a result: mesh.obj, mesh.mtl, the maps and light.hdr;
/// nothing else is opened.
struct ResultFiles {
    TexturedMesh mesh;
    Image light;  // empty if there is none
};
/// `result`: the folder of mesh.obj, or the .obj itself; `light` replaces light.hdr. Warns about
/// missing maps. Throws Error(BadInput).
ResultFiles readResultFiles(const std::filesystem::path& result,
                            const std::optional<std::filesystem::path>& light);

/// Throws Error(BadInput) saying that a light is needed if the result has none.
void requireLight(const ResultFiles& files, const std::filesystem::path& result);

enum class Pictures { Needed, NotNeeded };
/// Views with a camera, of a transforms file or a result's own cameras.json (which is enough when
/// pictures are not needed). Throws Error(BadInput) if there is none.
ImageSet readViews(const std::filesystem::path& path, Pictures pictures);

}  // namespace bozzetto
