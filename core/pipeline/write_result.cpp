// SPDX-License-Identifier: Apache-2.0
#include "pipeline/write_result.h"

#include "base/error.h"
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "io/cameras_json.h"
#include "io/hdr.h"
#include "io/textured_mesh_io.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& value) {
    return value.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string hashPixels(const Image& image) {
    return sha256(std::string_view(reinterpret_cast<const char*>(image.pixels.data()),
                                   image.pixels.size() * sizeof(float)));
}

std::string hashMask(const View& view) {
    std::string alpha;
    for (size_t i = 3; view.has_mask && view.image.channels == 4 && i < view.image.pixels.size();
         i += 4) {
        alpha += static_cast<char>(std::lround(view.image.pixels[i] * 255));
    }
    return sha256(alpha);
}

std::string cameraText(const Camera& camera) {
    std::string text = std::to_string(camera.width) + " " + std::to_string(camera.height);
    for (const double value : {camera.fx, camera.fy, camera.cx, camera.cy}) {
        text += " " + formatNumber(value);
    }
    for (const auto& row : camera.world_from_camera.m) {
        for (const double value : row) {
            text += " " + formatNumber(value);
        }
    }
    return text;
}

std::string regionText(const RegionBox& region) {
    std::string text = "region";
    for (const auto& row : region.world_from_box.m) {
        for (const double value : row) {
            text += " " + formatNumber(value);
        }
    }
    for (int axis = 0; axis < 3; ++axis) {
        text += " " + formatNumber(region.half_size[axis]);
    }
    return text;
}

Json settingsInForce(const EngineInfo& engine, const Settings& settings) {
    Json values = Json::object();
    for (const SettingField& field : engine.fields) {
        values[field.key] = settingValue(field, settings);
    }
    return values;
}

Json parseObject(const std::string& text) {
    if (text.empty()) {
        return Json::object();
    }
    Json object = Json::parse(text, nullptr, false);
    require(object.is_object(), "a section of the report is not a JSON object");
    return object;
}

Json stageList(const std::vector<StageTime>& stages) {
    Json list = Json::array();
    for (const StageTime& stage : stages) {
        list.push_back({{"name", stage.name}, {"seconds", stage.seconds}});
    }
    return list;
}

Json inputList(const std::vector<InputRecord>& inputs) {
    Json list = Json::array();
    for (const InputRecord& input : inputs) {
        list.push_back(
            {{"name", input.name}, {"path", displayPath(input.path)}, {"sha256", input.sha256}});
    }
    return list;
}

Json licenceList(const std::vector<UsedLicence>& licences) {
    Json list = Json::array();
    for (const UsedLicence& l : licences) {
        list.push_back({{"what", l.what}, {"licence", l.licence}, {"commercial", l.commercial}});
    }
    return list;
}

Json meshSummary(const TexturedMesh& mesh) {
    return {{"vertices", mesh.mesh.positions.size()},
            {"triangles", mesh.mesh.triangles.size()},
            {"texture_width", mesh.material.base_color.width},
            {"texture_height", mesh.material.base_color.height}};
}

}  // namespace

std::vector<InputRecord> recordInputs(const ImageSet& images) {
    std::vector<InputRecord> records;
    const std::string region = images.region ? "\n" + regionText(*images.region) : "";
    for (const View& view : images.views) {
        const std::string file = sha256OfFile(view.path);
        const std::string camera = view.camera ? cameraText(*view.camera) : "no camera";
        const std::string trust =
            view.mask_confidence.empty() ? "" : "\n" + hashPixels(view.mask_confidence);
        records.push_back({view.name,
                           view.path.string(),
                           file,
                           sha256(view.name + "\n" + file + "\n" + camera + "\n" + hashMask(view) +
                                  "\n" + hashPixels(view.depth) + trust + region)});
    }
    return records;
}

std::string fingerprint(const std::vector<InputRecord>& inputs,
                        const EngineInfo& engine,
                        const Settings& settings,
                        uint64_t seed) {
    Json views = Json::array();
    for (const InputRecord& input : inputs) {
        views.push_back(input.view_sha256);
    }
    return sha256(dump({{"version", BOZZETTO_VERSION},
                        {"engine", engine.id},
                        {"preset", settings.preset},
                        {"settings", settingsInForce(engine, settings)},
                        {"seed", seed},
                        {"views", views}}));
}

std::string encodeReport(const RunRecord& run,
                         const EngineInfo& engine,
                         const Reconstruction& result) {
    const Json section = parseObject(result.report_json);
    Json report = {{"format", "bozzetto-report"},
                   {"version", 1},
                   {"complete", result.complete},
                   {"engine", engine.id},
                   {"preset", run.job.settings.preset},
                   {"settings", settingsInForce(engine, run.job.settings)},
                   {"seed", run.job.seed},
                   {"device", run.job.device},
                   {"threads", run.job.threads},
                   {"versions", run.job.versions},
                   {"seconds", run.seconds},
                   {"phases", stageList(run.stages)},
                   {"peak_memory_bytes", peakMemoryBytes()},
                   {"mesh", meshSummary(result.mesh)},
                   {"licences", licenceList(engine.licences)},
                   {"scores", section.value("scores", Json::object())},
                   {"notes", run.notes},
                   {"warnings", run.warnings},
                   {"inputs", inputList(run.inputs)},
                   {"images", parseObject(run.images_json)},
                   {"preparation", parseObject(run.preparation_json)}};
    report[engine.id] = section;
    return dump(report);
}

fs::path writeResult(const fs::path& output,
                     const fs::path& work,
                     const EngineInfo& engine,
                     const Reconstruction& result,
                     const RunRecord& run) {
    const TemporaryFolder partial(work, kPartialPrefix);
    const fs::path& folder = partial.path();
    writeTexturedMesh(folder, result.mesh);
    if (!result.light.empty()) {
        writeFileAtomically(folder / "light.hdr", encodeHdr(result.light));
    }
    for (const auto& [name, bytes] : result.files) {
        writeFileAtomically(folder / name, bytes);
    }
    writeFileAtomically(folder / "cameras.json", encodeCamerasJson(result.cameras));
    writeFileAtomically(folder / "job.json", encodeJobFile(run.job));
    writeFileAtomically(folder / "report.json", encodeReport(run, engine, result));
    verifyTexturedMesh(folder, result.mesh);
    if (!result.light.empty()) {
        readHdr(folder / "light.hdr");
    }
    const fs::path target = output / engine.id;
    publishFolder(folder, target);
    return target;
}

}  // namespace bozzetto
