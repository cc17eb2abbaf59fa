// SPDX-License-Identifier: Apache-2.0
#include "app/cameras_command.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "app/prepare_images.h"
#include "app/task_reporter.h"
#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "base/text.h"
#include "camera/camera_document.h"
#include "camera/camera_file.h"
#include "camera/conventions.h"
#include "camera/gravity.h"
#include "camera/image_set_reader.h"
#include "image/codec.h"
#include "sfm/camera_report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

CameraEstimateOptions::Matching matchingOf(const std::string& word) {
    using Matching = CameraEstimateOptions::Matching;
    return word == "exhaustive"   ? Matching::Exhaustive
           : word == "sequential" ? Matching::Sequential
                                  : Matching::Auto;
}

CameraEstimateOptions::SharedIntrinsics intrinsicsOf(const std::string& word) {
    using SharedIntrinsics = CameraEstimateOptions::SharedIntrinsics;
    return word == "shared"        ? SharedIntrinsics::Shared
           : word == "per-picture" ? SharedIntrinsics::PerPicture
                                   : SharedIntrinsics::Auto;
}

Camera pinholeOf(const ViewSource& view) {
    const Intrinsics& in = view.intrinsics;
    const double w = in.width, h = in.height;
    const double fx = in.fx > 0 ? in.fx : 0.5 * w / std::tan(0.5 * in.angle_x);
    return {in.width,
            in.height,
            fx,
            in.fy > 0 ? in.fy : fx,
            in.cx.value_or(0.5 * w),
            in.cy.value_or(0.5 * h),
            *view.world_from_camera};
}

/// Up, table and region, where the cameras and points say enough.
std::optional<SceneGuess> guessOf(const SetSource& set) {
    std::map<std::string, const ViewSource*> views;
    for (const ViewSource& view : set.views) {
        if (view.world_from_camera && view.intrinsics.width > 0 && view.intrinsics.known()) {
            views.emplace(view.name, &view);
        }
    }
    std::vector<Camera> cameras;
    std::vector<std::optional<Vec3d>> ups;
    const auto add = [&](const ViewSource& view) {
        cameras.push_back(pinholeOf(view));
        ups.push_back(deviceUpOf(view));
    };
    if (set.cloud.empty()) {
        for (const auto& [name, view] : views) {
            add(*view);
        }
    }
    for (const std::string& name : set.cloud.pictures) {
        if (const auto view = views.find(name); view != views.end()) {
            add(*view->second);
        }
    }
    const bool complete = set.cloud.empty() || cameras.size() == set.cloud.pictures.size();
    return complete && cameras.size() >= 2 ? std::optional(guessScene(cameras, set.cloud, ups))
                                           : std::nullopt;
}

/// The pictures' sizes, where a camera file does not tell them.
void completeSizes(SetSource& set) {
    for (ViewSource& view : set.views) {
        Intrinsics& in = view.intrinsics;
        if (in.width <= 0 || in.height <= 0) {
            const ImageHeader header = readImageHeader(view.image);
            in.width = header.width, in.height = header.height;
        }
    }
}

CameraDocument documentOf(const SetSource& set) {
    CameraDocument document;
    for (const ViewSource& view : set.views) {
        if (view.world_from_camera) {
            CameraDocument::Frame frame;
            frame.camera.picture = view.name;
            frame.camera.intrinsics = view.intrinsics;
            frame.camera.world_from_camera = view.world_from_camera;
            frame.image = view.image;
            document.frames.push_back(std::move(frame));
        }
    }
    document.cloud = set.cloud;
    document.estimated = set.estimated_cameras;
    document.scene = guessOf(set);
    return document;
}

class CamerasCommand {
public:
    explicit CamerasCommand(const CamerasArguments& arguments)
        : arguments_(arguments),
          reporter_(arguments.events,
                    {{"pictures", 0.05},
                     {"features", 0.12},
                     {"matching", 0.60},
                     {"mapping", 0.18},
                     {"refining", 0.05}}) {}

    int run() {
        try {
            const auto start = std::chrono::steady_clock::now();
            checkFormat();
            if (arguments_.threads > 0) {
                setThreadCount(arguments_.threads);
            }
            SetSource set = findImageSet(arguments_.input, {.video_frames = arguments_.frames});
            applyEdits(set, {{arguments_.exclude.begin(), arguments_.exclude.end()}});
            reporter_.event("start",
                            {{"input", displayPath(arguments_.input)},
                             {"output", displayPath(arguments_.output)},
                             {"views", set.views.size()}});
            std::optional<CameraReport> report;
            if (arguments_.cameras) {
                convert(set);
            } else {
                report = estimate(set);
            }
            write(set, report);
            const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
            tell(set, report, taken.count());
            return kExitDone;
        } catch (const Cancelled&) {
            return reporter_.interrupted();
        }
    }

private:
    void checkFormat() const {
        std::vector<std::string> formats{"transforms"};
        const auto others = writableCameraFormats();
        formats.insert(formats.end(), others.begin(), others.end());
        if (std::find(formats.begin(), formats.end(), arguments_.format) == formats.end()) {
            throw Error(Error::Kind::BadInput,
                        "--format \"" + arguments_.format + "\" is not known",
                        "Formats: " + listWords(formats, ", ") + ".");
        }
    }

    void convert(SetSource& set) const {
        attachCameras(set, readCameraFile(*arguments_.cameras));
        if (arguments_.convention) {
            applyConvention(set, *arguments_.convention);
        } else if (const ConventionVerdict verdict = solveConvention(set);
                   verdict.is_clear && verdict.best().convention != poseConventions().front().id) {
            applyConvention(set, verdict.best().convention);
        }
        completeSizes(set);
    }

    CameraReport estimate(SetSource& set) {
        for (ViewSource& view : set.views) {
            // Asked for by name: what the set brings is not used.
            view.world_from_camera.reset();
            view.intrinsics = {};
        }
        set.cloud = {};
        CameraEstimateOptions options;
        options.matching = matchingOf(arguments_.matching);
        options.intrinsics = intrinsicsOf(arguments_.intrinsics);
        options.program = arguments_.program;
        options.cache = arguments_.no_cache ? fs::path() : cameraCacheFolder();
        options.threads = arguments_.threads;
        options.keep_blurred = arguments_.keep_blurred;
        images_.clear();
        for (const ViewSource& view : set.views) {
            images_[view.name] = view.image;
        }
        if (arguments_.events) {
            options.preview = [this](const CameraFile& so_far) { showPreview(so_far); };
        }
        const CameraReport report = estimateCameras(set, options, reporter_.task());
        std::error_code ignored;
        fs::remove(previewPath(), ignored);
        return report;
    }

    fs::path previewPath() const {
        fs::path path = arguments_.output;
        return path.replace_extension(".so-far.json");
    }

    void showPreview(const CameraFile& so_far) {
        CameraDocument document;
        for (const FileCamera& camera : so_far.cameras) {
            CameraDocument::Frame frame;
            frame.camera = camera;
            frame.image = images_[camera.picture];
            document.frames.push_back(std::move(frame));
        }
        document.cloud = so_far.cloud;
        document.estimated = true;
        writeCameraDocument(document, previewPath(), CloudPly::No);
        reporter_.event("cameras",
                        {{"path", displayPath(previewPath())},
                         {"registered", so_far.cameras.size()},
                         {"points", so_far.cloud.points.size()}});
    }

    void write(const SetSource& set, const std::optional<CameraReport>& report) const {
        CameraDocument document = documentOf(set);
        if (report) {
            document.report = reportToJson(*report);
        }
        if (arguments_.format == "transforms") {
            writeCameraDocument(document, arguments_.output);
            return;
        }
        CameraFile file;
        for (const CameraDocument::Frame& frame : document.frames) {
            file.cameras.push_back(frame.camera);
            file.cameras.back().picture = frame.image.filename().string();
        }
        file.cloud = document.cloud;
        for (std::string& picture : file.cloud.pictures) {
            for (const ViewSource& view : set.views) {
                if (view.name == picture) {
                    picture = view.image.filename().string();
                    break;
                }
            }
        }
        writeCameraFile(file, arguments_.output, arguments_.format);
    }

    void tell(const SetSource& set, const std::optional<CameraReport>& report, double seconds) {
        for (const std::string& note : set.notes) {
            reporter_.note(note);
        }
        for (const InputProblem& problem : set.problems) {
            reporter_.warn(displayPath(problem.path) + ": " + problem.reason);
        }
        reporter_.event("result",
                        {{"path", displayPath(arguments_.output)},
                         {"seconds", seconds},
                         {"report", report ? Json(reportToJson(*report)) : Json(nullptr)}});
        if (arguments_.json) {
            printOut((report ? reportToJson(*report).dump(1) : std::string("null")) + "\n");
        } else if (!arguments_.events) {
            printOut(displayPath(arguments_.output) + "\n");
        }
    }

    const CamerasArguments& arguments_;
    TaskReporter reporter_;
    std::map<std::string, fs::path> images_;  // by view name
};

}  // namespace

int runCameras(const CamerasArguments& arguments) {
    return CamerasCommand(arguments).run();
}

}  // namespace bozzetto
