// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/view_look.h"

#include <string>

namespace bozzetto::ui {

// GLSL of everything a viewport draws; written whole rather than patched into VTK's own shaders,
// which have no tangent sign, no occlusion factor and other light levels than our renderer. VTK
// still owns buffers, textures and matrices. Attributes: vertexMC, normalMC, tcoord, tangent4
// (xyz and sign), color4. All positions are in scene coordinates (world axes, moved origin).

struct ShaderSource {
    std::string vertex, fragment;
};

/// A textured surface in a mode. Samplers: base_color_map (sRGB), orm_map, normal_map, light_map
/// (lightAtlas), brdf_map. Uniforms: eye (vec4; w = 0: the direction towards an orthographic
/// eye), lod_bias (mip levels), light_x, light_y, light_z (rows of light_from_world), exposure
/// (factor). color4.y: how much of the surface there photographs showed (ViewMode::Seen). The
/// formulas are those of core/render/shade.h; output is sRGB.
ShaderSource surfaceShader(ViewMode mode);
/// Shaded and ambient-only for software drivers while the view moves: diffuse light at the vertices
/// (occlusion in color4.x), colour from the map, nothing mirrored. Also needs harmonic0 to
/// harmonic8 (irradianceHarmonics) and light_x, light_y, light_z in the vertex shader.
ShaderSource quickSurfaceShader(ViewMode mode);
/// A surface with colours at its vertices (color4, sRGB), lit from the eye or not at all.
ShaderSource previewShader(ViewMode mode);
/// Hairlines on a surface, drawn a little towards the eye so that they are seen. Uniform: nearer.
ShaderSource wireShader();
/// Lines of any width as flat bands (OpenGL's own are one pixel wide in the core profile). here4
/// holds this end, tangent4 the other one and the side, +-1; vertexMC is not read. Uniforms:
/// half_size (of the picture) and width, in pixels.
ShaderSource lineShader();
/// Squares of one size on screen. here4 holds the place, tangent4 the corner, +-1 each; vertexMC is
/// not read. Uniforms as of lines.
ShaderSource dotShader();
/// An unlit picture: picture_map (sRGB values passed on).
ShaderSource pictureShader();
/// The light behind everything: vertexMC are corners in clip space. Uniforms: ray_x, ray_y,
/// ray_origin (direction = origin + x ray_x + y ray_y of clip coordinates), light_*, exposure.
ShaderSource backdropShader();

}  // namespace bozzetto::ui
