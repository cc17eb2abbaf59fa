// SPDX-License-Identifier: Apache-2.0
#include "camera/transforms_file.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/camera_document.h"
#include "camera/file_finder.h"
#include "camera/formats/point_ply.h"
#include "camera/frame_matrix.h"
#include "camera/json_file.h"
#include "camera/pose_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace bozzetto {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr double kPi = std::numbers::pi;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason, const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

/// Reads one transforms file into a SetSource.
class TransformsReader {
public:
    TransformsReader(const fs::path& path, const json& document)
        : path_(path),
          document_(document),
          finder_(path.has_parent_path() ? path.parent_path() : fs::path(".")) {
        set_.root = finder_.root();
    }

    SetSource read() {
        set_.format = formatOf();
        const json& frames = framesOf();
        checkConflicts(frames);
        settleLayout(frames);
        extras_ = readDocumentExtras(document_, path_);
        const Intrinsics shared = readIntrinsics(document_, Intrinsics{}, "");
        for (std::size_t i = 0; i < frames.size(); ++i) {
            readFrame(frames[i], i, shared);
        }
        readPoints();
        for (const auto& [reason, count] : warnings_) {
            set_.problems.push_back({path_,
                                     reason,
                                     "Write the file again with plain JSON numbers, if you can.",
                                     false});
        }
        return std::move(set_);
    }

    /// The frames alone: their pictures may be anywhere.
    CameraFile readCameras() {
        with_pictures_ = false;
        SetSource set = read();
        CameraFile file;
        file.path = path_;
        file.format = "transforms";
        for (const ViewSource& view : set.views) {
            file.cameras.push_back({view.name, view.intrinsics, view.world_from_camera});
        }
        file.cloud = std::move(set.cloud);
        file.estimated = set.estimated_cameras;
        file.problems = std::move(set.problems);
        file.notes = std::move(set.notes);
        return file;
    }

private:
    std::string formatOf() const {
        const std::string stem = toLowerAscii(path_.stem().string());
        const bool nerfstudio = document_.contains("camera_model") ||
                                document_.contains("applied_transform") ||
                                document_.contains("ply_file_path");
        if (nerfstudio) {
            return "nerfstudio";
        }
        const bool synthetic = stem.starts_with("transforms_") ||
                               (document_.contains("camera_angle_x") &&
                                !document_.contains("fl_x") && !document_.contains("aabb_scale"));
        return synthetic ? "nerf-synthetic" : "instant-ngp";
    }

    const json& framesOf() const {
        const char* hint =
            "A transforms file has a list 'frames' of objects with 'file_path' and "
            "'transform_matrix'.";
        if (!document_.is_object() || !document_.contains("frames")) {
            refuse(path_, "the key 'frames' is missing", hint);
        }
        const json& frames = document_["frames"];
        if (!frames.is_array()) {
            refuse(path_, "'frames' is not a list", hint);
        }
        if (frames.empty()) {
            refuse(path_, "'frames' is empty: no picture is listed", hint);
        }
        return frames;
    }

    /// Keys that stand at the root and, with another value, in frames.
    void checkConflicts(const json& frames) {
        static constexpr const char* kKeys[] = {
            "fl_x", "fl_y", "cx", "cy", "w", "h", "camera_angle_x", "k1", "k2", "p1", "p2"};
        std::string keys;
        for (const char* key : kKeys) {
            const bool conflict =
                document_.contains(key) &&
                std::any_of(frames.begin(), frames.end(), [&](const json& frame) {
                    return frame.is_object() && frame.contains(key) && frame[key] != document_[key];
                });
            keys += conflict ? (keys.empty() ? "" : ", ") + std::string(key) : "";
        }
        if (!keys.empty()) {
            set_.problems.push_back(
                {path_,
                 "frames and the file's root disagree about " + keys +
                     "; the frames' own values were used",
                 "Remove the values at the root if each picture has its own camera.",
                 false});
        }
    }

    void warnNumbers(const std::vector<std::string>& warnings) {
        for (const std::string& warning : warnings) {
            ++warnings_[warning.substr(0, warning.find(" ('")) + "; they were read as numbers"];
        }
    }

    std::optional<double> number(const json& object, const char* key, const std::string& frame) {
        if (!object.contains(key)) {
            return std::nullopt;
        }
        std::vector<std::string> warnings;
        const std::optional<double> value = numberFrom(object[key], key, warnings);
        warnNumbers(warnings);
        if (!value) {
            set_.problems.push_back({path_,
                                     (frame.empty() ? "" : "frame '" + frame + "': ") + "'" + key +
                                         "' is not a number; it was ignored",
                                     "Write a plain JSON number with a decimal point.",
                                     false});
        }
        return value;
    }

    /// A full field of view in radians. Degrees are recognised: nobody has a lens of pi radians or
    /// more.
    double angle(const json& object, const char* key, const std::string& frame) {
        const std::optional<double> value = number(object, key, frame);
        if (!value) {
            return 0;
        }
        if (*value <= 0 || *value >= 180) {
            refuse(path_,
                   "'" + std::string(key) + "' is " + json(*value).dump() +
                       ", which is no field of view",
                   "It is the horizontal angle of view in radians, between 0 and 3.14 (0.69 for "
                   "39.6 degrees).");
        }
        if (*value < kPi) {
            return *value;
        }
        set_.problems.push_back({path_,
                                 "'" + std::string(key) + "' is " + json(*value).dump() +
                                     ", which must be degrees; it was converted to radians",
                                 "Write it in radians.",
                                 false});
        return *value * kPi / 180;
    }

    static int sizeFrom(std::optional<double> value) {
        return value && *value >= 1 && *value <= 1e6 ? static_cast<int>(std::lround(*value)) : 0;
    }

    /// What `object` says about the camera, over what `base` says.
    Intrinsics readIntrinsics(const json& object, Intrinsics base, const std::string& frame) {
        base.width = object.contains("w") ? sizeFrom(number(object, "w", frame)) : base.width;
        base.height = object.contains("h") ? sizeFrom(number(object, "h", frame)) : base.height;
        const auto set = [&](double& field, const char* key) {
            field = number(object, key, frame).value_or(field);
        };
        readFocal(object, base, frame);
        for (const auto& [field, key] : {std::pair{&base.cx, "cx"}, {&base.cy, "cy"}}) {
            if (const std::optional<double> value = number(object, key, frame)) {
                *field = value;
            }
        }
        Lens& lens = base.lens;
        set(lens.k1, "k1"), set(lens.k2, "k2"), set(lens.k3, "k3"), set(lens.k4, "k4");
        set(lens.k5, "k5"), set(lens.k6, "k6"), set(lens.p1, "p1"), set(lens.p2, "p2");
        readCameraModel(object, lens, frame);
        if (lens.model == Lens::Model::Fisheye) {
            lens.p1 = lens.p2 = 0;  // OpenCV's fisheye has no tangential terms
        }
        return base;
    }

    void readFocal(const json& object, Intrinsics& base, const std::string& frame) {
        const std::optional<double> fx = number(object, "fl_x", frame),
                                    fy = number(object, "fl_y", frame);
        for (const auto& [value, key] : {std::pair{fx, "fl_x"}, {fy, "fl_y"}}) {
            if (value && *value <= 0) {
                refuse(path_,
                       "'" + std::string(key) + "' is " + json(*value).dump() +
                           "; a focal length is positive",
                       "Write the focal length in pixels.");
            }
        }
        if (fx || fy) {
            base.fx = fx ? *fx : *fy;
            base.fy = fy ? *fy : *fx;
        }
        const double angle_x = angle(object, "camera_angle_x", frame);
        const double angle_y = angle(object, "camera_angle_y", frame);
        if (!fx && !fy && (angle_x > 0 || angle_y > 0) && !frame.empty()) {
            base.fx = base.fy = 0;  // a frame's own angle wins over the root's focal length
        }
        base.angle_x = angle_x > 0 ? angle_x : base.angle_x;
        base.angle_y = angle_y > 0 ? angle_y : base.angle_y;
        if (object.contains("intrinsic_matrix")) {
            readIntrinsicMatrix(object["intrinsic_matrix"], base, frame);
        }
    }

    void readIntrinsicMatrix(const json& matrix, Intrinsics& base, const std::string& frame) {
        const auto at = [&](std::size_t i, std::size_t j) -> std::optional<double> {
            std::vector<std::string> ignored;
            const bool there = matrix.is_array() && matrix.size() > i && matrix[i].is_array() &&
                               matrix[i].size() > j;
            return there ? numberFrom(matrix[i][j], "intrinsic_matrix", ignored) : std::nullopt;
        };
        const auto fx = at(0, 0), fy = at(1, 1), cx = at(0, 2), cy = at(1, 2);
        if (!fx || !fy || !cx || !cy || *fx <= 0 || *fy <= 0) {
            set_.problems.push_back({path_,
                                     "frame '" + frame + "': its intrinsic_matrix was ignored",
                                     "It must be 3x3 or 4x4 with positive focal lengths.",
                                     false});
            return;
        }
        base.fx = *fx, base.fy = *fy, base.cx = cx, base.cy = cy;
    }

    void readCameraModel(const json& object, Lens& lens, const std::string& frame) {
        const bool fisheye_flag = object.contains("is_fisheye") &&
                                  object["is_fisheye"].is_boolean() &&
                                  object["is_fisheye"].get<bool>();
        if (fisheye_flag) {
            lens.model = Lens::Model::Fisheye;
        }
        if (!object.contains("camera_model") || !object["camera_model"].is_string()) {
            return;
        }
        const std::string model = toLowerAscii(object["camera_model"].get<std::string>());
        if (model.find("fisheye") != std::string::npos) {
            lens.model = Lens::Model::Fisheye;
            return;
        }
        static constexpr const char* kPinholes[] = {"opencv",
                                                    "pinhole",
                                                    "simple_pinhole",
                                                    "simple_radial",
                                                    "radial",
                                                    "full_opencv",
                                                    "perspective"};
        if (std::find(std::begin(kPinholes), std::end(kPinholes), model) == std::end(kPinholes)) {
            refuse(path_,
                   (frame.empty() ? "" : "frame '" + frame + "': ") + "the camera_model '" +
                       displayPath(model) + "' is not supported",
                   "Undistort the pictures to a pinhole camera first; OPENCV, OPENCV_FISHEYE and "
                   "PINHOLE are read.");
        }
    }

    void skipFrame(const std::string& frame,
                   const fs::path& path,
                   const std::string& reason,
                   const std::string& hint) {
        set_.problems.push_back(
            {path, "frame '" + frame + "' was left out: " + reason, hint, true});
    }

    void readFrame(const json& frame, std::size_t index, const Intrinsics& shared) {
        std::string label = "number " + std::to_string(index + 1);
        if (!frame.is_object() || !frame.contains("file_path") || !frame["file_path"].is_string()) {
            skipFrame(
                label, path_, "it has no 'file_path'", "Name the frame's picture in 'file_path'.");
            return;
        }
        const std::string reference = frame["file_path"].get<std::string>();
        label = displayPath(reference);
        ViewSource view;
        view.name = reference;
        if (with_pictures_ && !findPicture(frame, reference, label, view)) {
            return;
        }
        const CheckedPose pose = readPose(frame);
        if (!pose.refusal.empty()) {
            skipFrame(label, path_, pose.refusal, pose.hint);
            return;
        }
        if (!pose.warning.empty()) {
            set_.problems.push_back({path_, pose.warning, pose.hint, false});
        }
        view.world_from_camera = pose.world_from_camera;
        view.intrinsics = readIntrinsics(frame, shared, label);
        if (with_pictures_) {
            readCompanions(frame, label, view);
        }
        set_.views.push_back(std::move(view));
    }

    /// A picture that a frame names. Outside of the folder only in a file of our own.
    FileFinder::Found findFramePicture(const std::string& reference) const {
        FileFinder::Found found =
            extras_.is_own ? finder_.findAnywhere(reference) : finder_.find(reference);
        if (found.path.empty() && extras_.is_broken) {
            found.hint =
                "Give the folder of the pictures as input, and this file as its cameras: it was "
                "changed or comes from another computer.";
        }
        return found;
    }

    /// False if the frame is left out.
    bool findPicture(const json& frame,
                     const std::string& reference,
                     const std::string& label,
                     ViewSource& view) {
        const FileFinder::Found image = findFramePicture(reference);
        if (image.path.empty()) {
            skipFrame(label, path_, image.problem, image.hint);
            return false;
        }
        noteOddPath(image);
        view.image = image.path;
        view.name = frame.contains("name") && frame["name"].is_string()
                        ? frame["name"].get<std::string>()
                        : image.path.stem().string();
        return true;
    }

    /// Sparse points: those with tracks of our own files, else nerfstudio's, which are in the
    /// frames' own coordinates (both had `applied_transform` applied when the file was written).
    void readPoints() {
        set_.estimated_cameras = extras_.estimated;
        set_.cloud = std::move(extras_.cloud);
        if (with_pictures_) {
            for (std::string& picture : set_.cloud.pictures) {
                picture = findFramePicture(picture).path.string();
            }
        }
        if (set_.cloud.empty()) {
            readPointFile();
        }
        if (layout_ == MatrixLayout::Mirrored) {
            for (SparsePoint& point : set_.cloud.points) {
                point.position.z = -point.position.z;
            }
        }
    }

    void readPointFile() {
        if (!document_.contains("ply_file_path") || !document_["ply_file_path"].is_string()) {
            return;
        }
        const std::string reference = document_["ply_file_path"].get<std::string>();
        const FileFinder::Found points = finder_.find(reference);
        try {
            if (points.path.empty()) {
                throw Error(Error::Kind::BadInput, points.problem, points.hint);
            }
            set_.cloud = readPointPly(points.path);
        } catch (const Error& error) {
            set_.problems.push_back(
                {path_,
                 "its points (ply_file_path) cannot be used: " + std::string(error.what()),
                 error.hint(),
                 false});
        }
    }

    void settleLayout(const json& frames) {
        layout_ = commonLayout(frames);
        if (layout_ == MatrixLayout::ColumnMajor) {
            noteOnce("The file's matrices are written column by column and were turned.");
        } else if (layout_ == MatrixLayout::Mirrored) {
            noteOnce("The file's world is left-handed (all matrices mirror): z was negated.");
        }
    }

    CheckedPose readPose(const json& frame) {
        CheckedPose bad;
        bad.hint = "Give 'transform_matrix' as 4 (or 3) rows of 4 numbers, camera to world.";
        FrameMatrix matrix = readFrameMatrix(frame);
        warnNumbers(matrix.warnings);
        if (!matrix.refusal.empty()) {
            bad.refusal = matrix.refusal;
            return bad;
        }
        makeUsual(matrix.numbers, layout_);
        CheckedPose pose = checkPose(matrix.numbers);
        const bool from_na = document_.contains("from_na") && document_["from_na"].is_boolean() &&
                             document_["from_na"].get<bool>();
        if (from_na) {
            for (auto& row : pose.world_from_camera.m) {
                row[1] = -row[1], row[2] = -row[2];
            }
            noteOnce(
                "The file says from_na: its cameras look along +z with y down and were turned.");
        }
        return pose;
    }

    fs::path companion(const json& frame,
                       const char* key,
                       const std::string& label,
                       const char* what) {
        if (!frame.contains(key) || !frame[key].is_string() ||
            frame[key].get_ref<const std::string&>().empty()) {
            return {};
        }
        const FileFinder::Found found = finder_.find(frame[key].get<std::string>());
        if (found.path.empty()) {
            set_.problems.push_back(
                {path_,
                 "frame '" + label + "': its " + what + " cannot be used: " + found.problem,
                 found.hint,
                 false});
        } else {
            noteOddPath(found);
        }
        return found.path;
    }

    void readCompanions(const json& frame, const std::string& label, ViewSource& view) {
        view.mask = companion(frame, "mask_path", label, "mask");
        for (const char* key : {"depth_file_path", "depth_path"}) {
            if (view.depth.empty()) {
                view.depth = companion(frame, key, label, "depth picture");
            }
        }
        view.albedo = companion(frame, "albedo_file_path", label, "albedo picture");
        view.roughness_metallic =
            companion(frame, "rm_file_path", label, "roughness and metallic picture");
        for (const char* key : {"depth_unit_m", "depth_unit_scale_factor", "integer_depth_scale"}) {
            for (const json* object : {&document_, &frame}) {
                const std::optional<double> unit = number(*object, key, label);
                if (unit && *unit > 0) {
                    view.depth_unit = *unit;
                }
            }
        }
    }

    void noteOddPath(const FileFinder::Found& found) {
        if (!found.problem.empty() && !relink_told_) {
            set_.problems.push_back({path_, found.problem, found.hint, false});
            relink_told_ = true;
        }
    }
    void noteOnce(const std::string& note) {
        if (std::find(set_.notes.begin(), set_.notes.end(), note) == set_.notes.end()) {
            set_.notes.push_back(note);
        }
    }

    const fs::path& path_;
    const json& document_;
    FileFinder finder_;
    CameraDocumentExtras extras_;
    MatrixLayout layout_ = MatrixLayout::Usual;
    SetSource set_;
    std::map<std::string, int> warnings_;
    bool relink_told_ = false;
    bool with_pictures_ = true;
};

}  // namespace

SetSource readTransformsFile(const fs::path& path) {
    const json document = readJsonFile(path);
    return TransformsReader(path, document).read();
}

CameraFile readTransformsCameras(const fs::path& path) {
    const json document = readJsonFile(path);
    return TransformsReader(path, document).readCameras();
}

}  // namespace bozzetto
