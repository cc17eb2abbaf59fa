// SPDX-License-Identifier: Apache-2.0
#include "app/original_config.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/json_file.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr double kUsualLaplace = 10000;  // the original's default of laplace_scale

/// Keys that are understood and change nothing here, with the reason.
const std::map<std::string, std::string>& idleKeys() {
    static const std::string kShown = "only changes what the original shows while it runs",
                             kRange = "materials keep to the ranges that glTF knows",
                             kOwnRates =
                                 "steps have other units here (--set lr_sdf=..., "
                                 "lr_material=..., lr_vertex=...)",
                             kLight = "the light is always found from the pictures";
    static const std::map<std::string, std::string> kKeys = {
        {"display", kShown},
        {"display_interval", kShown},
        {"display_res", kShown},
        {"save_interval", kShown},
        {"validate", kShown},
        {"background", kShown},
        {"local_rank", kShown},
        {"multi_gpu", kShown},
        {"config", kShown},
        {"random_textures", "textures start from what the first pass found"},
        {"custom_mip", "textures are optimised at one resolution"},
        {"min_roughness", "the original does not use it either"},
        {"pre_load", "pictures are always kept in memory"},
        {"spp", "silhouettes are antialiased analytically"},
        {"layers", "only the front surface is rendered"},
        {"learning_rate", kOwnRates},
        {"loss", "colours are compared in display values"},
        {"laplace", "the surface is always compared with where it started"},
        {"sdf_regularizer", "the surface starts from the visual hull and needs none"},
        {"mesh_scale", "the object's box is found from the masks"},
        {"cam_near_far", "the depth range is found from the object's box"},
        {"kd_min", kRange},
        {"kd_max", kRange},
        {"ks_min", kRange},
        {"ks_max", kRange},
        {"nrm_min", kRange},
        {"nrm_max", kRange},
        {"envmap", kLight},
        {"env_scale", kLight},
        {"learn_light", kLight},
        {"lock_light", kLight},
        {"camera_space_light", "the light stands still in the scene"},
        {"mtl_override", "it belongs to a mesh as data"},
    };
    return kKeys;
}

const std::vector<std::string>& usedKeys() {
    static const std::vector<std::string> kKeys = {"ref_mesh",
                                                   "base_mesh",
                                                   "out_dir",
                                                   "iter",
                                                   "batch",
                                                   "train_res",
                                                   "texture_res",
                                                   "isosurface",
                                                   "dmtet_grid",
                                                   "laplace_scale",
                                                   "lock_pos"};
    return kKeys;
}

class Reader {
public:
    explicit Reader(const fs::path& path) : path_(path), root_(readJsonFile(path)) {
        if (!root_.is_object()) {
            fail("is not a configuration (no JSON object)", "Give a file of nvdiffrec's configs/.");
        }
    }

    OriginalConfig read() {
        JobFile& job = config_.job;
        job.inputs = {data()};
        if (const std::string folder = text("out_dir"); !folder.empty()) {
            job.output = fs::path("out") / folder;
        }
        refuseBaseMesh();
        setInteger("iter", {"shape_iterations", "texture_iterations"}, 4, 100000);
        setInteger("batch", {"batch"}, 1, 64);
        setInteger("dmtet_grid", {"grid"}, 16, 256);
        setLongestSide("train_res", "image_side", 64, 4096);
        setLongestSide("texture_res", "texture_size", 128, 8192);
        setIsosurface();
        if (const auto scale = number("laplace_scale", 0, 1e7)) {
            set("smoothness", formatNumber(std::min(100.0, *scale / kUsualLaplace)));
        }
        if (has("lock_pos") && flag("lock_pos")) {
            set("lr_vertex", "0");
        }
        remarkOnTheRest();
        return config_;
    }

private:
    [[noreturn]] void fail(const std::string& reason, const std::string& hint) const {
        throw Error(
            Error::Kind::BadInput, displayPath(path_) + ": " + reason, hint, path_.string());
    }
    [[noreturn]] void failKey(const std::string& key, const std::string& wanted) const {
        fail("key \"" + key + "\" is not " + wanted, "Correct the value of \"" + key + "\".");
    }
    bool has(const char* key) const { return root_.contains(key) && !root_.at(key).is_null(); }
    void set(const char* key, const std::string& value) {
        config_.job.settings.values[key] = value;
    }

    std::string text(const char* key) const {
        if (!has(key)) {
            return {};
        }
        if (!root_.at(key).is_string()) {
            failKey(key, "text");
        }
        return root_.at(key).get<std::string>();
    }
    bool flag(const char* key) const {
        if (!root_.at(key).is_boolean()) {
            failKey(key, "true or false");
        }
        return root_.at(key).get<bool>();
    }
    std::optional<double> number(const char* key, double low, double high) const {
        return has(key) ? std::optional(numberOf(root_.at(key), key, low, high)) : std::nullopt;
    }
    double numberOf(const nlohmann::json& value, const char* key, double low, double high) const {
        const double found = value.is_number() ? value.get<double>() : std::nan("");
        if (!(found >= low && found <= high)) {
            failKey(key, "a number from " + formatNumber(low) + " to " + formatNumber(high));
        }
        return found;
    }

    /// The folder of the pictures.
    fs::path data() const {
        const fs::path wanted = text("ref_mesh");
        if (wanted.empty()) {
            fail("key \"ref_mesh\" names no data", "Name a folder of pictures with cameras.");
        }
        if (wanted.extension() == ".obj") {
            throw Error(Error::Kind::Unsupported,
                        displayPath(path_) + ": key \"ref_mesh\" names a mesh (" +
                            displayPath(wanted) + "); pictures of it are needed",
                        "Render the mesh from many sides, for example with Blender, and name the "
                        "folder of the pictures.",
                        path_.string());
        }
        const fs::path here = fs::absolute(path_).parent_path();
        for (const fs::path& root : {fs::current_path(), here, here.parent_path()}) {
            if (fs::exists(root / wanted)) {
                return (root / wanted).lexically_normal();
            }
        }
        fail("the data of key \"ref_mesh\" is not there: " + displayPath(wanted),
             "Start from the folder that the path is relative to, or put the data there.");
    }

    void refuseBaseMesh() const {
        if (!text("base_mesh").empty()) {
            throw Error(Error::Kind::Unsupported,
                        displayPath(path_) + ": key \"base_mesh\": a run cannot start from a mesh",
                        "Remove the key: the shape is then found from the pictures.",
                        path_.string());
        }
    }

    void setInteger(const char* key, std::vector<const char*> settings, int low, int high) {
        if (const auto value = number(key, low, high)) {
            for (const char* setting : settings) {
                set(setting, std::to_string(std::lround(*value)));
            }
        }
    }

    /// [height, width]
    void setLongestSide(const char* key, const char* setting, int low, int high) {
        if (!has(key)) {
            return;
        }
        const nlohmann::json& value = root_.at(key);
        if (!value.is_array() || value.size() != 2) {
            failKey(key, "a pair of numbers");
        }
        const double longest =
            std::max(numberOf(value[0], key, low, high), numberOf(value[1], key, low, high));
        set(setting, std::to_string(std::lround(longest)));
    }

    void setIsosurface() {
        const std::string name = text("isosurface");
        if (name.empty()) {
            return;
        }
        if (name != "dmtet" && name != "flexicubes") {
            failKey("isosurface", "\"dmtet\" or \"flexicubes\"");
        }
        set("isosurface", name);
    }

    void remarkOnTheRest() {
        std::vector<std::string> known = usedKeys();
        for (const auto& [key, reason] : idleKeys()) {
            known.push_back(key);
        }
        for (const auto& [key, value] : root_.items()) {
            const auto idle = idleKeys().find(key);
            const std::string name = displayPath(path_) + ": key \"" + displayPath(key) + "\"";
            if (idle != idleKeys().end()) {
                config_.remarks.push_back(name + " has no effect: " + idle->second);
            } else if (std::find(known.begin(), known.end(), key) == known.end()) {
                const auto near = nearestWord(key, known);
                config_.remarks.push_back(name + " is not known" +
                                          (near ? "; did you mean \"" + *near + "\"?" : ""));
            }
        }
    }

    fs::path path_;
    nlohmann::json root_;
    OriginalConfig config_;
};

}  // namespace

OriginalConfig readOriginalConfig(const fs::path& path) {
    return Reader(path).read();
}

}  // namespace bozzetto
