// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/formats/metashape.h"
#include "camera/formats/poses.h"

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

void append(pugi::xml_node parent, const char* name, double value) {
    parent.append_child(name).text().set(formatNumber(value).c_str());
}

void writeSensor(pugi::xml_node sensors, std::size_t id, const Intrinsics& in) {
    const Lens& lens = in.lens;
    const bool fisheye = lens.model == Lens::Model::Fisheye;
    const char* type = fisheye ? "fisheye" : "frame";
    pugi::xml_node sensor = sensors.append_child("sensor");
    sensor.append_attribute("id") = static_cast<unsigned long long>(id);
    sensor.append_attribute("label") = ("lens " + std::to_string(id + 1)).c_str();
    sensor.append_attribute("type") = type;
    const auto resolution = [&](pugi::xml_node parent) {
        pugi::xml_node size = parent.append_child("resolution");
        size.append_attribute("width") = in.width;
        size.append_attribute("height") = in.height;
    };
    resolution(sensor);
    pugi::xml_node calibration = sensor.append_child("calibration");
    calibration.append_attribute("type") = type;
    calibration.append_attribute("class") = "adjusted";
    resolution(calibration);
    const double fy = in.fy > 0 ? in.fy : in.fx;
    append(calibration, "f", fy);
    append(calibration, "cx", in.cx.value_or(0.5 * in.width) - 0.5 * in.width);
    append(calibration, "cy", in.cy.value_or(0.5 * in.height) - 0.5 * in.height);
    append(calibration, "b1", in.fx - fy);
    append(calibration, "b2", lens.skew * in.fx);
    append(calibration, "k1", lens.k1);
    append(calibration, "k2", lens.k2);
    append(calibration, "k3", lens.k3);
    append(calibration, "k4", lens.k4);
    append(calibration, "p1", lens.p2);
    append(calibration, "p2", lens.p1);
}

void requireWords(const FileCamera& camera) {
    const Intrinsics& in = camera.intrinsics;
    const Lens& lens = in.lens;
    const bool rational =
        lens.model == Lens::Model::Perspective && (lens.k4 != 0 || lens.k5 != 0 || lens.k6 != 0);
    if (rational || lens.model == Lens::Model::Division || in.width <= 0 || in.height <= 0 ||
        in.fx <= 0) {
        throw Error(Error::Kind::BadInput,
                    "Metashape has no words for the camera of '" + displayPath(camera.picture) +
                        "' (a rational or division lens, or no picture size)",
                    "Write another format, for example colmap-binary.");
    }
}

bool sameSensor(const Intrinsics& a, const Intrinsics& b) {
    return a.width == b.width && a.height == b.height && a.fx == b.fx && a.fy == b.fy &&
           a.cx == b.cx && a.cy == b.cy && a.lens == b.lens;
}

std::string matrixText(const Mat4d& m) {
    std::string text;
    for (const auto& row : m.m) {
        for (const double value : row) {
            text += (text.empty() ? "" : " ") + formatNumber(value);
        }
    }
    return text;
}

}  // namespace

void writeMetashape(const CameraFile& file, const fs::path& path) {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node root = document.append_child("document");
    root.append_attribute("version") = "1.5.0";
    pugi::xml_node chunk = root.append_child("chunk");
    chunk.append_attribute("label") = "Chunk 1";
    chunk.append_attribute("enabled") = "true";
    pugi::xml_node sensors = chunk.append_child("sensors");
    pugi::xml_node cameras = chunk.append_child("cameras");
    std::vector<const Intrinsics*> written;
    int id = 0;
    for (const FileCamera& camera : file.cameras) {
        if (!camera.world_from_camera) {
            continue;
        }
        requireWords(camera);
        const auto known = std::find_if(written.begin(), written.end(), [&](const Intrinsics* in) {
            return sameSensor(*in, camera.intrinsics);
        });
        const auto sensor = static_cast<std::size_t>(known - written.begin());
        if (known == written.end()) {
            writeSensor(sensors, sensor, camera.intrinsics);
            written.push_back(&camera.intrinsics);
        }
        pugi::xml_node node = cameras.append_child("camera");
        node.append_attribute("id") = id++;
        node.append_attribute("sensor_id") = static_cast<unsigned long long>(sensor);
        node.append_attribute("label") = fs::path(camera.picture).stem().string().c_str();
        node.append_child("transform")
            .text()
            .set(matrixText(flipCameraAxes(*camera.world_from_camera)).c_str());
    }
    std::ostringstream text;
    document.save(text, "  ");
    writeFileAtomically(path, text.str());
}

}  // namespace bozzetto
