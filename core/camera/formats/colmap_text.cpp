// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/formats/colmap_model.h"
#include "camera/formats/text_reader.h"

#include <algorithm>
#include <limits>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr long long kMaxId = std::numeric_limits<uint32_t>::max();
constexpr long long kMaxLongId = std::numeric_limits<long long>::max();
constexpr const char* kHint =
    "The layout of COLMAP's text files is in its documentation under 'Output Format'; write the "
    "model again with 'colmap model_converter --output_type TXT'.";

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

uint32_t readId(WordReader& words, const char* what) {
    return static_cast<uint32_t>(words.integer(what, 0, kMaxId));
}

ColmapPose readPose(WordReader& words) {
    ColmapPose pose;
    for (const auto& [value, name] : {std::pair{&pose.rotation[0], "QW"},
                                      {&pose.rotation[1], "QX"},
                                      {&pose.rotation[2], "QY"},
                                      {&pose.rotation[3], "QZ"},
                                      {&pose.translation.x, "TX"},
                                      {&pose.translation.y, "TY"},
                                      {&pose.translation.z, "TZ"}}) {
        *value = words.number(name);
    }
    return pose;
}

int readSensorType(WordReader& words) {
    const std::string_view type = words.word();
    if (type != "CAMERA" && type != "IMU") {
        words.refuse("the sensor's type is neither CAMERA nor IMU", type);
    }
    return type == "CAMERA" ? ColmapSensor::kCamera : 1;
}

/// Calls `read` for every line that is neither blank nor a comment.
template <class Read>
void readLines(const fs::path& path, const Read& read) {
    const std::string text = readFile(path);
    TextReader lines(path, text);
    while (lines.next()) {
        const std::string_view line = trim(lines.line());
        if (!line.empty() && !line.starts_with('#')) {
            read(lines);
        }
    }
}

ColmapCamera readCamera(const TextReader& line) {
    WordReader words(line, kHint);
    ColmapCamera camera;
    camera.id = readId(words, "CAMERA_ID");
    const std::string_view name = words.word();
    camera.model = findColmapLens(name);
    const ColmapLensModel* lens = findColmapLens(camera.model);
    if (lens == nullptr) {
        words.refuse("the camera model is unknown", name);
    }
    camera.width = static_cast<uint64_t>(words.integer("WIDTH", 0, kMaxLongId));
    camera.height = static_cast<uint64_t>(words.integer("HEIGHT", 0, kMaxLongId));
    for (int i = 0; i < lens->parameters; ++i) {
        camera.parameters.push_back(words.number("a parameter of the camera model"));
    }
    if (!words.atEnd()) {
        words.refuse(std::string(lens->name) + " has " + std::to_string(lens->parameters) +
                         " parameters, and more are given",
                     words.rest());
    }
    return camera;
}

/// The line after an image's own: triples X Y POINT3D_ID, or nothing.
void skipObservations(TextReader& lines, const std::string& image) {
    if (!lines.next()) {
        return;  // an editor took the last blank line away
    }
    const std::string_view line = lines.line();
    const bool only_numbers = std::all_of(line.begin(), line.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == ' ' || c == '\t' || c == '.' || c == '-' ||
               c == '+' || c == 'e' || c == 'E' || c == 'n' || c == 'a' || c == 'i' || c == 'f';
    });
    std::size_t words = 0;
    for (std::size_t i = 0; only_numbers && i < line.size(); ++i) {
        const auto blank = [&](std::size_t k) { return line[k] == ' ' || line[k] == '\t'; };
        words += !blank(i) && (i == 0 || blank(i - 1)) ? 1 : 0;
    }
    if (!only_numbers || words % 3 != 0) {
        lines.refuse("it must list the points of the image '" + displayPath(image) +
                         "' as X Y POINT3D_ID, or be empty",
                     "Each image takes two lines in images.txt; put an empty line after each "
                     "image's own line where there are no points.");
    }
}

ColmapImage readImage(TextReader& lines) {
    WordReader words(lines, kHint);
    ColmapImage image;
    image.id = readId(words, "IMAGE_ID");
    image.camera_from_world = readPose(words);
    image.camera = readId(words, "CAMERA_ID");
    image.name = std::string(words.rest());
    if (image.name.empty()) {
        words.refuse("the image has no name", words.word());
    }
    skipObservations(lines, image.name);
    return image;
}

ColmapPoint readPoint(const TextReader& line) {
    WordReader words(line, kHint);
    ColmapPoint point;
    point.id = static_cast<uint64_t>(words.integer("POINT3D_ID", 0, kMaxLongId));
    point.position.x = words.number("X");
    point.position.y = words.number("Y");
    point.position.z = words.number("Z");
    for (uint8_t& value : point.color) {
        value = static_cast<uint8_t>(words.integer("R, G or B", 0, 255));
    }
    point.error = words.number("ERROR");
    while (!words.atEnd()) {
        ColmapPoint::Element element;
        element.image = readId(words, "IMAGE_ID in the track");
        element.observation = readId(words, "POINT2D_IDX in the track");
        point.track.push_back(element);
    }
    return point;
}

ColmapRig readRig(const TextReader& line) {
    WordReader words(line, kHint);
    ColmapRig rig;
    rig.id = readId(words, "RIG_ID");
    const long long sensors = words.integer("NUM_SENSORS", 0, kMaxId);
    for (long long i = 0; i < sensors; ++i) {
        ColmapSensor sensor;
        sensor.type = readSensorType(words);
        sensor.id = readId(words, "SENSOR_ID");
        if (i == 0) {
            sensor.sensor_from_rig = ColmapPose();
        } else if (words.integer("HAS_POSE", 0, 1) == 1) {
            sensor.sensor_from_rig = readPose(words);
        }
        rig.sensors.push_back(sensor);
    }
    return rig;
}

ColmapFrame readFrame(const TextReader& line) {
    WordReader words(line, kHint);
    ColmapFrame frame;
    frame.id = readId(words, "FRAME_ID");
    frame.rig = readId(words, "RIG_ID");
    frame.rig_from_world = readPose(words);
    const long long data = words.integer("NUM_DATA_IDS", 0, kMaxId);
    for (long long i = 0; i < data; ++i) {
        ColmapFrame::Datum datum;
        datum.sensor_type = readSensorType(words);
        datum.sensor = readId(words, "SENSOR_ID");
        datum.id = static_cast<uint64_t>(words.integer("DATA_ID", 0, kMaxLongId));
        frame.data.push_back(datum);
    }
    return frame;
}

/// Words of a line, one blank between them.
class LineWriter {
public:
    LineWriter& operator<<(const std::string& word) {
        text_ += (text_.empty() || text_.ends_with('\n') ? "" : " ") + word;
        return *this;
    }
    LineWriter& operator<<(double value) { return *this << formatNumber(value); }
    LineWriter& operator<<(const ColmapPose& pose) {
        for (const double value : pose.rotation) {
            *this << value;
        }
        return *this << pose.translation.x << pose.translation.y << pose.translation.z;
    }
    LineWriter& id(uint64_t value) { return *this << std::to_string(value); }
    void endLine() { text_ += '\n'; }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string sensorType(int type) {
    return type == ColmapSensor::kCamera ? "CAMERA" : "IMU";
}

std::string camerasText(const ColmapModel& model) {
    LineWriter out;
    out << "# CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS[]\n";
    for (const ColmapCamera& camera : model.cameras) {
        out.id(camera.id) << std::string(findColmapLens(camera.model)->name);
        out.id(camera.width).id(camera.height);
        for (const double value : camera.parameters) {
            out << value;
        }
        out.endLine();
    }
    return out.text();
}

std::string imagesText(const ColmapModel& model) {
    LineWriter out;
    out << "# Two lines for each image:\n"
        << "#   IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME\n"
        << "#   POINTS2D[] as (X, Y, POINT3D_ID)\n";
    for (const ColmapImage& image : model.images) {
        (out.id(image.id) << image.camera_from_world).id(image.camera) << image.name;
        out.endLine();
        for (const ColmapObservation& one : image.observations) {
            out << one.x << one.y
                << (one.point == kNoColmapPoint ? "-1" : std::to_string(one.point));
        }
        out.endLine();
    }
    return out.text();
}

std::string pointsText(const ColmapModel& model) {
    LineWriter out;
    out << "# POINT3D_ID, X, Y, Z, R, G, B, ERROR, TRACK[] as (IMAGE_ID, POINT2D_IDX)\n";
    for (const ColmapPoint& point : model.points) {
        out.id(point.id) << point.position.x << point.position.y << point.position.z;
        for (const uint8_t value : point.color) {
            out.id(value);
        }
        out << point.error;
        for (const ColmapPoint::Element& element : point.track) {
            out.id(element.image).id(element.observation);
        }
        out.endLine();
    }
    return out.text();
}

std::string rigsText(const ColmapModel& model) {
    LineWriter out;
    out << "# RIG_ID, NUM_SENSORS, REF_SENSOR_TYPE, REF_SENSOR_ID, SENSORS[] as (SENSOR_TYPE, "
           "SENSOR_ID, HAS_POSE, [QW, QX, QY, QZ, TX, TY, TZ])\n";
    for (const ColmapRig& rig : model.rigs) {
        out.id(rig.id).id(rig.sensors.size());
        for (std::size_t i = 0; i < rig.sensors.size(); ++i) {
            const ColmapSensor& sensor = rig.sensors[i];
            (out << sensorType(sensor.type)).id(sensor.id);
            if (i > 0) {
                out.id(sensor.sensor_from_rig.has_value());
            }
            if (i > 0 && sensor.sensor_from_rig) {
                out << *sensor.sensor_from_rig;
            }
        }
        out.endLine();
    }
    return out.text();
}

std::string framesText(const ColmapModel& model) {
    LineWriter out;
    out << "# FRAME_ID, RIG_ID, QW, QX, QY, QZ, TX, TY, TZ, NUM_DATA_IDS, DATA_IDS[] as "
           "(SENSOR_TYPE, SENSOR_ID, DATA_ID)\n";
    for (const ColmapFrame& frame : model.frames) {
        (out.id(frame.id).id(frame.rig) << frame.rig_from_world).id(frame.data.size());
        for (const ColmapFrame::Datum& datum : frame.data) {
            (out << sensorType(datum.sensor_type)).id(datum.sensor).id(datum.id);
        }
        out.endLine();
    }
    return out.text();
}

}  // namespace

ColmapModel readColmapText(const fs::path& folder) {
    ColmapModel model;
    readLines(folder / "cameras.txt",
              [&](TextReader& lines) { model.cameras.push_back(readCamera(lines)); });
    readLines(folder / "images.txt",
              [&](TextReader& lines) { model.images.push_back(readImage(lines)); });
    if (isThere(folder / "points3D.txt")) {
        readLines(folder / "points3D.txt",
                  [&](TextReader& lines) { model.points.push_back(readPoint(lines)); });
    }
    if (isThere(folder / "rigs.txt")) {
        readLines(folder / "rigs.txt",
                  [&](TextReader& lines) { model.rigs.push_back(readRig(lines)); });
    }
    if (isThere(folder / "frames.txt")) {
        readLines(folder / "frames.txt",
                  [&](TextReader& lines) { model.frames.push_back(readFrame(lines)); });
    }
    return model;
}

void writeColmapText(const ColmapModel& model, const fs::path& folder) {
    writeFileAtomically(folder / "cameras.txt", camerasText(model));
    writeFileAtomically(folder / "images.txt", imagesText(model));
    writeFileAtomically(folder / "points3D.txt", pointsText(model));
    if (!model.rigs.empty()) {
        writeFileAtomically(folder / "rigs.txt", rigsText(model));
        writeFileAtomically(folder / "frames.txt", framesText(model));
    }
}

}  // namespace bozzetto
