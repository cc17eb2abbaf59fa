// SPDX-License-Identifier: Apache-2.0
#include "app/masks_command.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "app/prepare_images.h"
#include "app/task_reporter.h"
#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "camera/image_set_reader.h"
#include "camera/mask_export.h"
#include "camera/mask_folder.h"
#include "camera/undistort.h"
#include "image/codec.h"
#include "image/mask.h"
#include "masks/plain_background.h"

#include <chrono>
#include <cmath>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

Json toJson(Vec3d v) {
    return {v.x, v.y, v.z};
}

Json toJson(const RegionBox& box) {
    const auto& m = box.world_from_box.m;
    const auto column = [&](int c) { return Vec3d{m[0][c], m[1][c], m[2][c]}; };
    return {{"centre", toJson(column(3))},
            {"half_size", toJson(box.half_size)},
            {"axes", {toJson(column(0)), toJson(column(1)), toJson(column(2))}}};
}

std::optional<RegionBox> regionOf(const std::vector<double>& numbers) {
    if (numbers.size() != 6) {
        return std::nullopt;
    }
    RegionBox box;
    for (int axis = 0; axis < 3; ++axis) {
        const double size = numbers[static_cast<std::size_t>(axis) + 3];
        if (!(size > 0) || !std::isfinite(size)) {
            throw Error(Error::Kind::BadInput,
                        "--region has a size that is not positive",
                        "Give centre and size: X,Y,Z,DX,DY,DZ.");
        }
        box.world_from_box.m[axis][3] = numbers[static_cast<std::size_t>(axis)];
        box.half_size[axis] = 0.5 * size;
    }
    return box;
}

/// The camera of the picture file, with its lens still in place, for the given size.
std::optional<Camera> photoCamera(const ViewSource& source, int width, int height) {
    const Intrinsics& in = source.intrinsics;
    if (in.lens.isStraight() || !in.known()) {
        return std::nullopt;
    }
    Camera camera;
    camera.width = in.width > 0 ? in.width : width;
    camera.height = in.height > 0 ? in.height : height;
    const double fx = in.fx > 0 ? in.fx : 0.5 * camera.width / std::tan(0.5 * in.angle_x);
    const double fy =
        in.fy > 0 ? in.fy
                  : (in.angle_y > 0 ? 0.5 * camera.height / std::tan(0.5 * in.angle_y) : fx);
    camera.fx = in.fx > 0 || in.angle_x > 0 ? fx : fy;
    camera.fy = fy;
    camera.cx = in.cx.value_or(0.5 * camera.width);
    camera.cy = in.cy.value_or(0.5 * camera.height);
    return camera.scaledTo(width, height);
}

Image alphaOf(const Image& image) {
    Image alpha(image.width, image.height, 1);
    for (std::size_t i = 0; i < alpha.pixels.size(); ++i) {
        alpha.pixels[i] = image.pixels[4 * i + 3];
    }
    return alpha;
}

using Phases = std::vector<TaskReporter::Phase>;
const Phases kPhases = {{"pictures", 0.2},
                        {"background", 0.05},
                        {"table", 0.15},
                        {"segmentation", 0.5},
                        {"borders", 0.1}};
const Phases kPhasesWithCameras = {{"pictures", 0.05},
                                   {"features", 0.1},
                                   {"matching", 0.5},
                                   {"mapping", 0.15},
                                   {"refining", 0.05},
                                   {"background", 0.01},
                                   {"table", 0.03},
                                   {"segmentation", 0.09},
                                   {"borders", 0.02}};

class MasksCommand {
public:
    explicit MasksCommand(const MasksArguments& arguments)
        : arguments_(arguments), reporter_(arguments.events, kPhases) {}

    int run() {
        try {
            if (arguments_.threads > 0) {
                setThreadCount(arguments_.threads);
            }
            const MaskConvention& format = maskConvention(arguments_.format);
            const JobFile job = jobOf();
            SetSource source = findJobSet(job);
            reporter_.event("start",
                            {{"input", displayPath(arguments_.input)},
                             {"output", displayPath(arguments_.output)},
                             {"views", source.views.size()}});
            const Task task = reporter_.task();
            PrepareOptions options;
            options.threads = arguments_.threads;
            options.task = task;
            options.cameras = lacksCameras(source) && !isBeforePlainBackground(source);
            if (options.cameras) {
                reporter_.plan(kPhasesWithCameras);
            }
            task.at("pictures", 0);
            PreparedImages prepared = prepareImages(std::move(source), job, options);
            const int written = format.id == maskConventions().front().id
                                    ? write(prepared.set, prepared.images, arguments_.output)
                                    : exportAll(prepared, format, task);
            tell(prepared, written);
            return kExitDone;
        } catch (const Cancelled&) {
            return reporter_.interrupted();
        }
    }

private:
    JobFile jobOf() const {
        JobFile job;
        job.inputs = {arguments_.input};
        job.scene.cameras = arguments_.cameras.value_or(fs::path());
        job.scene.convention = arguments_.convention.value_or("");
        job.scene.masks = arguments_.masks;
        job.scene.video_frames = arguments_.frames;
        job.scene.region = regionOf(arguments_.region);
        job.scene.keep_table = arguments_.keep_table;
        job.edits.exclude = {arguments_.exclude.begin(), arguments_.exclude.end()};
        job.edits.invert_masks = {arguments_.invert.begin(), arguments_.invert.end()};
        return job;
    }

    /// Then masks need no cameras, which take minutes to estimate. Told from small pictures.
    bool isBeforePlainBackground(const SetSource& source) {
        if (arguments_.keep_table) {
            return false;
        }
        constexpr int kSide = 512;
        LoadOptions options;
        options.max_pixels = int64_t{kSide} * kSide;
        options.depth = LoadOptions::Depth::Ignore;
        options.before_picture = [this] { reporter_.task().poll(); };
        const ImageSet small = loadImageSet(source, options);
        std::vector<const Image*> pictures;
        for (const View& view : small.views) {
            if (!view.has_mask) {
                pictures.push_back(&view.image);
            }
        }
        return pictures.empty() ||
               plainBackgroundMasks(pictures, kSide, {{}, reporter_.task().check}).has_value();
    }

    /// All masks of the set, made or given, as another program wants them.
    int exportAll(const PreparedImages& prepared, const MaskConvention& format, const Task& task) {
        makeFolder();
        const TemporaryFolder made(arguments_.output);
        write(prepared.set, prepared.images, made.path());
        SetSource set = prepared.set;
        useMaskFolder(set, made.path());
        const std::vector<fs::path> files = exportMasks(set, arguments_.output, format, task);
        for (const fs::path& file : files) {
            reporter_.event("mask", {{"path", displayPath(file)}});
        }
        return static_cast<int>(files.size());
    }

    int write(const SetSource& source, const ImageSet& images, const fs::path& folder) {
        std::map<std::string, const ViewSource*> sources;
        for (const ViewSource& view : source.views) {
            sources[view.name] = &view;
        }
        makeFolder();
        int written = 0;
        for (const View& view : images.views) {
            if (view.mask_from != View::MaskFrom::Automatic) {
                continue;
            }
            const fs::path path = maskFileOf(folder, view.name);
            checkIsNoPicture(path, source);
            const ViewSource& photo = *sources.at(view.name);
            Image mask = inPhoto(view, photo);
            if (photo.invert_mask) {
                invertMask(mask);
            }
            writePng(path, mask);
            if (folder == arguments_.output) {
                reporter_.event("mask", {{"view", view.name}, {"path", displayPath(path)}});
            }
            ++written;
        }
        return written;
    }

    void makeFolder() const {
        std::error_code error;
        fs::create_directories(arguments_.output, error);
        if (error) {
            throw Error(
                Error::Kind::Output,
                displayPath(arguments_.output) + ": the folder cannot be made: " + error.message(),
                "Choose another folder.",
                arguments_.output.string());
        }
    }

    /// The mask in the pixels of the picture file.
    static Image inPhoto(const View& view, const ViewSource& source) {
        Image mask = alphaOf(view.image);
        const auto photo = photoCamera(source, view.image.width, view.image.height);
        if (photo && view.camera) {
            mask = distortMask(mask, *view.camera, *photo, source.intrinsics.lens);
        }
        const ImageHeader header = readImageHeader(source.image);
        int width = header.width, height = header.height;
        if ((width > height) != (mask.width > mask.height)) {
            std::swap(width, height);
        }
        const bool smaller = mask.width < width && mask.height < height;
        return smaller ? resizeMask(mask, width, height) : mask;
    }

    void tell(const PreparedImages& prepared, int written) {
        const ImageSet& images = prepared.images;
        const AutoMaskReport report = prepared.masks.value_or(AutoMaskReport{});
        Json problems = Json::array();
        for (const std::string& note : images.notes) {
            reporter_.note(note);
        }
        for (const InputProblem& problem : images.problems) {
            reporter_.warn(displayPath(problem.path) + ": " + problem.reason);
        }
        for (const InputProblem& problem : report.problems) {
            reporter_.warn(displayPath(problem.path) + ": " + problem.reason);
            problems.push_back({{"path", displayPath(problem.path)},
                                {"reason", problem.reason},
                                {"hint", problem.hint}});
        }
        Json table = nullptr;
        if (report.table) {
            table = {{"normal", toJson(report.table->normal)}, {"offset", report.table->offset}};
        }
        const Json cameras =
            prepared.cameras ? Json::parse(encodeReport(*prepared.cameras)) : Json(nullptr);
        const Json summary{{"method", report.method},
                           {"masks", written},
                           {"cameras", cameras},
                           {"region", images.region ? toJson(*images.region) : Json(nullptr)},
                           {"table", table},
                           {"problems", problems}};
        reporter_.event("result",
                        {{"folder", displayPath(arguments_.output)},
                         {"seconds", report.seconds},
                         {"report", summary}});
        if (arguments_.json) {
            printOut(summary.dump(1) + "\n");
        } else if (!arguments_.events) {
            printOut(displayPath(arguments_.output) + "\n");
        }
    }

    const MasksArguments& arguments_;
    TaskReporter reporter_;
};

}  // namespace

int runMasks(const MasksArguments& arguments) {
    return MasksCommand(arguments).run();
}

}  // namespace bozzetto
