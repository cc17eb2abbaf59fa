// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/colmap.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/formats/colmap_lens.h"
#include "camera/formats/poses.h"
#include "camera/formats/refuse.h"
#include "camera/lens.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

bool holds(const fs::path& folder, const char* ending) {
    std::error_code error;
    return fs::exists(folder / (std::string("cameras") + ending), error) &&
           fs::exists(folder / (std::string("images") + ending), error);
}

/// camera_from_world of COLMAP as our world_from_camera; nullopt if it is no pose.
std::optional<Mat4d> worldFromCamera(const ColmapPose& pose) {
    std::optional<Mat4d> camera_from_world = rotationFromQuaternion(pose.rotation);
    if (!camera_from_world) {
        return std::nullopt;
    }
    for (int i = 0; i < 3; ++i) {
        camera_from_world->m[i][3] = pose.translation[i];
    }
    const Mat4d result = flipCameraAxes(inverseRigid(*camera_from_world));
    return isSensiblePose(result) ? std::optional(result) : std::nullopt;
}

ColmapPose poseOf(const Mat4d& world_from_camera) {
    const Mat4d camera_from_world = inverseRigid(flipCameraAxes(world_from_camera));
    ColmapPose pose;
    pose.rotation = quaternionFromRotation(camera_from_world);
    for (int i = 0; i < 3; ++i) {
        pose.translation[i] = camera_from_world.m[i][3];
    }
    return pose;
}

/// c_from_a = c_from_b * b_from_a.
std::optional<ColmapPose> combine(const ColmapPose& c_from_b, const ColmapPose& b_from_a) {
    const std::optional<Mat4d> outer = rotationFromQuaternion(c_from_b.rotation);
    const std::optional<Mat4d> inner = rotationFromQuaternion(b_from_a.rotation);
    if (!outer || !inner) {
        return std::nullopt;
    }
    ColmapPose result;
    result.rotation = quaternionFromRotation(*outer * *inner);
    result.translation = transformPoint(*outer, b_from_a.translation) + c_from_b.translation;
    return result;
}

/// A file of records that name each other by number, on its way to a CameraFile.
class ColmapConverter {
public:
    ColmapConverter(const fs::path& folder, ColmapModel model)
        : folder_(folder), model_(std::move(model)) {
        file_.path = folder;
    }

    CameraFile convert() {
        usePosesOfFrames();
        indexCameras();
        for (const ColmapImage& image : model_.images) {
            addImage(image);
        }
        if (file_.cameras.empty()) {
            refuseWithoutCameras();
        }
        for (const ColmapPoint& point : model_.points) {
            addPoint(point);
        }
        reportPoints();
        return std::move(file_);
    }

private:
    void problem(const std::string& reason, const std::string& hint, bool skipped) {
        file_.problems.push_back({folder_, reason, hint, skipped});
    }

    /// Since COLMAP 3.12 the frames say where the cameras are; the images' own poses are kept for
    /// older readers.
    void usePosesOfFrames() {
        std::map<uint32_t, const ColmapRig*> rigs;
        for (const ColmapRig& rig : model_.rigs) {
            rigs[rig.id] = &rig;
        }
        std::map<uint64_t, ColmapPose> poses;  // by image
        for (const ColmapFrame& frame : model_.frames) {
            const auto rig = rigs.find(frame.rig);
            for (const ColmapFrame::Datum& datum : frame.data) {
                if (rig != rigs.end() && datum.sensor_type == ColmapSensor::kCamera) {
                    addFramePose(*rig->second, frame, datum, poses);
                }
            }
        }
        for (ColmapImage& image : model_.images) {
            if (const auto pose = poses.find(image.id); pose != poses.end()) {
                image.camera_from_world = pose->second;
            }
        }
    }

    static void addFramePose(const ColmapRig& rig,
                             const ColmapFrame& frame,
                             const ColmapFrame::Datum& datum,
                             std::map<uint64_t, ColmapPose>& poses) {
        for (const ColmapSensor& sensor : rig.sensors) {
            if (sensor.type == datum.sensor_type && sensor.id == datum.sensor &&
                sensor.sensor_from_rig) {
                if (const auto pose = combine(*sensor.sensor_from_rig, frame.rig_from_world)) {
                    poses[datum.id] = *pose;
                }
            }
        }
    }

    void indexCameras() {
        for (const ColmapCamera& camera : model_.cameras) {
            if (!cameras_.emplace(camera.id, intrinsicsFromColmap(camera)).second) {
                problem("the camera " + std::to_string(camera.id) +
                            " stands there twice; the first one was used",
                        "Write the model again with COLMAP.",
                        false);
            }
        }
    }

    void addImage(const ColmapImage& image) {
        const std::string name = displayPath(image.name);
        const auto camera = cameras_.find(image.camera);
        if (camera == cameras_.end()) {
            problem("the image '" + name + "' was left out: its camera " +
                        std::to_string(image.camera) + " is not in the model",
                    "Write the model again with COLMAP.",
                    true);
        } else if (!camera->second.refusal.empty()) {
            problem("the image '" + name + "' was left out: " + camera->second.refusal,
                    camera->second.hint,
                    true);
        } else if (const std::optional<Mat4d> pose = worldFromCamera(image.camera_from_world);
                   !pose) {
            problem("the image '" + name + "' was left out: its pose is not made of sensible " +
                        "numbers",
                    "Write the model again with COLMAP.",
                    true);
        } else if (!names_.insert(image.name).second) {
            problem("the image '" + name + "' is there twice; the first one was used",
                    "Remove one of the two.",
                    true);
        } else if (!index_of_.emplace(image.id, file_.cameras.size()).second) {
            problem("two images have the number " + std::to_string(image.id) + "; '" + name +
                        "' was left out",
                    "Write the model again with COLMAP.",
                    true);
        } else {
            file_.cameras.push_back({image.name, camera->second.intrinsics, pose});
            file_.cloud.pictures.push_back(image.name);
        }
    }

    [[noreturn]] void refuseWithoutCameras() const {
        if (file_.problems.empty()) {
            refuseFile(folder_,
                       "the COLMAP model holds no image",
                       "Give the model that COLMAP's mapper wrote, usually sparse/0.");
        }
        refuseFile(
            folder_,
            "none of the model's cameras can be used. The first: " + file_.problems.front().reason,
            file_.problems.front().hint);
    }

    void addPoint(const ColmapPoint& from) {
        const double size = length(from.position);
        if (!std::isfinite(size) || size > 1e12) {
            ++bad_points_;
            return;
        }
        SparsePoint point;
        point.position = from.position;
        point.color = from.color;
        point.error = from.error >= 0 && from.error < 1e6 ? static_cast<float>(from.error) : 0;
        for (const ColmapPoint::Element& element : from.track) {
            if (const auto index = index_of_.find(element.image); index != index_of_.end()) {
                point.seen_by.push_back(static_cast<uint32_t>(index->second));
            }
        }
        std::sort(point.seen_by.begin(), point.seen_by.end());
        point.seen_by.erase(std::unique(point.seen_by.begin(), point.seen_by.end()),
                            point.seen_by.end());
        file_.cloud.points.push_back(std::move(point));
    }

    void reportPoints() {
        if (bad_points_ > 0) {
            problem(std::to_string(bad_points_) +
                        " points were left out: their positions are not sensible numbers",
                    "Nothing to do, unless there are many.",
                    false);
        }
    }

    const fs::path& folder_;
    ColmapModel model_;
    CameraFile file_;
    std::map<uint32_t, ColmapIntrinsics> cameras_;
    std::map<uint32_t, std::size_t> index_of_;  // in file_.cameras, by image number
    std::set<std::string> names_;
    int bad_points_ = 0;
};

/// What two readings of one model disagree about; empty if they tell the same.
std::string disagreement(const CameraFile& a, const CameraFile& b) {
    if (a.cameras.size() != b.cameras.size()) {
        return std::to_string(a.cameras.size()) + " against " + std::to_string(b.cameras.size()) +
               " images";
    }
    std::map<std::string, const FileCamera*> by_name;
    for (const FileCamera& camera : b.cameras) {
        by_name[camera.picture] = &camera;
    }
    for (const FileCamera& camera : a.cameras) {
        const auto other = by_name.find(camera.picture);
        if (other == by_name.end()) {
            return "only one of them has the image '" + displayPath(camera.picture) + "'";
        }
        const Mat4d &p = *camera.world_from_camera, &q = *other->second->world_from_camera;
        double difference = std::abs(camera.intrinsics.fx / other->second->intrinsics.fx - 1);
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 4; ++j) {
                const double scale = j == 3 ? std::max(1.0, std::abs(p.m[i][j])) : 1.0;
                difference = std::max(difference, std::abs(p.m[i][j] - q.m[i][j]) / scale);
            }
        }
        if (difference > 1e-4) {
            return "they place the camera of '" + displayPath(camera.picture) + "' differently";
        }
    }
    return a.cloud.points.size() == b.cloud.points.size()
               ? ""
               : std::to_string(a.cloud.points.size()) + " against " +
                     std::to_string(b.cloud.points.size()) + " points";
}

void compareWithText(CameraFile& file, const fs::path& folder) {
    std::string difference;
    try {
        difference = disagreement(file, ColmapConverter(folder, readColmapText(folder)).convert());
    } catch (const Error& error) {
        difference = error.what();
    }
    if (!difference.empty()) {
        file.problems.push_back({folder,
                                 "the model's binary files and text files disagree (" + difference +
                                     "); the binary ones were used",
                                 "Remove the files that are out of date.",
                                 false});
    }
}

/// The other numbered models beside sparse/0.
void listOtherModels(CameraFile& file, const fs::path& folder) {
    const auto isNumber = [](const std::string& name) {
        return !name.empty() &&
               std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    const fs::path plain = (folder / "").parent_path();  // without a slash at the end
    if (!isNumber(plain.filename().string())) {
        return;
    }
    std::vector<std::string> others;
    std::error_code error;
    for (fs::directory_iterator it(plain.parent_path(), error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (isNumber(name) && name != plain.filename() && holdsColmapModel(it->path())) {
            others.push_back(name);
        }
    }
    std::sort(others.begin(), others.end());
    std::string list;
    for (const std::string& name : others) {
        list += (list.empty() ? "" : ", ") + name;
    }
    if (!list.empty()) {
        file.problems.push_back(
            {folder,
             "the pictures fell apart into several models; the others (" + list + ") were not used",
             "Give another model's folder to use that one.",
             false});
    }
}

/// A CameraFile on its way to COLMAP's records.
class ColmapBuilder {
public:
    explicit ColmapBuilder(const CameraFile& file) : file_(file) {}

    ColmapModel build() {
        for (const FileCamera& camera : file_.cameras) {
            if (camera.world_from_camera) {
                addImage(camera);
            }
        }
        for (const SparsePoint& point : file_.cloud.points) {
            addPoint(point);
        }
        return std::move(model_);
    }

private:
    void addImage(const FileCamera& from) {
        ColmapImage image;
        image.id = static_cast<uint32_t>(model_.images.size() + 1);
        image.camera = cameraNumber(from);
        image.name = from.picture;
        image.camera_from_world = poseOf(*from.world_from_camera);
        if (image.name.empty() || image.name.find_first_of("\r\n") != std::string::npos) {
            throw Error(Error::Kind::BadInput,
                        "a camera has no picture whose name a COLMAP model could hold",
                        "Give the cameras together with the pictures.");
        }
        image_of_[from.picture] = model_.images.size();
        views_.push_back(&from);
        model_.images.push_back(std::move(image));
    }

    uint32_t cameraNumber(const FileCamera& from) {
        ColmapCamera camera = colmapFromIntrinsics(from.intrinsics, displayPath(from.picture));
        for (const ColmapCamera& known : model_.cameras) {
            if (known.model == camera.model && known.width == camera.width &&
                known.height == camera.height && known.parameters == camera.parameters) {
                return known.id;
            }
        }
        camera.id = static_cast<uint32_t>(model_.cameras.size() + 1);
        model_.cameras.push_back(std::move(camera));
        return model_.cameras.back().id;
    }

    void addPoint(const SparsePoint& from) {
        ColmapPoint point;
        point.id = model_.points.size() + 1;
        point.position = from.position;
        point.color = from.color;
        point.error = from.error;
        for (const uint32_t picture : from.seen_by) {
            const auto index = picture < file_.cloud.pictures.size()
                                   ? image_of_.find(file_.cloud.pictures[picture])
                                   : image_of_.end();
            if (index != image_of_.end()) {
                observe(point, index->second);
            }
        }
        model_.points.push_back(std::move(point));
    }

    /// COLMAP wants to know where a picture shows a point: where its camera projects it to.
    void observe(ColmapPoint& point, std::size_t index) {
        const Intrinsics& in = views_[index]->intrinsics;
        const Vec3d p =
            transformPoint(inverseRigid(*views_[index]->world_from_camera), point.position);
        if (p.z >= 0) {
            return;
        }
        const Vec2d ray = distortRay(in.lens, {p.x / -p.z, p.y / p.z});
        ColmapImage& image = model_.images[index];
        point.track.push_back({image.id, static_cast<uint32_t>(image.observations.size())});
        image.observations.push_back(
            {in.fx * ray.x + in.cx.value_or(0.5 * in.width),
             (in.fy > 0 ? in.fy : in.fx) * ray.y + in.cy.value_or(0.5 * in.height),
             point.id});
    }

    const CameraFile& file_;
    ColmapModel model_;
    std::map<std::string, std::size_t> image_of_;  // in model_.images, by name
    std::vector<const FileCamera*> views_;         // of model_.images
};

}  // namespace

bool holdsColmapModel(const fs::path& folder) {
    return holds(folder, ".bin") || holds(folder, ".txt");
}

CameraFile readColmapModel(const fs::path& folder) {
    if (!holdsColmapModel(folder)) {
        refuseFile(folder,
                   "holds no COLMAP model",
                   "A model is a folder with cameras and images, both .bin or both .txt.");
    }
    const bool binary = holds(folder, ".bin");
    CameraFile file =
        ColmapConverter(folder, binary ? readColmapBinary(folder) : readColmapText(folder))
            .convert();
    file.format = binary ? "colmap-binary" : "colmap-text";
    if (binary && holds(folder, ".txt")) {
        compareWithText(file, folder);
    }
    listOtherModels(file, folder);
    return file;
}

void writeColmapModel(const CameraFile& file, const fs::path& folder, ColmapEncoding encoding) {
    const ColmapModel model = ColmapBuilder(file).build();
    std::error_code error;
    fs::create_directories(folder, error);
    if (encoding == ColmapEncoding::Binary) {
        writeColmapBinary(model, folder);
    } else {
        writeColmapText(model, folder);
    }
}

}  // namespace bozzetto
