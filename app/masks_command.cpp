// SPDX-License-Identifier: Apache-2.0
#include "app/masks_command.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "app/prepare_images.h"
#include "app/task_reporter.h"
#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "camera/conventions.h"
#include "camera/mask_folder.h"
#include "camera/undistort.h"
#include "image/codec.h"
#include "image/mask.h"
#include "masks/auto_masks.h"

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

class MasksCommand {
public:
    explicit MasksCommand(const MasksArguments& arguments)
        : arguments_(arguments),
          reporter_(arguments.events,
                    {{"pictures", 0.2},
                     {"background", 0.05},
                     {"table", 0.15},
                     {"segmentation", 0.5},
                     {"borders", 0.1}}) {}

    int run() {
        try {
            if (arguments_.threads > 0) {
                setThreadCount(arguments_.threads);
            }
            SetSource source = findSet();
            reporter_.event("start",
                            {{"input", displayPath(arguments_.input)},
                             {"output", displayPath(arguments_.output)},
                             {"views", source.views.size()}});
            const Task task = reporter_.task();
            task.at("pictures", 0);
            ImageSet images = loadJobSet(source, LoadOptions::Pixels::Decode, [&] { task.poll(); });
            AutoMaskOptions options;
            options.keep_table = arguments_.keep_table;
            options.region = regionOf(arguments_.region);
            const AutoMaskReport report = makeMasks(images, options, task);
            const int written = write(source, images);
            tell(images, report, written);
            return kExitDone;
        } catch (const Cancelled&) {
            return reporter_.interrupted();
        }
    }

private:
    SetSource findSet() const {
        JobFile job;
        job.inputs = {arguments_.input};
        job.scene.cameras = arguments_.cameras.value_or(fs::path());
        job.scene.convention = arguments_.convention.value_or("");
        job.edits.exclude = {arguments_.exclude.begin(), arguments_.exclude.end()};
        SetSource set = findJobSet(job);
        if (arguments_.cameras && !arguments_.convention) {
            const ConventionVerdict verdict = solveConvention(set);
            if (verdict.is_clear && verdict.best().convention != poseConventions().front().id) {
                applyConvention(set, verdict.best().convention);
            }
        }
        return set;
    }

    int write(const SetSource& source, const ImageSet& images) {
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
            const fs::path path = maskFileOf(arguments_.output, view.name);
            writePng(path, inPhoto(view, *sources.at(view.name)));
            reporter_.event("mask", {{"view", view.name}, {"path", displayPath(path)}});
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

    void tell(const ImageSet& images, const AutoMaskReport& report, int written) {
        Json problems = Json::array();
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
        const Json summary{{"method", report.method},
                           {"masks", written},
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
