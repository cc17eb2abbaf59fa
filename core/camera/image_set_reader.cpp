// SPDX-License-Identifier: Apache-2.0
#include "camera/image_set_reader.h"

#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "camera/camera_file.h"
#include "camera/evidence.h"
#include "camera/file_finder.h"
#include "camera/image_folder.h"
#include "camera/pose_checks.h"
#include "camera/set_checks.h"
#include "camera/six_view.h"
#include "camera/transforms_file.h"
#include "camera/view_loader.h"
#include "video/video.h"

#include <algorithm>
#include <map>
#include <set>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const fs::path& path, const std::string& reason, const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

/// The transforms file that a folder is read by; empty if it has none.
fs::path transformsFileOf(const FileFinder& finder, std::vector<std::string>& notes) {
    std::vector<fs::path> others;
    fs::path plain, train;
    for (const fs::path& file : finder.list("")) {
        const std::string name = toLowerAscii(file.filename().string());
        if (name == "transforms_train.json") {
            train = file;
        } else if (name == "transforms.json") {
            plain = file;
        } else if (name.starts_with("transforms_") && name.ends_with(".json")) {
            others.push_back(file);
        }
    }
    if (!train.empty() && !plain.empty()) {
        notes.push_back(
            "The folder holds transforms_train.json and transforms.json; the first one was read.");
    }
    if (!train.empty() || !plain.empty()) {
        return train.empty() ? plain : train;
    }
    return others.size() == 1 ? others.front() : fs::path();
}

SetSource readTransforms(const fs::path& path) {
    SetSource set = readTransformsFile(path);
    set.camera_file = path;
    const FileFinder finder(set.root);
    findCompanions(set, finder, Companions::Masks);
    if (hasSixViewNames(set)) {
        set.format = "six-view";
        set.is_six_view = true;
    }
    return set;
}

/// The pictures that a camera file names, in a folder, where they lie deeper than we look: COLMAP
/// has a folder for each camera of a rig.
SetSource readNamedPictures(const CameraFile& file, const fs::path& folder) {
    const FileFinder finder(folder);
    SetSource set;
    set.root = folder;
    set.format = "images";
    for (const FileCamera& camera : file.cameras) {
        for (const char* place : {"images/", "input/", ""}) {
            const FileFinder::Found found = camera.picture.find('/') == std::string::npos
                                                ? FileFinder::Found()
                                                : finder.find(place + camera.picture);
            if (!found.path.empty()) {
                ViewSource view;
                view.image = found.path;
                view.name = found.path.stem().string();
                set.views.push_back(std::move(view));
                break;
            }
        }
    }
    findCompanions(set, finder, Companions::MasksAndDepth);
    return set;
}

/// The pictures that a camera file belongs to, still without its cameras: those of the first
/// folder, going up from `folder`, that has any.
SetSource readPicturesOf(const fs::path& camera_file, const fs::path& folder) {
    constexpr int kFoldersUp = 3;
    fs::path place = folder.empty() ? fs::path(".") : folder;
    std::optional<CameraFile> named;
    for (int up = 0; up <= kFoldersUp; ++up) {
        SetSource set = readImageFolder(FileFinder(place));
        if (set.views.empty()) {
            named = named ? named : readCameraFile(camera_file);
            set = readNamedPictures(*named, place);
        }
        if (!set.views.empty()) {
            set.camera_file = camera_file;
            return set;
        }
        const fs::path above = fs::absolute(place / "").parent_path().parent_path();
        if (above.empty() || above == place) {
            break;
        }
        place = above;
    }
    refuse(camera_file,
           "no pictures were found in its folder or in the three above",
           "Put the pictures that the cameras were computed from beside the camera file, in a "
           "folder 'images', or give pictures and camera file together.");
}

SetSource readFolder(const fs::path& folder) {
    const FileFinder finder(folder);
    std::vector<std::string> notes;
    SetSource set;
    if (const fs::path transforms = transformsFileOf(finder, notes); !transforms.empty()) {
        set = readTransforms(transforms);
    } else if (const std::optional<fs::path> cameras = findCameraFile(folder)) {
        set = readPicturesOf(*cameras, folder);
    } else if (std::optional<SetSource> six_views = findSixViewSet(finder)) {
        set = std::move(*six_views);
    } else {
        set = readImageFolder(finder);
    }
    set.notes.insert(set.notes.begin(), notes.begin(), notes.end());
    return set;
}

SetSource readSingleImage(const fs::path& path) {
    SetSource set;
    set.root = path.has_parent_path() ? path.parent_path() : fs::path(".");
    set.format = "images";
    ViewSource view;
    view.image = path;
    view.name = path.stem().string();
    set.views.push_back(std::move(view));
    return set;
}

SetSource findSources(const fs::path& input) {
    std::error_code error;
    const std::string text = input.string();
    if (text.find("://") != std::string::npos) {
        refuse(input,
               "is a web address, not a folder",
               "Download the pictures and give their folder.");
    }
    if (const fs::file_status status = fs::status(input, error); fs::is_directory(status)) {
        return readFolder(input);
    } else if (!fs::exists(status)) {
        refuse(input,
               error && error != std::errc::no_such_file_or_directory
                   ? "cannot be opened: " + error.message()
                   : "there is no such file or folder",
               "Give a folder of pictures, a video, a transforms JSON file or a picture.");
    }
    if (toLowerAscii(input.extension().string()) == ".json") {
        return readTransforms(input);
    }
    if (const std::optional<fs::path> cameras = findCameraFile(input)) {
        return readPicturesOf(*cameras, input.parent_path());
    }
    return readSingleImage(input);
}

/// The same picture in two frames: the first one wins.
void dropRepeatedImages(SetSource& set) {
    std::set<fs::path> seen;
    std::vector<ViewSource> kept;
    for (ViewSource& view : set.views) {
        std::error_code error;
        const fs::path real = fs::canonical(view.image, error);
        if (seen.insert(error ? view.image : real).second) {
            kept.push_back(std::move(view));
        } else {
            set.problems.push_back({view.image,
                                    "is listed in two frames; the first one was used",
                                    "Remove one of the two frames.",
                                    true});
        }
    }
    set.views = std::move(kept);
}

/// Names become file names of outputs: unique, valid UTF-8, no slashes.
void makeNamesUnique(SetSource& set) {
    std::map<std::string, int> count;
    const auto clean = [](std::string name) {
        name = displayPath(name);
        std::replace(name.begin(), name.end(), '/', '_');
        return name;
    };
    for (ViewSource& view : set.views) {
        view.name = clean(view.name);
        ++count[view.name];
    }
    std::set<std::string> used;
    for (ViewSource& view : set.views) {
        std::string name = view.name;
        if (count[name] > 1) {
            fs::path relative = view.image.lexically_relative(set.root);
            name = clean(relative.replace_extension().string());
        }
        for (int n = 2; !used.insert(name).second; ++n) {
            name = view.name + "_" + std::to_string(n);
        }
        view.name = name;
    }
    std::sort(set.views.begin(), set.views.end(), [](const ViewSource& a, const ViewSource& b) {
        return naturalLess(a.name, b.name);
    });
}

/// The readers call a point's pictures by their paths; from here on they have the views' names.
void nameCloudPictures(SetSource& set) {
    std::map<std::string, std::string> name_of;
    for (const ViewSource& view : set.views) {
        name_of[view.image.string()] = view.name;
    }
    std::vector<std::string> names;
    for (const std::string& path : set.cloud.pictures) {
        const auto name = name_of.find(path);
        names.push_back(name == name_of.end() ? "" : name->second);
    }
    renamePictures(set.cloud, names);
}

[[noreturn]] void refuseEmptySet(const ImageSet& set, const fs::path& input, std::size_t listed) {
    const auto first = std::find_if(
        set.problems.begin(), set.problems.end(), [](const InputProblem& p) { return p.skipped; });
    if (first == set.problems.end()) {
        refuse(input,
               "no pictures were found",
               "Give a folder of PNG, JPEG, TIFF, WebP, HEIC, EXR or camera raw pictures, a video, "
               "or a "
               "transforms JSON file.");
    }
    const auto skipped = std::count_if(
        set.problems.begin(), set.problems.end(), [](const InputProblem& p) { return p.skipped; });
    refuse(input,
           "none of the " +
               std::to_string(std::max<std::size_t>(listed, static_cast<std::size_t>(skipped))) +
               " pictures can be used. The first: " + displayPath(first->path) + ": " +
               first->reason,
           first->hint);
}

void addOnce(std::vector<std::string>& notes, const std::string& note) {
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) {
        notes.push_back(note);
    }
}

/// Decodes all views in parallel; results are taken in order.
std::vector<LoadedView> loadViews(const SetSource& source, const LoadOptions& options) {
    std::vector<LoadedView> loaded(source.views.size());
    const ViewRules rules{source.is_six_view};
    parallelTasks(static_cast<int64_t>(loaded.size()), [&](int64_t i, int) {
        if (options.before_picture) {
            options.before_picture();
        }
        loaded[static_cast<std::size_t>(i)] =
            loadView(source.views[static_cast<std::size_t>(i)], options, rules);
    });
    return loaded;
}

void reportUnknownDepth(ImageSet& set, const std::vector<LoadedView>& loaded) {
    int64_t unknown = 0;
    for (const LoadedView& one : loaded) {
        unknown += one.unknown_depth;
    }
    if (unknown > 0) {
        set.problems.push_back(
            {set.root,
             std::to_string(unknown) +
                 " depth values are negative or not numbers; they count as unknown",
             "Write 0 where the depth is unknown.",
             false});
    }
}

void placeAssumedRig(ImageSet& set) {
    set.assumed_cameras = true;
    const std::string focal = "focal length 1.38881 x width";
    if (const std::optional<double> distance = sixViewDistanceFromDepth(set)) {
        setSixViewDistance(set, *distance);
        set.notes.push_back("The cameras were assumed: the canonical six-view rig, " + focal +
                            "; their distance " + std::to_string(*distance) +
                            " comes from the depth pictures.");
    } else if (std::any_of(set.views.begin(), set.views.end(), [](const View& view) {
                   return view.depth.width > 0 && view.depth.empty();
               })) {
        set.notes.push_back("The cameras were assumed: the canonical six-view rig, " + focal +
                            "; their distance will come from the depth pictures.");
    } else {
        set.notes.push_back("The cameras were assumed: the canonical six-view rig, " + focal +
                            ", distance " + std::to_string(kSixViewDistance) +
                            " (the scale is arbitrary).");
    }
}

/// The only video of a folder; empty if it holds none.
fs::path videoIn(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return {};
    }
    fs::path video;
    for (const fs::path& file : FileFinder(folder).list("")) {
        if (hasVideoEnding(file) && !video.empty()) {
            refuse(folder,
                   "holds several videos and no pictures",
                   "Give the video that goes round the object.");
        }
        video = hasVideoEnding(file) ? file : video;
    }
    return video;
}

SetSource readVideo(const fs::path& video, const FindOptions& options) {
    const fs::path cache = options.video_cache.empty() ? videoCacheFolder() : options.video_cache;
    if (cache.empty()) {
        refuse(video,
               "its frames cannot be kept anywhere: there is no home folder",
               "Take the frames with 'bozzetto-cli frames' and give their folder.");
    }
    const VideoFrames frames =
        cachedFrames(video, cache, {.count = options.video_frames}, options.task);
    SetSource set = readFolder(frames.folder);
    set.notes.insert(set.notes.end(), frames.notes.begin(), frames.notes.end());
    return set;
}

SetSource findFiles(const fs::path& input, const FindOptions& options) {
    std::error_code error;
    if (hasVideoEnding(input) && fs::is_regular_file(input, error)) {
        return readVideo(input, options);
    }
    SetSource source = findSources(input);
    if (source.views.empty() && source.camera_file.empty()) {
        if (const fs::path video = videoIn(input); !video.empty()) {
            return readVideo(video, options);
        }
    }
    return source;
}

}  // namespace

SetSource findImageSet(const fs::path& input, const FindOptions& options) {
    SetSource source = findFiles(input, options);
    source.input = input;
    source.listed = source.views.size();
    dropRepeatedImages(source);
    makeNamesUnique(source);
    nameCloudPictures(source);
    if (!source.camera_file.empty() && source.format == "images") {
        attachCameras(source, readCameraFile(source.camera_file));
    }
    return source;
}

void useCameraFile(SetSource& set, const fs::path& path) {
    const std::optional<fs::path> found = findCameraFile(path);
    if (!found) {
        std::error_code error;
        refuse(path,
               fs::exists(path, error) ? "is no camera file of a known program"
                                       : "there is no such file or folder",
               "Give a COLMAP model, a Metashape XML, a RealityScan CSV or XMP, poses_bounds.npy, "
               "cameras_sphere.npz or a transforms JSON file.");
    }
    SetSource changed = set;
    attachCameras(changed, readCameraFile(*found));
    set = std::move(changed);
}

ImageSet loadImageSet(const fs::path& input, const LoadOptions& options) {
    return loadImageSet(findImageSet(input), options);
}

ImageSet loadImageSet(SetSource source, const LoadOptions& options) {
    applyEdits(source, options.edits);
    ImageSet set;
    set.root = source.root;
    set.format = source.format;
    set.problems = std::move(source.problems);
    set.notes = std::move(source.notes);
    set.estimated_cameras = source.estimated_cameras;
    set.cloud = std::move(source.cloud);
    std::vector<LoadedView> loaded = loadViews(source, options);
    for (const LoadedView& one : loaded) {
        set.problems.insert(set.problems.end(), one.problems.begin(), one.problems.end());
        for (const std::string& note : one.notes) {
            addOnce(set.notes, note);
        }
    }
    reportUnknownDepth(set, loaded);
    checkMasks(set, loaded);
    for (LoadedView& one : loaded) {
        if (one.view) {
            set.views.push_back(std::move(*one.view));
        }
    }
    if (set.views.empty()) {
        refuseEmptySet(set, source.input, source.listed);
    }
    if (source.assumed_cameras) {
        placeAssumedRig(set);
    }
    checkPoseEvidence(set);
    // Headers are looked at before the poses' convention is settled.
    const bool is_look = options.pixels == LoadOptions::Pixels::HeadersOnly;
    checkCameraPlacement(set, is_look ? OnePoint::Tell : OnePoint::Refuse);
    checkDepthEvidence(set);
    summarizeProblems(set, source.listed);
    return set;
}

}  // namespace bozzetto
