// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/surface_shaders.h"

#include "ui/viewport/light_lookups.h"

#include <sstream>

namespace bozzetto::ui {
namespace {

constexpr const char* kVertex = R"(//VTK::System::Dec
in vec4 vertexMC;
in vec3 normalMC;
in vec2 tcoord;
in vec4 tangent4;
in vec4 color4;
uniform mat4 MCDCMatrix;
out vec3 position;
out vec3 normal;
out vec2 uv;
out vec4 tangent;
out vec4 color;
void main() {
    position = vertexMC.xyz;
    ATTRIBUTES
    gl_Position = MCDCMatrix * vertexMC;
}
)";

constexpr const char* kInputs = R"(//VTK::System::Dec
//VTK::Output::Dec
//VTK::CustomUniforms::Dec
in vec3 position;
in vec3 normal;
in vec2 uv;
in vec4 tangent;
in vec4 color;
)";

constexpr const char* kSrgb = R"(
vec3 srgb(vec3 v) {
    v = clamp(v, 0.0, 1.0);
    return mix(12.92 * v, 1.055 * pow(v, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, v));
}
)";

constexpr const char* kEye = R"(
vec3 towardsEye() {
    return normalize(eye.xyz - eye.w * position);
}
)";

// Octahedral lookups; `place` = first texel inside the border (xy) and size (z) of each map.
constexpr const char* kLightLookups = R"(
uniform sampler2D light_map;
vec3 lightDirection(vec3 d) {
    return vec3(dot(light_x, d), dot(light_y, d), dot(light_z, d));
}
vec2 octahedral(vec3 d) {
    d /= abs(d.x) + abs(d.y) + abs(d.z);
    vec2 folded = (1.0 - abs(d.yx)) * vec2(d.x < 0.0 ? -1.0 : 1.0, d.y < 0.0 ? -1.0 : 1.0);
    return (d.z < 0.0 ? folded : d.xy) * 0.5 + 0.5;
}
vec3 lookup(vec2 at, vec3 place) {
    return texture(light_map, (at * place.z + place.xy) / ATLAS_SIZE).rgb;
}
vec3 irradiance(vec3 direction) {
    return lookup(octahedral(lightDirection(direction)), DIFFUSE_PLACE);
}
vec3 radiance(vec3 direction, float roughness) {
    vec2 at = octahedral(lightDirection(direction));
    vec3 lower = FIRST_PLACE, upper = FIRST_PLACE;
    float fraction = 0.0;
    LEVELS
    return mix(lookup(at, lower), lookup(at, upper), fraction);
}
)";

// The shading normal of core/render/shading_normal_kernel.h: the map's normal in the frame
// (tangent, w cross(n, t), n), turned to the viewer, bent to the face's at grazing angles.
constexpr const char* kMappedNormal = R"(
uniform sampler2D normal_map;
vec3 shadingNormal(vec3 view) {
    vec3 n = normalize(normal);
    vec3 t = normalize(tangent.xyz);
    vec3 b = cross(n, t) * (tangent.w < 0.0 ? -1.0 : 1.0);
    vec3 m = texture(normal_map, uv, lod_bias).xyz * 2.0 - 1.0;
    vec3 s = normalize(t * m.x + b * m.y + n * max(m.z, 0.0));
    vec3 face = normalize(cross(dFdx(position), dFdy(position)));
    if (!gl_FrontFacing) {
        s = -s;
    }
    face = dot(face, view) < 0.0 ? -face : face;
    return normalize(mix(face, s, clamp(dot(view, s) * 10.0, 0.0, 1.0)));
}
)";

constexpr const char* kShadedMain = R"(
uniform sampler2D base_color_map;
uniform sampler2D orm_map;
uniform sampler2D brdf_map;
void main() {
    vec3 view = towardsEye();
    vec3 n = shadingNormal(view);
    vec3 kd = texture(base_color_map, uv, lod_bias).rgb;
    vec3 orm = texture(orm_map, uv, lod_bias).rgb;
    float n_dot_v = dot(n, view);
    vec3 reflected = n * (2.0 * n_dot_v) - view;
    vec3 f0 = mix(vec3(0.04), kd, orm.z);
    vec2 at = clamp(vec2(n_dot_v, orm.y), 0.5 / BRDF_SIZE, 1.0 - 0.5 / BRDF_SIZE);
    vec2 ab = texture(brdf_map, at).rg;
    vec3 lit = kd * irradiance(n) * (1.0 - orm.z) + radiance(reflected, orm.y) * (f0 * ab.x + ab.y);
    gl_FragData[0] = vec4(srgb(lit * (orm.x * exposure)), 1.0);
}
)";

constexpr const char* kAmbientMain = R"(
uniform sampler2D orm_map;
void main() {
    vec3 n = shadingNormal(towardsEye());
    vec3 lit = 0.8 * irradiance(n) * texture(orm_map, uv, lod_bias).r;
    gl_FragData[0] = vec4(srgb(lit * exposure), 1.0);
}
)";

constexpr const char* kQuickVertex = R"(//VTK::System::Dec
//VTK::CustomUniforms::Dec
in vec4 vertexMC;
in vec3 normalMC;
in vec2 tcoord;
in vec4 color4;
uniform mat4 MCDCMatrix;
out vec2 uv;
out vec3 light;
void main() {
    vec3 d = vec3(dot(light_x, normalMC), dot(light_y, normalMC), dot(light_z, normalMC));
    vec3 sum = harmonic0 + harmonic1 * d.y + harmonic2 * d.z + harmonic3 * d.x +
               harmonic4 * (d.x * d.y) + harmonic5 * (d.y * d.z) +
               harmonic6 * (3.0 * d.z * d.z - 1.0) + harmonic7 * (d.x * d.z) +
               harmonic8 * (d.x * d.x - d.y * d.y);
    light = max(sum, 0.0) * color4.x;
    uv = tcoord;
    gl_Position = MCDCMatrix * vertexMC;
}
)";
// Square roots stand for the sRGB curve (within 1/255 above the darkest values): a software driver
// has an instruction for them and none for powers.
constexpr const char* kQuickFragment = R"(//VTK::System::Dec
//VTK::Output::Dec
//VTK::CustomUniforms::Dec
uniform sampler2D base_color_map;
in vec2 uv;
in vec3 light;
void main() {
    vec3 v = clamp(COLOR * light * exposure, 0.0, 1.0);
    vec3 s1 = sqrt(v);
    vec3 s2 = sqrt(s1);
    gl_FragData[0] = vec4(0.662002687 * s1 + 0.684122060 * s2 - 0.323583601 * sqrt(s2) -
                          0.0225411470 * v, 1.0);
}
)";

constexpr const char* kAlbedoMain = R"(
uniform sampler2D base_color_map;
void main() {
    gl_FragData[0] = vec4(srgb(texture(base_color_map, uv, lod_bias).rgb), 1.0);
}
)";

constexpr const char* kOrmMain = R"(
uniform sampler2D orm_map;
void main() {
    gl_FragData[0] = vec4(vec3(texture(orm_map, uv, lod_bias).CHANNEL), 1.0);
}
)";

constexpr const char* kNormalMapMain = R"(
uniform sampler2D normal_map;
void main() {
    gl_FragData[0] = vec4(texture(normal_map, uv, lod_bias).rgb, 1.0);
}
)";

constexpr const char* kGeometryMain = R"(
void main() {
    vec3 n = normalize(normal);
    gl_FragData[0] = vec4((gl_FrontFacing ? n : -n) * 0.5 + 0.5, 1.0);
}
)";

// 32 x 32 squares with the corner of each eighth one tinted by its place, so that stretch,
// mirroring and islands are seen; a little form by light from the eye.
constexpr const char* kCheckerMain = R"(
void main() {
    vec2 cell = floor(uv * 32.0);
    float dark = mod(cell.x + cell.y, 2.0);
    vec3 tint = 0.35 + 0.65 * vec3(fract(floor(uv.x * 4.0) / 4.0 + 0.2),
                                   fract(floor(uv.y * 4.0) / 4.0 + 0.35), 0.75);
    float facing = abs(dot(normalize(normal), towardsEye()));
    gl_FragData[0] = vec4(mix(tint, tint * 0.55, dark) * (0.55 + 0.45 * facing), 1.0);
}
)";

// What was guessed is drawn in stripes of amber over its own colour, which stays to be judged.
constexpr const char* kSeenMain = R"(
uniform sampler2D base_color_map;
void main() {
    float facing = abs(dot(normalize(normal), towardsEye()));
    vec3 base = srgb(texture(base_color_map, uv, lod_bias).rgb);
    float stripe = step(4.0, mod(gl_FragCoord.x + gl_FragCoord.y, 8.0));
    vec3 tint = mix(base, vec3(1.0, 0.62, 0.1), mix(0.45, 0.75, stripe));
    vec3 shown = mix(tint, base, smoothstep(0.3, 0.7, color.y));
    gl_FragData[0] = vec4(shown * (0.55 + 0.45 * facing), 1.0);
}
)";

constexpr const char* kPreviewMain = R"(
void main() {
    float facing = abs(dot(normalize(normal), towardsEye()));
    gl_FragData[0] = vec4(color.rgb * LIT, 1.0);
}
)";

constexpr const char* kLineVertex = R"(//VTK::System::Dec
//VTK::CustomUniforms::Dec
in vec4 here4;
in vec4 tangent4;
in vec4 color4;
uniform mat4 MCDCMatrix;
out vec4 color;
void main() {
    color = color4;
    vec4 here = MCDCMatrix * vec4(here4.xyz, 1.0);
    vec4 there = MCDCMatrix * vec4(tangent4.xyz, 1.0);
    float near = 1e-4;
    if (here.w < near && there.w > near) {
        here = mix(here, there, (near - here.w) / (there.w - here.w));
    } else if (there.w < near && here.w > near) {
        there = mix(there, here, (near - there.w) / (here.w - there.w));
    }
    vec2 along = (there.xy / there.w - here.xy / here.w) * half_size;
    float size = length(along);
    along = size > 0.0 ? along / size : vec2(1.0, 0.0);
    here.xy += vec2(-along.y, along.x) * (tangent4.w * 0.5 * width * here.w) / half_size;
    gl_Position = here;
}
)";
constexpr const char* kDotVertex = R"(//VTK::System::Dec
//VTK::CustomUniforms::Dec
in vec4 here4;
in vec4 tangent4;
in vec4 color4;
uniform mat4 MCDCMatrix;
out vec4 color;
void main() {
    color = color4;
    gl_Position = MCDCMatrix * vec4(here4.xyz, 1.0);
    gl_Position.xy += tangent4.xy * (0.5 * width * gl_Position.w) / half_size;
}
)";
constexpr const char* kWireVertex = R"(//VTK::System::Dec
//VTK::CustomUniforms::Dec
in vec4 vertexMC;
in vec4 color4;
uniform mat4 MCDCMatrix;
out vec4 color;
void main() {
    color = color4;
    gl_Position = MCDCMatrix * vertexMC;
    gl_Position.z -= nearer * gl_Position.w;
}
)";
constexpr const char* kLineFragment = R"(//VTK::System::Dec
//VTK::Output::Dec
in vec4 color;
void main() {
    gl_FragData[0] = color;
}
)";

// Without the head of the surfaces: nothing sets their uniforms here.
constexpr const char* kPictureFragment = R"(//VTK::System::Dec
//VTK::Output::Dec
in vec2 uv;
uniform sampler2D picture_map;
void main() {
    gl_FragData[0] = vec4(texture(picture_map, uv).rgb, 1.0);
}
)";

constexpr const char* kBackdropVertex = R"(//VTK::System::Dec
in vec4 vertexMC;
out vec2 corner;
void main() {
    corner = vertexMC.xy;
    gl_Position = vec4(vertexMC.xy, 0.999999, 1.0);
}
)";
constexpr const char* kBackdropHead = R"(//VTK::System::Dec
//VTK::Output::Dec
//VTK::CustomUniforms::Dec
in vec2 corner;
)";
constexpr const char* kBackdropMain = R"(
void main() {
    vec3 direction = ray_origin + corner.x * ray_x + corner.y * ray_y;
    gl_FragData[0] = vec4(srgb(radiance(normalize(direction), 0.15) * exposure), 1.0);
}
)";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
    return text;
}

/// What the surfaces' fragment shaders begin with.
std::string surfaceHead() {
    return std::string(kInputs) + kSrgb + kEye;
}

/// Only the attributes that the fragment shader reads: VTK uploads what is bound.
std::string vertexShader(const std::string& attributes) {
    return replaced(kVertex, "ATTRIBUTES", attributes);
}
const std::string kTextured =
    "normal = normalMC; uv = tcoord; tangent = tangent4; color = vec4(0.0);";
const std::string kColored =
    "normal = normalMC; uv = vec2(0.0); tangent = vec4(0.0); color = color4;";
const std::string kTexturedAndColored =
    "normal = normalMC; uv = tcoord; tangent = vec4(0.0); color = color4;";
const std::string kPictured =
    "normal = vec3(0.0); uv = tcoord; tangent = vec4(0.0); color = vec4(0.0);";

std::string placeOf(const LookupMap& map) {
    std::ostringstream text;
    text << "vec3(" << map.x << ".0, " << map.y << ".0, " << map.size << ".0)";
    return text.str();
}

/// Chooses the two levels around a roughness, the fraction between them as core/render does.
std::string levelChoice() {
    std::ostringstream text;
    for (int i = 0; i + 1 < kLookupLevels; ++i) {
        text << "    if (roughness > " << kLookupMaps[i].roughness
             << ") {\n        lower = " << placeOf(kLookupMaps[i])
             << "; upper = " << placeOf(kLookupMaps[i + 1])
             << ";\n        fraction = min((roughness - " << kLookupMaps[i].roughness << ") / "
             << kLookupMaps[i + 1].roughness - kLookupMaps[i].roughness << ", 1.0);\n    }\n";
    }
    return text.str();
}

std::string lightLookups() {
    std::string text = kLightLookups;
    std::ostringstream size;
    size << "vec2(" << kAtlasWidth << ".0, " << kAtlasHeight << ".0)";
    text = replaced(text, "ATLAS_SIZE", size.str());
    text = replaced(text, "DIFFUSE_PLACE", placeOf(kLookupMaps[kLookupLevels]));
    text = replaced(text, "FIRST_PLACE", placeOf(kLookupMaps[0]));
    return replaced(text, "LEVELS", levelChoice());
}

std::string surfaceMain(ViewMode mode) {
    const std::string brdf_size = std::to_string(kBrdfSize) + ".0";
    switch (mode) {
        case ViewMode::Shaded:
            return lightLookups() + kMappedNormal + replaced(kShadedMain, "BRDF_SIZE", brdf_size);
        case ViewMode::AmbientOnly:
            return lightLookups() + kMappedNormal + kAmbientMain;
        case ViewMode::Albedo:
            return kAlbedoMain;
        case ViewMode::Roughness:
            return replaced(kOrmMain, "CHANNEL", "g");
        case ViewMode::Metallic:
            return replaced(kOrmMain, "CHANNEL", "b");
        case ViewMode::NormalMap:
            return kNormalMapMain;
        case ViewMode::GeometryNormals:
            return kGeometryMain;
        case ViewMode::UvChecker:
            return kCheckerMain;
        case ViewMode::Seen:
            return kSeenMain;
    }
    return kAlbedoMain;
}

}  // namespace

ShaderSource surfaceShader(ViewMode mode) {
    const std::string& attributes = mode == ViewMode::Seen ? kTexturedAndColored : kTextured;
    return {vertexShader(attributes), surfaceHead() + surfaceMain(mode)};
}

ShaderSource quickSurfaceShader(ViewMode mode) {
    // 0.04 stands for the plain reflection of surfaces that are no metals.
    const char* color =
        mode == ViewMode::Shaded ? "(texture(base_color_map, uv).rgb + 0.04)" : "0.8";
    return {kQuickVertex, replaced(kQuickFragment, "COLOR", color)};
}

ShaderSource previewShader(ViewMode mode) {
    if (mode == ViewMode::GeometryNormals) {
        return {vertexShader(kColored), surfaceHead() + kGeometryMain};
    }
    const char* lit = mode == ViewMode::Albedo ? "1.0" : "(0.5 + 0.5 * facing)";
    return {vertexShader(kColored), surfaceHead() + replaced(kPreviewMain, "LIT", lit)};
}

ShaderSource wireShader() {
    return {kWireVertex, kLineFragment};
}

ShaderSource lineShader() {
    return {kLineVertex, kLineFragment};
}

ShaderSource dotShader() {
    return {kDotVertex, kLineFragment};
}

ShaderSource pictureShader() {
    return {vertexShader(kPictured), kPictureFragment};
}

ShaderSource backdropShader() {
    return {kBackdropVertex, kBackdropHead + std::string(kSrgb) + lightLookups() + kBackdropMain};
}

}  // namespace bozzetto::ui
