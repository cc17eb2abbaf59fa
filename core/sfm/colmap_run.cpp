// SPDX-License-Identifier: Apache-2.0
#include "sfm/colmap_run.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/text.h"
#include "camera/formats/colmap.h"
#include "device/host_memory.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <set>
#include <thread>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

// Beyond this side features cost gigabytes and gain nothing that the optimiser could use.
constexpr int kFeatureSide = 2400;
constexpr uint64_t kFeatureMemory = uint64_t{5} << 28;  // of one thread at that side, 1.25 GiB

ColmapOption must(std::string name, std::string value) {
    return {{std::move(name)}, std::move(value), ColmapOption::IfUnknown::Fail};
}
ColmapOption may(std::vector<std::string> names, std::string value) {
    return {std::move(names), std::move(value)};
}

/// The number that follows `before` in a line; nullopt if it is not there.
std::optional<int> numberAfter(std::string_view line, std::string_view before) {
    const size_t place = line.find(before);
    if (place == std::string_view::npos) {
        return std::nullopt;
    }
    const size_t digits = line.find_first_of("0123456789", place + before.size());
    int value = 0;
    if (digits == std::string_view::npos ||
        std::from_chars(line.data() + digits, line.data() + line.size(), value).ec != std::errc()) {
        return std::nullopt;
    }
    return value;
}

/// "Registering image #4 (3)", and with "num_reg_frames=3" since 3.12: the 3.
std::optional<int> registeredIn(std::string_view line) {
    return line.find("Registering image") == std::string_view::npos ? std::nullopt
                                                                    : numberAfter(line, "(");
}

[[noreturn]] void failStep(const std::string& step, const Colmap::Outcome& outcome) {
    throw Error(Error::Kind::Engine,
                "COLMAP could not do its step \"" + step + "\" (exit code " +
                    std::to_string(outcome.exit_code) + ")",
                "See the log for what it said.",
                {},
                outcome.tail);
}

/// Reprojection error, pixels, of the points that stay in a round of refinement. Measured on
/// rendered photographs of 512 pixels, where it halved the error of the cameras' positions.
double largestError(int round, double mean) {
    return round == 0 ? std::max(1.0, 1.3 * mean) : std::max(0.65, 2.2 * mean);
}

void writeLines(const fs::path& path, const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    writeFileAtomically(path, text);
}

/// As the numbers of a picture `factor` times as large.
void scaleCamera(FileCamera& camera, const SfmPicture& picture) {
    Intrinsics& in = camera.intrinsics;
    const double fx = static_cast<double>(picture.width) / in.width,
                 fy = static_cast<double>(picture.height) / in.height;
    in.fx *= fx, in.fy *= fy;
    if (in.cx && in.cy) {
        in.cx = *in.cx * fx, in.cy = *in.cy * fy;
    }
    in.width = picture.width, in.height = picture.height;
}

}  // namespace

/// Looks for the models that the mapper leaves while it works.
class ColmapRun::SnapshotWatcher {
public:
    SnapshotWatcher(const ColmapRun& run, const fs::path& folder) : run_(run), folder_(folder) {}

    void look() {
        const auto now = std::chrono::steady_clock::now();
        if (!run_.options_.preview || now < next_look_) {
            return;
        }
        next_look_ = now + std::chrono::milliseconds(500);
        std::error_code ignored;
        std::set<fs::path> found;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
            found.insert(entry.path());
        }
        // The last one may still be being written: it is taken once there is one after it or
        // nothing has changed since.
        if (found.empty() || *found.rbegin() == shown_) {
            return;
        }
        if (*found.rbegin() != seen_) {
            seen_ = *found.rbegin();
            return;
        }
        try {
            run_.options_.preview(run_.readModel(seen_).file);
            shown_ = seen_;
        } catch (const Error&) {
            seen_.clear();  // not whole yet
        }
    }

private:
    const ColmapRun& run_;
    fs::path folder_, seen_, shown_;
    std::chrono::steady_clock::time_point next_look_{};
};

ColmapRun::ColmapRun(Colmap& colmap,
                     const SfmFolder& folder,
                     const fs::path& scratch,
                     const Options& options,
                     const Task& task)
    : colmap_(colmap),
      folder_(folder),
      scratch_(scratch),
      database_(scratch / "database.db"),
      options_(options),
      task_(task) {
    fs::create_directories(scratch_);
}

fs::path ColmapRun::newFolder(const std::string& name) {
    const fs::path folder = scratch_ / (name + std::to_string(++folders_));
    fs::create_directories(folder);
    return folder;
}

std::vector<ColmapOption> ColmapRun::threadOptions(std::vector<std::string> names) const {
    return {may(std::move(names), std::to_string(options_.threads > 0 ? options_.threads : -1))};
}

void ColmapRun::extractFeatures(const std::vector<size_t>& used, Effort effort) {
    using SharedIntrinsics = CameraEstimateOptions::SharedIntrinsics;
    used_ = used;
    std::map<std::string, std::vector<size_t>> groups;
    for (const size_t index : used) {
        const SfmPicture& picture = folder_.pictures[index];
        const std::string size =
            std::to_string(picture.width) + "x" + std::to_string(picture.height);
        groups[options_.intrinsics == SharedIntrinsics::Shared ? size : picture.lens].push_back(
            index);
    }
    size_t done = 0;
    task_.at("features", 0);
    for (const auto& [lens, group] : groups) {
        extractGroup(group, effort, options_.intrinsics != SharedIntrinsics::PerPicture, [&] {
            task_.at("features", std::min(1.0, double(++done) / double(used.size())));
        });
    }
}

void ColmapRun::extractGroup(const std::vector<size_t>& group,
                             Effort effort,
                             bool share_lens,
                             const std::function<void()>& on_picture) {
    std::vector<std::string> names;
    for (const size_t index : group) {
        names.push_back(folder_.pictures[index].name);
    }
    const fs::path list = scratch_ / "pictures.txt";
    writeLines(list, names);
    const uint64_t fitting = std::max<uint64_t>(1, readHostMemory().available / 2 / kFeatureMemory);
    const unsigned wanted = options_.threads > 0
                                ? static_cast<unsigned>(options_.threads)
                                : std::max(1u, std::thread::hardware_concurrency());
    const SfmPicture& first = folder_.pictures[group.front()];
    std::vector<ColmapOption> options{
        must("database_path", database_.string()),
        must("image_path", folder_.images.string()),
        must("image_list_path", list.string()),
        must("ImageReader.camera_model", "SIMPLE_RADIAL"),
        must(share_lens ? "ImageReader.single_camera" : "ImageReader.single_camera_per_image", "1"),
        may({"SiftExtraction.use_gpu", "FeatureExtraction.use_gpu"}, "0"),
        may({"SiftExtraction.num_threads", "FeatureExtraction.num_threads"},
            std::to_string(std::min<uint64_t>(wanted, fitting))),
        may({"SiftExtraction.max_image_size", "FeatureExtraction.max_image_size"},
            std::to_string(kFeatureSide)),
        may({"SiftExtraction.max_num_features"}, effort == Effort::Thorough ? "8192" : "4096")};
    if (!folder_.masks.empty()) {
        options.push_back(must("ImageReader.mask_path", folder_.masks.string()));
    }
    if (effort == Effort::Thorough) {
        options.push_back(may({"SiftExtraction.peak_threshold"}, "0.002"));
        options.push_back(may({"SiftExtraction.edge_threshold"}, "16"));
    }
    if (first.exif_focal_length > 0) {
        const double scale = first.scale();
        options.push_back(must("ImageReader.camera_params",
                               formatNumber(first.exif_focal_length * scale) + "," +
                                   formatNumber(0.5 * first.used_width) + "," +
                                   formatNumber(0.5 * std::lround(first.height * scale)) + ",0"));
    }
    const Colmap::Outcome outcome =
        colmap_.run("feature_extractor", options, [&](std::string_view line) {
            if (line.find("Processed file [") != std::string_view::npos) {
                on_picture();
            }
        });
    if (outcome.exit_code != 0) {
        failStep("feature_extractor", outcome);
    }
}

void ColmapRun::matchPairs(const PicturePairs& pairs, Effort effort) {
    constexpr size_t kFewest = 20, kSteps = 50;  // pairs of a call; calls
    // Guided matching takes twice the time. Few photographs stand far apart: of 16 it found half as
    // many points again, and the cameras' positions were twice as exact.
    constexpr size_t kGuidedPairs = 250;
    const bool guided = effort == Effort::Thorough || pairs.size() <= kGuidedPairs;
    const size_t step = std::max(kFewest, (pairs.size() + kSteps - 1) / kSteps);
    const fs::path list = scratch_ / "pairs.txt";
    std::vector<ColmapOption> options{
        must("database_path", database_.string()),
        must("match_list_path", list.string()),
        must("match_type", "pairs"),
        may({"SiftMatching.use_gpu", "FeatureMatching.use_gpu"}, "0"),
        may({"SiftMatching.guided_matching", "FeatureMatching.guided_matching"},
            guided ? "1" : "0")};
    const auto threads = threadOptions({"SiftMatching.num_threads", "FeatureMatching.num_threads"});
    options.insert(options.end(), threads.begin(), threads.end());
    if (effort == Effort::Thorough) {
        options.push_back(may({"SiftMatching.max_ratio"}, "0.85"));
        options.push_back(
            may({"SiftMatching.min_num_inliers", "TwoViewGeometry.min_num_inliers"}, "12"));
    }
    task_.at("matching", 0);
    for (size_t begin = 0; begin < pairs.size(); begin += step) {
        const size_t end = std::min(pairs.size(), begin + step);
        std::vector<std::string> lines;
        for (size_t i = begin; i < end; ++i) {
            lines.push_back(folder_.pictures[pairs[i].first].name + " " +
                            folder_.pictures[pairs[i].second].name);
        }
        writeLines(list, lines);
        const Colmap::Outcome outcome = colmap_.run("matches_importer", options, {});
        if (outcome.exit_code != 0) {
            failStep("matches_importer", outcome);
        }
        task_.at("matching", static_cast<double>(end) / static_cast<double>(pairs.size()));
    }
}

void ColmapRun::matchPairsAgain(const PicturePairs& pairs, Effort effort) {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& [a, b] : pairs) {
        names.emplace_back(folder_.pictures[a].name, folder_.pictures[b].name);
    }
    forgetPairs(database_, names);
    matchPairs(pairs, effort);
}

std::vector<ColmapOption> ColmapRun::mapperOptions(Effort effort, const fs::path& output) {
    std::vector<ColmapOption> options{must("database_path", database_.string()),
                                      must("image_path", folder_.images.string()),
                                      must("output_path", output.string()),
                                      may({"Mapper.min_model_size"}, "3"),
                                      may({"Mapper.max_num_models"}, "10")};
    const auto threads = threadOptions({"Mapper.num_threads"});
    options.insert(options.end(), threads.begin(), threads.end());
    if (effort == Effort::Thorough) {
        for (const auto& [name, value] : {std::pair{"Mapper.min_num_matches", "10"},
                                          {"Mapper.init_min_num_inliers", "50"},
                                          {"Mapper.abs_pose_min_num_inliers", "15"},
                                          {"Mapper.abs_pose_min_inlier_ratio", "0.15"}}) {
            options.push_back(may({name}, value));
        }
    }
    return options;
}

std::vector<SfmModel> ColmapRun::map(Effort effort,
                                     const SfmModel* continued,
                                     FocalLength focal_length) {
    const fs::path output = newFolder("models"), snapshots = newFolder("snapshots");
    std::vector<ColmapOption> options = mapperOptions(effort, output);
    if (focal_length == FocalLength::Held) {
        options.push_back(may({"Mapper.ba_refine_focal_length"}, "0"));
    }
    if (continued != nullptr) {
        options.push_back(must("input_path", continued->folder.string()));
    }
    if (options_.preview) {
        const size_t often = std::max<size_t>(1, used_.size() / 20);
        options.push_back(may({"Mapper.snapshot_path"}, snapshots.string()));
        options.push_back(may({"Mapper.snapshot_images_freq", "Mapper.snapshot_frames_freq"},
                              std::to_string(often)));
    }
    SnapshotWatcher watcher(*this, snapshots);
    double fraction = 0;
    task_.at("mapping", 0);
    const Colmap::Outcome outcome = colmap_.run(
        "mapper",
        options,
        [&](std::string_view line) {
            if (const std::optional<int> registered = registeredIn(line)) {
                fraction = std::clamp(double(*registered) / double(used_.size()), fraction, 1.0);
                task_.at("mapping", fraction);
            }
        },
        [&] { watcher.look(); });
    std::vector<SfmModel> models;
    std::vector<fs::path> folders{output};
    for (const fs::directory_entry& entry : fs::directory_iterator(output)) {
        folders.push_back(entry.path());
    }
    for (const fs::path& folder : folders) {
        if (fs::is_directory(folder) && holdsColmapModel(folder)) {
            models.push_back(readModel(folder));
        }
    }
    if (models.empty() && outcome.exit_code != 0) {
        log(LogLevel::Debug,
            "The mapper found no model (exit code " + std::to_string(outcome.exit_code) + ").");
    }
    for (const SfmModel& model : models) {
        log(LogLevel::Debug,
            "A model of " + std::to_string(model.file.cameras.size()) + " pictures, " +
                std::to_string(model.file.cloud.points.size()) + " points, focal length " +
                formatNumber(model.file.cameras.front().intrinsics.fx));
    }
    std::stable_sort(models.begin(), models.end(), [](const SfmModel& a, const SfmModel& b) {
        return std::pair(a.file.cameras.size(), a.file.cloud.points.size()) >
               std::pair(b.file.cameras.size(), b.file.cloud.points.size());
    });
    return models;
}

SfmModel ColmapRun::refine(SfmModel model) {
    for (int round = 0; round < 2; ++round) {
        model = refineOnce(model, round);
    }
    return model;
}

SfmModel ColmapRun::refineOnce(const SfmModel& model, int round) {
    const fs::path filtered = newFolder("filtered"), output = newFolder("refined");
    double error = 0;
    for (const SparsePoint& point : model.file.cloud.points) {
        error += point.error;
    }
    error /= static_cast<double>(std::max<size_t>(1, model.file.cloud.points.size()));
    task_.at("refining", 0);
    const bool is_filtered =
        colmap_.run("point_filtering",
                    {must("input_path", model.folder.string()),
                     must("output_path", filtered.string()),
                     must("max_reproj_error", formatNumber(largestError(round, error)))},
                    {})
                .exit_code == 0 &&
        holdsColmapModel(filtered);
    const Colmap::Outcome outcome =
        colmap_.run("bundle_adjuster",
                    {must("input_path", (is_filtered ? filtered : model.folder).string()),
                     must("output_path", output.string())},
                    {});
    task_.at("refining", 1);
    return outcome.exit_code == 0 && holdsColmapModel(output) ? readModel(output) : model;
}

SfmModel ColmapRun::readModel(const fs::path& folder) const {
    SfmModel model{folder, readColmapModel(folder)};
    std::map<std::string, const SfmPicture*> by_name;
    for (const SfmPicture& picture : folder_.pictures) {
        by_name[picture.name] = &picture;
    }
    for (FileCamera& camera : model.file.cameras) {
        const auto picture = by_name.find(camera.picture);
        if (picture == by_name.end()) {
            throw Error(Error::Kind::Internal,
                        displayPath(folder) + ": names a picture that it was not given",
                        "Please report it.");
        }
        scaleCamera(camera, *picture->second);
    }
    return model;
}

}  // namespace bozzetto
