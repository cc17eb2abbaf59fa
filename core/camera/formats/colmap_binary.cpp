// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "camera/formats/byte_reader.h"
#include "camera/formats/byte_writer.h"
#include "camera/formats/colmap_model.h"

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

constexpr uint64_t kPoseBytes = 7 * sizeof(double);

ColmapPose readPose(ByteReader& in, const char* what) {
    ColmapPose pose;
    for (double& value : pose.rotation) {
        value = in.number<double>(what);
    }
    for (int i = 0; i < 3; ++i) {
        pose.translation[i] = in.number<double>(what);
    }
    return pose;
}

void writePose(ByteWriter& out, const ColmapPose& pose) {
    for (const double value : pose.rotation) {
        out.number(value);
    }
    for (int i = 0; i < 3; ++i) {
        out.number(pose.translation[i]);
    }
}

ColmapCamera readCamera(ByteReader& in) {
    ColmapCamera camera;
    camera.id = in.number<uint32_t>("a camera");
    const std::size_t place = in.offset();
    camera.model = in.number<int32_t>("a camera");
    const ColmapLensModel* lens = findColmapLens(camera.model);
    if (lens == nullptr) {
        in.refuse("the camera model number " + std::to_string(camera.model) + " (read at byte " +
                  std::to_string(place) + ") is unknown");
    }
    camera.width = in.number<uint64_t>("a camera");
    camera.height = in.number<uint64_t>("a camera");
    camera.parameters.resize(static_cast<std::size_t>(lens->parameters));
    for (double& value : camera.parameters) {
        value = in.number<double>("a camera's parameters");
    }
    return camera;
}

ColmapImage readImage(ByteReader& in) {
    ColmapImage image;
    image.id = in.number<uint32_t>("an image");
    image.camera_from_world = readPose(in, "an image's pose");
    image.camera = in.number<uint32_t>("an image");
    image.name = in.text("an image's name");
    constexpr uint64_t kObservationBytes = 24;
    const uint64_t observations = in.count("the number of an image's points", kObservationBytes);
    in.take(observations * kObservationBytes, "an image's points");
    return image;
}

ColmapPoint readPoint(ByteReader& in) {
    ColmapPoint point;
    point.id = in.number<uint64_t>("a point");
    for (int i = 0; i < 3; ++i) {
        point.position[i] = in.number<double>("a point");
    }
    for (uint8_t& value : point.color) {
        value = in.number<uint8_t>("a point");
    }
    point.error = in.number<double>("a point");
    point.track.resize(in.count("the length of a point's track", 8));
    for (ColmapPoint::Element& element : point.track) {
        element.image = in.number<uint32_t>("a point's track");
        element.observation = in.number<uint32_t>("a point's track");
    }
    return point;
}

ColmapRig readRig(ByteReader& in) {
    ColmapRig rig;
    rig.id = in.number<uint32_t>("a rig");
    const auto sensors = in.number<uint32_t>("a rig");
    in.checkCount(sensors, "the number of a rig's sensors", 8);
    for (uint32_t i = 0; i < sensors; ++i) {
        ColmapSensor sensor;
        sensor.type = in.number<int32_t>("a rig's sensor");
        sensor.id = in.number<uint32_t>("a rig's sensor");
        if (i == 0) {
            sensor.sensor_from_rig = ColmapPose();
        } else if (in.number<uint8_t>("a rig's sensor") != 0) {
            sensor.sensor_from_rig = readPose(in, "a rig's sensor");
        }
        rig.sensors.push_back(sensor);
    }
    return rig;
}

ColmapFrame readFrame(ByteReader& in) {
    ColmapFrame frame;
    frame.id = in.number<uint32_t>("a frame");
    frame.rig = in.number<uint32_t>("a frame");
    frame.rig_from_world = readPose(in, "a frame's pose");
    const auto data = in.number<uint32_t>("a frame");
    in.checkCount(data, "the number of a frame's images", 16);
    for (uint32_t i = 0; i < data; ++i) {
        ColmapFrame::Datum datum;
        datum.sensor_type = in.number<int32_t>("a frame's image");
        datum.sensor = in.number<uint32_t>("a frame's image");
        datum.id = in.number<uint64_t>("a frame's image");
        frame.data.push_back(datum);
    }
    return frame;
}

/// All records of a file: a 64-bit count, then the records, then nothing.
template <class Record>
std::vector<Record> readRecords(const fs::path& path,
                                const char* what,
                                uint64_t smallest,
                                Record (*read)(ByteReader&)) {
    const std::string bytes = readFile(path);
    ByteReader in(path, bytes);
    const uint64_t count = in.count(what, smallest);
    std::vector<Record> records;
    records.reserve(count);
    for (uint64_t i = 0; i < count; ++i) {
        records.push_back(read(in));
    }
    if (in.remaining() > 0) {
        in.refuse("after the last record " + std::to_string(in.remaining()) +
                  " bytes are left over");
    }
    return records;
}

template <class Record>
void writeRecords(const fs::path& path,
                  const std::vector<Record>& records,
                  void (*write)(ByteWriter&, const Record&)) {
    ByteWriter out;
    out.number<uint64_t>(records.size());
    for (const Record& record : records) {
        write(out, record);
    }
    writeFileAtomically(path, out.bytes());
}

void writeCamera(ByteWriter& out, const ColmapCamera& camera) {
    out.number(camera.id);
    out.number<int32_t>(camera.model);
    out.number(camera.width);
    out.number(camera.height);
    for (const double value : camera.parameters) {
        out.number(value);
    }
}

void writeImage(ByteWriter& out, const ColmapImage& image) {
    out.number(image.id);
    writePose(out, image.camera_from_world);
    out.number(image.camera);
    out.text(image.name);
    out.number<uint8_t>(0);
    out.number<uint64_t>(image.observations.size());
    for (const ColmapObservation& one : image.observations) {
        out.number(one.x);
        out.number(one.y);
        out.number(one.point);
    }
}

void writePoint(ByteWriter& out, const ColmapPoint& point) {
    out.number(point.id);
    for (int i = 0; i < 3; ++i) {
        out.number(point.position[i]);
    }
    for (const uint8_t value : point.color) {
        out.number(value);
    }
    out.number(point.error);
    out.number<uint64_t>(point.track.size());
    for (const ColmapPoint::Element& element : point.track) {
        out.number(element.image);
        out.number(element.observation);
    }
}

void writeRig(ByteWriter& out, const ColmapRig& rig) {
    out.number(rig.id);
    out.number<uint32_t>(static_cast<uint32_t>(rig.sensors.size()));
    for (std::size_t i = 0; i < rig.sensors.size(); ++i) {
        const ColmapSensor& sensor = rig.sensors[i];
        out.number<int32_t>(sensor.type);
        out.number(sensor.id);
        if (i > 0) {
            out.number<uint8_t>(sensor.sensor_from_rig.has_value());
        }
        if (i > 0 && sensor.sensor_from_rig) {
            writePose(out, *sensor.sensor_from_rig);
        }
    }
}

void writeFrame(ByteWriter& out, const ColmapFrame& frame) {
    out.number(frame.id);
    out.number(frame.rig);
    writePose(out, frame.rig_from_world);
    out.number<uint32_t>(static_cast<uint32_t>(frame.data.size()));
    for (const ColmapFrame::Datum& datum : frame.data) {
        out.number<int32_t>(datum.sensor_type);
        out.number(datum.sensor);
        out.number(datum.id);
    }
}

}  // namespace

ColmapModel readColmapBinary(const fs::path& folder) {
    ColmapModel model;
    model.cameras = readRecords(folder / "cameras.bin", "the number of cameras", 48, readCamera);
    model.images =
        readRecords(folder / "images.bin", "the number of images", kPoseBytes + 17, readImage);
    if (isThere(folder / "points3D.bin")) {
        model.points = readRecords(folder / "points3D.bin", "the number of points", 51, readPoint);
    }
    if (isThere(folder / "rigs.bin")) {
        model.rigs = readRecords(folder / "rigs.bin", "the number of rigs", 8, readRig);
    }
    if (isThere(folder / "frames.bin")) {
        model.frames =
            readRecords(folder / "frames.bin", "the number of frames", kPoseBytes + 12, readFrame);
    }
    return model;
}

void writeColmapBinary(const ColmapModel& model, const fs::path& folder) {
    writeRecords(folder / "cameras.bin", model.cameras, writeCamera);
    writeRecords(folder / "images.bin", model.images, writeImage);
    writeRecords(folder / "points3D.bin", model.points, writePoint);
    if (!model.rigs.empty()) {
        writeRecords(folder / "rigs.bin", model.rigs, writeRig);
        writeRecords(folder / "frames.bin", model.frames, writeFrame);
    }
}

}  // namespace bozzetto
