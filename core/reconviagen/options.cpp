// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/options.h"

#include "base/error.h"

#include <cmath>
#include <string>
#include <utility>

namespace bozzetto {
namespace {

using Defaults = std::map<std::string, std::string>;

Defaults byPreset(const char* draft, const char* standard, const char* high) {
    return {{"draft", draft}, {"standard", standard}, {"high", high}, {"", standard}};
}
Defaults always(const char* value) {
    return {{"", value}};
}

SettingField number(const char* key,
                    const char* label,
                    const char* unit,
                    std::pair<double, double> range,
                    Defaults defaults,
                    const char* help) {
    return {key,
            label,
            unit,
            help,
            SettingField::Type::Number,
            range.first,
            range.second,
            {},
            std::move(defaults)};
}

SettingField count(const char* key,
                   const char* label,
                   const char* unit,
                   std::pair<double, double> range,
                   Defaults defaults,
                   const char* help) {
    SettingField field = number(key, label, unit, range, std::move(defaults), help);
    field.type = SettingField::Type::Integer;
    return field;
}

SettingField choice(const char* key,
                    const char* label,
                    std::vector<std::string> choices,
                    const char* fallback,
                    const char* help) {
    return {key,
            label,
            "",
            help,
            SettingField::Type::Choice,
            0,
            0,
            std::move(choices),
            always(fallback)};
}

std::vector<SettingField> structureFields() {
    return {
        count("structure_steps",
              "Structure steps",
              "steps",
              {1, 200},
              byPreset("12", "30", "50"),
              "Steps from noise to the coarse shape. Fewer are quicker and less sure of it."),
        number("structure_guidance",
               "Structure guidance",
               "",
               {0, 30},
               always("7.5"),
               "How strongly the coarse shape follows the pictures; 1 is no guidance, and half the "
               "time."),
        number("structure_guidance_from",
               "Structure guidance from",
               "",
               {0, 1},
               always("0.6"),
               "Where guidance ends on the way from noise (1) to the shape (0)."),
        number("structure_guidance_to",
               "Structure guidance to",
               "",
               {0, 1},
               always("1"),
               "Where guidance begins on the way from noise (1) to the shape (0)."),
        number("structure_guidance_rescale",
               "Structure guidance rescale",
               "",
               {0, 1},
               always("0.7"),
               "How far the exaggeration that guidance brings is taken back."),
        number("structure_rescale_t",
               "Structure time rescale",
               "",
               {0.1, 20},
               always("5"),
               "Above 1: shorter steps near the noise, longer ones near the shape."),
    };
}

std::vector<SettingField> latentFields() {
    return {
        count("detail_steps",
              "Detail steps",
              "steps",
              {1, 200},
              byPreset("8", "12", "25"),
              "Steps from noise to the details of surface and colour. Fewer are quicker."),
        number(
            "detail_guidance",
            "Detail guidance",
            "",
            {0, 30},
            always("7.5"),
            "How strongly the details follow the pictures; 1 is no guidance, and half the time."),
        number("detail_guidance_from",
               "Detail guidance from",
               "",
               {0, 1},
               always("0.6"),
               "Where guidance ends on the way from noise (1) to the details (0)."),
        number("detail_guidance_to",
               "Detail guidance to",
               "",
               {0, 1},
               always("1"),
               "Where guidance begins on the way from noise (1) to the details (0)."),
        number("detail_guidance_rescale",
               "Detail guidance rescale",
               "",
               {0, 1},
               always("0.5"),
               "How far the exaggeration that guidance brings is taken back."),
        number("detail_rescale_t",
               "Detail time rescale",
               "",
               {0.1, 20},
               always("3"),
               "Above 1: shorter steps near the noise, longer ones near the details."),
    };
}

std::vector<SettingField> resultFields() {
    return {
        count("faces",
              "Triangles",
              "",
              {0, 5'000'000},
              byPreset("0", "0", "200000"),
              "How many triangles the mesh is reduced to. 0: one in twenty of what the network "
              "gives."),
        choice("full_mesh",
               "Full mesh",
               {"off", "on"},
               "off",
               "On: the mesh as the network gives it, not reduced, nothing removed, no hole "
               "filled."),
        count("texture_size",
              "Texture size",
              "px",
              {128, 8192},
              byPreset("512", "1024", "2048"),
              "Side of the texture maps. At 1024 a texel is about a picture's pixel for 512 px "
              "pictures."),
        choice("photo_texture",
               "Texture from the pictures",
               {"on", "off"},
               "on",
               "On: what a picture shows is painted from it, the rest with the network's colours. "
               "Off: the network's colours everywhere."),
        count(
            "photo_texture_steps",
            "Light steps",
            "steps",
            {0, 1000},
            byPreset("60", "120", "200"),
            "Steps in which the light of the pictures and the roughness of the surface are found, "
            "so that the texture is free of shine and shadow. 0: the light stays in the "
            "texture."),
        choice("photo_metals",
               "Metal in the pictures",
               {"off", "on"},
               "off",
               "On: what looks like metal in several pictures becomes metal. Off: nothing does; "
               "metal is painted."),
        choice("splats",
               "Gaussian splats",
               {"off", "on"},
               "off",
               "On: the object as Gaussian splats too, in splats.ply. Takes another network."),
        choice("low_vram",
               "Spare GPU memory",
               {"auto", "on", "off"},
               "auto",
               "On: everything in smaller pieces, which takes a little longer. auto: where the GPU "
               "has too little free memory for the whole."),
    };
}

FlowSamplerOptions samplerOf(const std::string& prefix,
                             const std::vector<SettingField>& fields,
                             const Settings& settings) {
    const auto value = [&](const char* key) {
        return settingNumber(fields, settings, prefix + key);
    };
    FlowSamplerOptions sampler;
    sampler.steps = static_cast<int>(std::lround(value("_steps")));
    sampler.guidance = value("_guidance");
    sampler.interval_begin = value("_guidance_from");
    sampler.interval_end = value("_guidance_to");
    sampler.guidance_rescale = value("_guidance_rescale");
    sampler.rescale_t = value("_rescale_t");
    if (sampler.interval_begin > sampler.interval_end) {
        throw Error(
            Error::Kind::BadInput,
            "Setting " + prefix + "_guidance_from is larger than " + prefix + "_guidance_to",
            "Guidance goes from the smaller to the larger time.");
    }
    return sampler;
}

}  // namespace

std::vector<SettingField> reconviagenFields() {
    std::vector<SettingField> fields = structureFields();
    for (const auto& part : {latentFields(), resultFields()}) {
        fields.insert(fields.end(), part.begin(), part.end());
    }
    return fields;
}

ReconviagenOptions parseReconviagenOptions(const Settings& settings) {
    const std::vector<SettingField> fields = reconviagenFields();
    const auto integer = [&](const char* key) {
        return std::lround(settingNumber(fields, settings, key));
    };
    const auto isOn = [&](const char* key) { return settingText(fields, settings, key) == "on"; };
    ReconviagenOptions o;
    o.structure = samplerOf("structure", fields, settings);
    o.latents = samplerOf("detail", fields, settings);
    o.faces = integer("faces");
    o.texture_size = static_cast<int>(integer("texture_size"));
    o.full_mesh = isOn("full_mesh");
    o.photo_texture = isOn("photo_texture");
    o.photo_texture_steps = static_cast<int>(integer("photo_texture_steps"));
    o.photo_metals = isOn("photo_metals");
    o.splats = isOn("splats");
    const std::string low_vram = settingText(fields, settings, "low_vram");
    using LowVram = ReconviagenOptions::LowVram;
    o.low_vram = low_vram == "on" ? LowVram::On : low_vram == "off" ? LowVram::Off : LowVram::Auto;
    return o;
}

}  // namespace bozzetto
