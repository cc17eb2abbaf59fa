// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/metashape.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/formats/poses.h"
#include "camera/formats/refuse.h"
#include "camera/formats/xml.h"
#include "camera/pose_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kHint = "Export the cameras again from Metashape (File, Export, Cameras).";

/// A sensor's lens, or why it cannot be used.
struct Sensor {
    Intrinsics intrinsics;
    std::string refusal;
};

/// world = scale * rotation * component + translation.
struct ComponentFrame {
    Mat4d rotation;  // no translation
    double scale = 1;
    Vec3d translation;
    bool geocentric = false;
};

class MetashapeReader {
public:
    explicit MetashapeReader(const fs::path& path) : path_(path), xml_(path) {
        file_.path = path;
        file_.format = "metashape-xml";
    }

    CameraFile read() {
        const pugi::xml_node chunk = chunkOf(xml_.root());
        for (const pugi::xml_node sensor : chunk.child("sensors").children("sensor")) {
            sensors_[sensor.attribute("id").as_string()] = readSensor(sensor);
        }
        collectCameras(chunk.child("cameras"));
        const std::string component = largestComponent();
        frame_ = frameOf(chunk, component);
        for (const pugi::xml_node camera : aligned_[component]) {
            addCamera(camera);
        }
        report(component);
        if (file_.cameras.empty()) {
            refuseFile(path_,
                       file_.problems.empty() ? "holds no aligned camera"
                                              : "none of its cameras can be used. The first: " +
                                                    file_.problems.front().reason,
                       file_.problems.empty() ? "Align the photos in Metashape before the export."
                                              : file_.problems.front().hint);
        }
        return std::move(file_);
    }

private:
    /// The first chunk with cameras.
    pugi::xml_node chunkOf(pugi::xml_node document) {
        if (std::string(document.name()) != "document") {
            xml_.refuse(document, "is no Metashape document", kHint);
        }
        pugi::xml_node first;
        int chunks = 0;
        for (const pugi::xml_node chunk : document.children("chunk")) {
            if (chunk.child("cameras")) {
                first = first ? first : chunk;
                ++chunks;
            }
        }
        if (!first) {
            xml_.refuse(document, "holds no chunk with cameras", kHint);
        }
        if (chunks > 1) {
            file_.problems.push_back(
                {path_,
                 "holds " + std::to_string(chunks) + " chunks; the first one was used",
                 "Export the chunk that you want on its own.",
                 false});
        }
        return first;
    }

    static bool isOff(pugi::xml_attribute enabled) {
        const std::string value = enabled.as_string("true");
        return value == "false" || value == "0" || value == "False";
    }

    Sensor readSensor(pugi::xml_node node) {
        Sensor sensor;
        const std::string label = displayPath(std::string(node.attribute("label").as_string()));
        pugi::xml_node calibration =
            node.find_child_by_attribute("calibration", "class", "adjusted");
        calibration = calibration ? calibration : node.child("calibration");
        const std::string type =
            calibration.attribute("type").as_string(node.attribute("type").as_string("frame"));
        if (type != "frame" && type != "fisheye") {
            sensor.refusal = "its sensor '" + label + "' is of the type '" + displayPath(type) +
                             "', which is not supported (frame and fisheye are)";
            return sensor;
        }
        Intrinsics& in = sensor.intrinsics;
        const pugi::xml_node size = calibration.child("resolution")
                                        ? calibration.child("resolution")
                                        : node.child("resolution");
        in.width = side(size.attribute("width")), in.height = side(size.attribute("height"));
        if (in.width == 0 || in.height == 0) {
            sensor.refusal = "its sensor '" + label + "' has no resolution";
            return sensor;
        }
        in.lens.model = type == "fisheye" ? Lens::Model::Fisheye : Lens::Model::Perspective;
        calibration ? readCalibration(calibration, sensor) : readNominalFocal(node, sensor);
        return sensor;
    }

    static int side(pugi::xml_attribute attribute) {
        const std::optional<long long> value = parseInteger(attribute.as_string());
        return value && *value > 0 && *value <= 1'000'000 ? static_cast<int>(*value) : 0;
    }

    /// The number in a child element; 0 without one.
    double number(pugi::xml_node parent, const char* name) const {
        const pugi::xml_node child = parent.child(name);
        if (!child) {
            return 0;
        }
        const std::optional<double> value = parseNumber(trim(child.child_value()));
        if (!value || std::abs(*value) > 1e9) {
            xml_.refuse(child,
                        "'" + displayPath(std::string(child.child_value()).substr(0, 60)) +
                            "' is not a sensible number",
                        kHint);
        }
        return *value;
    }

    void readCalibration(pugi::xml_node node, Sensor& sensor) {
        Intrinsics& in = sensor.intrinsics;
        const bool old = !node.child("f") && node.child("fx");  // PhotoScan 1.2 and before
        const double f = number(node, "f");
        in.fy = old ? number(node, "fy") : f;
        in.fx = old ? number(node, "fx") : f + number(node, "b1");
        in.cx = number(node, "cx") + (old ? 0 : 0.5 * in.width);
        in.cy = number(node, "cy") + (old ? 0 : 0.5 * in.height);
        if (in.fx <= 0 || in.fy <= 0) {
            sensor.refusal = "its sensor's focal length is not positive (" +
                             xml_.placeOf(node.child("f") ? node.child("f") : node) + ")";
            return;
        }
        Lens& lens = in.lens;
        lens.k1 = number(node, "k1"), lens.k2 = number(node, "k2"), lens.k3 = number(node, "k3");
        lens.k4 = number(node, "k4");
        lens.p1 = number(node, "p2"),
        lens.p2 = number(node, "p1");  // OpenCV has them the other way
        lens.skew = number(node, old ? "skew" : "b2") / in.fx;
        if (lens.k4 != 0 && lens.model == Lens::Model::Perspective) {
            lens.model = Lens::Model::Polynomial;
        }
        for (const char* unknown : {"p3", "p4", "k5", "k6"}) {
            if (number(node, unknown) != 0) {
                sensor.refusal = std::string("its lens coefficient ") + unknown +
                                 " is not supported (" + xml_.placeOf(node.child(unknown)) + ")";
            }
        }
    }

    /// A sensor that was never calibrated: the lens's focal length over the size of a pixel.
    static void readNominalFocal(pugi::xml_node node, Sensor& sensor) {
        const auto property = [&](const char* name) {
            const pugi::xml_node found = node.find_child_by_attribute("property", "name", name);
            return parseNumber(found.attribute("value").as_string()).value_or(0);
        };
        const double focal = property("focal_length");
        const double width = property("pixel_width"), height = property("pixel_height");
        if (focal > 0 && width > 0 && height > 0) {
            sensor.intrinsics.fx = focal / width, sensor.intrinsics.fy = focal / height;
        }  // else EXIF decides
    }

    void collectCameras(pugi::xml_node parent) {
        for (const pugi::xml_node node : parent.children()) {
            const std::string name = node.name();
            if (name == "group") {
                for (const pugi::xml_node camera : node.children("camera")) {
                    collectCamera(camera);
                }
            } else if (name == "camera") {
                collectCamera(node);
            }
        }
    }

    void collectCamera(pugi::xml_node camera) {
        const std::string label = camera.attribute("label").as_string();
        if (isOff(camera.attribute("enabled"))) {
            disabled_.push_back(label);
        } else if (!camera.child("transform")) {
            unaligned_.push_back(label);
        } else {
            aligned_[camera.attribute("component_id").as_string()].push_back(camera);
        }
    }

    std::string largestComponent() const {
        std::string largest;
        std::size_t most = 0;
        for (const auto& [component, cameras] : aligned_) {
            if (cameras.size() > most) {
                largest = component, most = cameras.size();
            }
        }
        return largest;
    }

    ComponentFrame frameOf(pugi::xml_node chunk, const std::string& component) {
        pugi::xml_node transform = chunk.child("transform");
        if (!component.empty()) {
            const pugi::xml_node found =
                chunk.child("components")
                    .find_child_by_attribute("component", "id", component.c_str());
            transform = found.child("transform") ? found.child("transform") : transform;
        }
        ComponentFrame frame;
        const pugi::xml_node rotation = transform.child("rotation");
        const pugi::xml_node translation = transform.child("translation");
        const pugi::xml_node scale = transform.child("scale");
        if (!rotation || !translation || !scale) {
            return frame;  // not referenced
        }
        const auto r = numbersFrom(rotation.child_value(), 9);
        const auto t = numbersFrom(translation.child_value(), 3);
        const auto s = numbersFrom(scale.child_value(), 1);
        if (!r || !t || !s || (*s)[0] <= 0) {
            xml_.refuse(
                transform, "its rotation, translation and scale are not 9, 3 and 1 numbers", kHint);
        }
        const double values[16] = {(*r)[0],
                                   (*r)[1],
                                   (*r)[2],
                                   0,
                                   (*r)[3],
                                   (*r)[4],
                                   (*r)[5],
                                   0,
                                   (*r)[6],
                                   (*r)[7],
                                   (*r)[8],
                                   0,
                                   0,
                                   0,
                                   0,
                                   1};
        const CheckedPose checked = checkPose(values);
        if (!checked.refusal.empty()) {
            xml_.refuse(rotation, "it is not a rotation", kHint);
        }
        frame.rotation = checked.world_from_camera;
        frame.scale = (*s)[0];
        frame.translation = {(*t)[0], (*t)[1], (*t)[2]};
        constexpr double kGeocentric = 1e5;
        if (length(frame.translation) > kGeocentric) {
            frame.translation = {};
            frame.geocentric = true;
        }
        return frame;
    }

    void leaveOut(pugi::xml_node camera, const std::string& reason, const std::string& hint) {
        file_.problems.push_back(
            {path_,
             "the camera '" + displayPath(std::string(camera.attribute("label").as_string())) +
                 "' (" + xml_.placeOf(camera) + ") was left out: " + reason,
             hint,
             true});
    }

    void addCamera(pugi::xml_node node) {
        const std::string label = node.attribute("label").as_string();
        const auto sensor = sensors_.find(node.attribute("sensor_id").as_string());
        if (label.empty()) {
            leaveOut(node, "it has no label", kHint);
        } else if (node.attribute("master_id")) {
            leaveOut(node,
                     "it belongs to a camera system of several lenses",
                     "Export the photos of one lens only.");
        } else if (sensor == sensors_.end()) {
            leaveOut(node, "its sensor is not in the file", kHint);
        } else if (!sensor->second.refusal.empty()) {
            leaveOut(node,
                     sensor->second.refusal,
                     "Undistort the photos in Metashape and export them with their cameras.");
        } else if (!labels_.insert(label).second) {
            leaveOut(node,
                     "another camera has its label; the first one was used",
                     "Give the photos different names.");
        } else {
            addPose(node, label, sensor->second.intrinsics);
        }
    }

    void addPose(pugi::xml_node node, const std::string& label, const Intrinsics& intrinsics) {
        const auto numbers = numbersFrom(node.child("transform").child_value(), 16);
        if (!numbers) {
            leaveOut(node, "its transform is not made of 16 finite numbers", kHint);
            return;
        }
        double values[16];
        std::copy(numbers->begin(), numbers->end(), values);
        const CheckedPose pose = checkPose(values);
        if (!pose.refusal.empty()) {
            leaveOut(node, pose.refusal, kHint);
            return;
        }
        const Mat4d& local = pose.world_from_camera;
        Mat4d world = frame_.rotation * local;
        const Vec3d position =
            transformPoint(frame_.rotation, {local.m[0][3], local.m[1][3], local.m[2][3]}) *
                frame_.scale +
            frame_.translation;
        for (int i = 0; i < 3; ++i) {
            world.m[i][3] = position[i];
        }
        file_.cameras.push_back({label, intrinsics, flipCameraAxes(world)});
    }

    static std::string some(const std::vector<std::string>& labels) {
        std::string text;
        for (std::size_t i = 0; i < std::min<std::size_t>(labels.size(), 5); ++i) {
            text += (i > 0 ? ", " : "") + displayPath(labels[i]);
        }
        return labels.size() > 5 ? text + ", ..." : text;
    }

    void report(const std::string& component) {
        const auto tell = [&](const std::string& reason, const std::string& hint) {
            file_.problems.push_back({path_, reason, hint, false});
        };
        if (!disabled_.empty()) {
            tell(std::to_string(disabled_.size()) +
                     " cameras are disabled in Metashape and were left out: " + some(disabled_),
                 "Enable them there if they are to be used.");
        }
        if (!unaligned_.empty()) {
            tell(std::to_string(unaligned_.size()) +
                     " cameras are not aligned and were left out: " + some(unaligned_),
                 "Align them in Metashape if they are to be used.");
        }
        std::size_t elsewhere = 0;
        for (const auto& [other, cameras] : aligned_) {
            elsewhere += other == component ? 0 : cameras.size();
        }
        if (elsewhere > 0) {
            tell("the photos fell apart into " + std::to_string(aligned_.size()) +
                     " components; the largest was used, " + std::to_string(elsewhere) +
                     " cameras of the others were left out",
                 "Merge the components in Metashape if they belong together.");
        }
        if (frame_.geocentric) {
            file_.notes.push_back(
                "The cameras are far from the origin (geocentric coordinates): their common shift "
                "was left out.");
        }
    }

    const fs::path& path_;
    XmlFile xml_;
    CameraFile file_;
    std::map<std::string, Sensor> sensors_;
    std::map<std::string, std::vector<pugi::xml_node>> aligned_;  // by component
    std::vector<std::string> disabled_, unaligned_;
    std::set<std::string> labels_;
    ComponentFrame frame_;
};

}  // namespace

CameraFile readMetashape(const fs::path& path) {
    return MetashapeReader(path).read();
}

}  // namespace bozzetto
