// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/file_finder.h"
#include "camera/formats/poses.h"
#include "camera/formats/reality_scan.h"
#include "camera/formats/refuse.h"
#include "camera/formats/xml.h"
#include "camera/pose_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kHint = "Export the XMP metadata again from RealityScan.";
constexpr const char* kNamespace = "http://www.capturingreality.com/ns/xcr/1.1#";
constexpr std::array kModels = {
    "perspective", "division", "brown3", "brown4", "brown3t2", "brown4t2"};

[[noreturn]] void leaveOut(const std::string& reason, const std::string& hint = kHint) {
    throw Error(Error::Kind::BadInput, reason, hint);
}

/// One sidecar. Throws Error with the reason why its camera is left out.
class SidecarReader {
public:
    explicit SidecarReader(const fs::path& path) : xml_(path), description_(find(xml_.root())) {}

    /// Sidecars of photo programs have no words of RealityScan.
    bool isRealityScan() const { return static_cast<bool>(description_); }

    FileCamera read(const std::string& picture) const {
        FileCamera camera;
        camera.picture = picture;
        camera.unit = FileCamera::Unit::LongerSide;
        camera.world_from_camera = pose();
        camera.intrinsics = intrinsics();
        return camera;
    }

private:
    /// The rdf:Description with a word of RealityScan.
    static pugi::xml_node find(pugi::xml_node root) {
        return root.find_node([](pugi::xml_node node) {
            const auto is_ours = [](const char* name) {
                return std::string_view(name).starts_with("xcr:");
            };
            if (std::string_view(node.name()) != "rdf:Description") {
                return false;
            }
            for (const pugi::xml_attribute attribute : node.attributes()) {
                if (is_ours(attribute.name())) {
                    return true;
                }
            }
            for (const pugi::xml_node child : node.children()) {
                if (is_ours(child.name())) {
                    return true;
                }
            }
            return false;
        });
    }

    /// What the file says under a name: an attribute or an element; empty without.
    std::string value(const char* name) const {
        const std::string full = std::string("xcr:") + name;
        const pugi::xml_attribute attribute = description_.attribute(full.c_str());
        return attribute ? attribute.as_string() : description_.child_value(full.c_str());
    }

    std::vector<double> numbers(const char* name, std::size_t count) const {
        const std::string text = value(name);
        if (trim(text).empty()) {
            leaveOut(std::string("it has no xcr:") + name);
        }
        const auto found = numbersFrom(text, count);
        if (!found) {
            leaveOut(std::string("xcr:") + name + " is not made of " + std::to_string(count) +
                     " finite numbers");
        }
        return *found;
    }

    double number(const char* name, double without) const {
        return value(name).empty() ? without : numbers(name, 1)[0];
    }

    Mat4d pose() const {
        const std::vector<double> r = numbers("Rotation", 9), p = numbers("Position", 3);
        // Row by row world to camera: camera to world has it by columns.
        const double values[16] = {
            r[0], r[3], r[6], p[0], r[1], r[4], r[7], p[1], r[2], r[5], r[8], p[2], 0, 0, 0, 1};
        const CheckedPose checked = checkPose(values);
        if (!checked.refusal.empty()) {
            leaveOut("xcr:Rotation is not a rotation, or xcr:Position not a sensible place");
        }
        return flipCameraAxes(checked.world_from_camera);
    }

    Intrinsics intrinsics() const {
        const std::string model = value("DistortionModel");
        if (!model.empty() && std::find(kModels.begin(), kModels.end(), model) == kModels.end()) {
            leaveOut(
                "its distortion model '" + displayPath(model) + "' is not supported",
                "Align with one of the models division, brown3, brown4, brown3t2, brown4t2, or "
                "export undistorted pictures.");
        }
        if (const std::string projection = value("ProjectionModel");
            !projection.empty() && projection != "perspective") {
            leaveOut("its projection '" + displayPath(projection) + "' is not supported",
                     "Use perspective pictures.");
        }
        if (number("Skew", 0) != 0 || std::abs(number("AspectRatio", 1) - 1) > 1e-9) {
            leaveOut("its pixels are not square (xcr:Skew, xcr:AspectRatio)",
                     "Align without skew and aspect ratio.");
        }
        RealityScanLens lens;
        lens.f = number("FocalLength35mm", 0);
        if (value("FocalLength35mm").empty()) {
            return {};  // EXIF decides
        }
        if (lens.f <= 0 || lens.f > 1e5) {
            leaveOut("xcr:FocalLength35mm is not a focal length");
        }
        lens.px = number("PrincipalPointU", 0), lens.py = number("PrincipalPointV", 0);
        lens.division = model == "division";
        if (model != "perspective" && !model.empty()) {
            const std::vector<double> d = numbers("DistortionCoeficients", 6);
            std::copy(d.begin(), d.begin() + 4, lens.k);
            std::copy(d.begin() + 4, d.end(), lens.t);
        }
        return intrinsicsFromRealityScan(lens);
    }

    XmlFile xml_;
    pugi::xml_node description_;
};

std::vector<fs::path> sidecarsOf(const fs::path& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        return {path};
    }
    std::vector<fs::path> sidecars;
    for (const fs::path& file : FileFinder(path).list("")) {
        if (toLowerAscii(file.extension().string()) == ".xmp") {
            sidecars.push_back(file);
        }
    }
    return sidecars;
}

std::string numbersText(std::initializer_list<double> numbers) {
    std::string text;
    for (const double number : numbers) {
        text += (text.empty() ? "" : " ") + formatNumber(number);
    }
    return text;
}

const char* modelOf(const RealityScanLens& lens) {
    const bool tangential = lens.t[0] != 0 || lens.t[1] != 0;
    if (lens.division) {
        return "division";
    }
    if (lens.k[3] != 0) {
        return tangential ? "brown4t2" : "brown4";
    }
    if (tangential) {
        return "brown3t2";
    }
    return lens.k[0] != 0 || lens.k[1] != 0 || lens.k[2] != 0 ? "brown3" : "perspective";
}

std::string sidecarText(const FileCamera& camera) {
    const RealityScanLens lens = realityScanFromIntrinsics(camera);
    const Mat4d world_from_camera = flipCameraAxes(*camera.world_from_camera);
    const auto& m = world_from_camera.m;
    pugi::xml_document document;
    pugi::xml_node meta = document.append_child("x:xmpmeta");
    meta.append_attribute("xmlns:x") = "adobe:ns:meta/";
    pugi::xml_node rdf = meta.append_child("rdf:RDF");
    rdf.append_attribute("xmlns:rdf") = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    pugi::xml_node description = rdf.append_child("rdf:Description");
    const auto attribute = [&](const char* name, const std::string& value) {
        description.append_attribute(name) = value.c_str();
    };
    attribute("xmlns:xcr", kNamespace);
    attribute("xcr:Version", "3");
    attribute("xcr:PosePrior", "initial");
    attribute("xcr:Coordinates", "absolute");
    attribute("xcr:DistortionModel", modelOf(lens));
    attribute("xcr:FocalLength35mm", formatNumber(lens.f));
    attribute("xcr:Skew", "0");
    attribute("xcr:AspectRatio", "1");
    attribute("xcr:PrincipalPointU", formatNumber(lens.px));
    attribute("xcr:PrincipalPointV", formatNumber(lens.py));
    attribute("xcr:CalibrationPrior", "initial");
    attribute("xcr:CalibrationGroup", "-1");
    attribute("xcr:DistortionGroup", "-1");
    attribute("xcr:InTexturing", "1");
    attribute("xcr:InMeshing", "1");
    const auto element = [&](const char* name, const std::string& value) {
        description.append_child(name).text().set(value.c_str());
    };
    element("xcr:Rotation",
            numbersText(
                {m[0][0], m[1][0], m[2][0], m[0][1], m[1][1], m[2][1], m[0][2], m[1][2], m[2][2]}));
    element("xcr:Position", numbersText({m[0][3], m[1][3], m[2][3]}));
    element("xcr:DistortionCoeficients",
            numbersText({lens.k[0], lens.k[1], lens.k[2], lens.k[3], lens.t[0], lens.t[1]}));
    std::ostringstream text;
    document.save(text, "  ", pugi::format_indent | pugi::format_no_declaration);
    return text.str();
}

}  // namespace

CameraFile readRealityScanXmp(const fs::path& path) {
    CameraFile file;
    file.path = path;
    file.format = "realityscan-xmp";
    for (const fs::path& sidecar : sidecarsOf(path)) {
        try {
            const SidecarReader reader(sidecar);
            if (reader.isRealityScan()) {
                file.cameras.push_back(reader.read(sidecar.stem().string()));
            }
        } catch (const Error& error) {
            const std::string prefix = displayPath(sidecar) + ": ";
            const std::string what = error.what();
            file.problems.push_back(
                {sidecar,
                 "its camera was left out: " +
                     (what.starts_with(prefix) ? what.substr(prefix.size()) : what),
                 error.hint(),
                 true});
        }
    }
    if (file.cameras.empty()) {
        refuseFile(path,
                   file.problems.empty() ? "holds no camera of RealityScan"
                                         : "none of its sidecars holds a camera. The first: " +
                                               displayPath(file.problems.front().path.filename()) +
                                               ": " + file.problems.front().reason,
                   file.problems.empty() ? kHint : file.problems.front().hint);
    }
    return file;
}

void writeRealityScanXmp(const CameraFile& file, const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    for (const FileCamera& camera : file.cameras) {
        if (camera.world_from_camera) {
            const std::string name = fs::path(camera.picture).filename().string();
            const fs::path stem = hasPictureEnding(name) ? fs::path(name).stem() : fs::path(name);
            writeFileAtomically(folder / (stem.string() + ".xmp"), sidecarText(camera));
        }
    }
}

}  // namespace bozzetto
