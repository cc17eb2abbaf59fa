// SPDX-License-Identifier: Apache-2.0
#include "io/mtl.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "io/line_reader.h"

#include <algorithm>
#include <array>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr uint64_t kMaxMtlBytes = 16 << 20;

/// Texture options and how many values each may have; -o, -s and -t take one to three numbers.
const std::map<std::string_view, int> kOptionValues = {{"-blendu", 1},
                                                       {"-blendv", 1},
                                                       {"-boost", 1},
                                                       {"-bm", 1},
                                                       {"-cc", 1},
                                                       {"-clamp", 1},
                                                       {"-colorspace", 1},
                                                       {"-imfchan", 1},
                                                       {"-mm", 2},
                                                       {"-o", 3},
                                                       {"-s", 3},
                                                       {"-t", 3},
                                                       {"-texres", 1},
                                                       {"-type", 1}};

std::string mapName(std::string_view line) {
    for (;;) {
        std::string_view after = line;
        const auto option = kOptionValues.find(nextWord(after));
        if (option == kOptionValues.end()) {
            return std::string(trim(line));
        }
        const bool numbers_only = option->second == 3;
        for (int i = 0; i < option->second; ++i) {
            std::string_view rest = after;
            const std::string_view value = nextWord(rest);
            if (numbers_only && i > 0 && !parseNumber(value)) {
                break;
            }
            after = rest;
        }
        line = after;
    }
}

float number(const LineReader& lines, std::string_view& line) {
    const std::string_view word = nextWord(line);
    const std::optional<double> value = parseNumber(word);
    if (!value) {
        lines.fail("\"" + std::string(word.substr(0, 40)) + "\" is not a finite number",
                   word.find(',') != std::string_view::npos ? "The decimal point must be '.'."
                                                            : "Export the material again.");
    }
    return static_cast<float>(*value);
}

void parseEntry(const LineReader& lines,
                std::string key,
                std::string_view line,
                MtlMaterial& material) {
    std::transform(
        key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
    if (key == "kd") {
        std::string_view first = line;
        const std::string_view word = nextWord(first);
        if (word == "spectral" || word == "xyz") {
            return;
        }
        const float r = number(lines, line);
        const bool grey = trim(line).empty();
        const float g = grey ? r : number(lines, line);
        material.base_color = {r, g, grey ? r : number(lines, line)};
    } else if (key == "pr") {
        material.roughness = number(lines, line);
    } else if (key == "pm") {
        material.metallic = number(lines, line);
    } else if (key == "map_kd") {
        material.base_color_map = mapName(line);
    } else if (key == "map_pr") {
        material.roughness_map = mapName(line);
    } else if (key == "map_pm") {
        material.metallic_map = mapName(line);
    } else if (key == "norm") {
        material.normal_map = mapName(line);
    } else if (key == "map_ao") {
        material.occlusion_map = mapName(line);
    }
}

[[noreturn]] void refuseName(const fs::path& referrer,
                             const std::string& name,
                             const std::string& reason) {
    throw Error(Error::Kind::BadInput,
                displayPath(referrer) + ": the file name \"" + displayPath(name) + "\" " + reason +
                    "; it was not opened",
                "Put the file beside it and write its plain name.",
                referrer.string());
}

bool isInside(const fs::path& folder, const fs::path& path) {
    const auto [end, other] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

}  // namespace

std::string encodeMtl(const MtlMaterial& material) {
    std::string text = "# Bozzetto " BOZZETTO_VERSION "\nnewmtl " + material.name + "\n";
    text += "Ka 1 1 1\nKd " + formatNumber(material.base_color.x) + " " +
            formatNumber(material.base_color.y) + " " + formatNumber(material.base_color.z) +
            "\nKs 0 0 0\nd 1\nillum 2\n";
    text +=
        "Pr " + formatNumber(material.roughness) + "\nPm " + formatNumber(material.metallic) + "\n";
    const auto map = [&](const char* key, const std::string& name) {
        if (!name.empty()) {
            text += std::string(key) + " " + name + "\n";
        }
    };
    map("map_Kd", material.base_color_map);
    map("map_Pr", material.roughness_map);
    map("map_Pm", material.metallic_map);
    map("norm", material.normal_map);
    map("map_AO", material.occlusion_map);
    return text;
}

std::vector<MtlMaterial> readMtl(const fs::path& path) {
    const std::string text = readFile(path, kMaxMtlBytes);
    LineReader lines(text, path);
    std::vector<MtlMaterial> materials;
    std::string_view line;
    while (lines.next(line)) {
        const std::string key(nextWord(line));
        if (key == "newmtl") {
            materials.emplace_back().name = trim(line);
        } else if (!materials.empty()) {
            parseEntry(lines, key, line, materials.back());
        }
    }
    return materials;
}

fs::path resolveInFolder(const fs::path& folder,
                         const std::string& name,
                         const fs::path& referrer) {
    if (name.empty() || name.find('\0') != std::string::npos) {
        refuseName(referrer, name, "is empty or has a zero byte");
    }
    std::string slashes = name;
    std::replace(slashes.begin(), slashes.end(), '\\', '/');
    if (slashes.starts_with('/') || (slashes.size() > 1 && slashes[1] == ':')) {
        refuseName(referrer, name, "is an absolute path");
    }
    const fs::path relative = fs::path(slashes).lexically_normal();
    if (relative.empty() || *relative.begin() == "..") {
        refuseName(referrer, name, "leads out of the folder");
    }
    std::error_code error;
    const fs::path root = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, error);
    const fs::path target = fs::weakly_canonical(root / relative, error);
    if (error || !isInside(root, target)) {
        refuseName(referrer, name, "leads out of the folder");
    }
    return target;
}

}  // namespace bozzetto
