// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/file_finder.h"
#include "camera/formats/poses.h"
#include "camera/formats/reality_scan.h"
#include "camera/formats/refuse.h"
#include "camera/formats/text_reader.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kHint =
    "Export 'Internal/External camera parameters' from RealityScan again, with a decimal point.";
constexpr uint64_t kMaxBytes = 256u << 20;
constexpr double kRadians = std::numbers::pi / 180;

/// Rz(a) * Rx(b) * Ry(c).
Mat4d rotationZxy(double a, double b, double c) {
    const double ca = std::cos(a), sa = std::sin(a), cb = std::cos(b), sb = std::sin(b);
    const double cc = std::cos(c), sc = std::sin(c);
    Mat4d z, x, y;
    z.m[0][0] = ca, z.m[0][1] = -sa, z.m[1][0] = sa, z.m[1][1] = ca;
    x.m[1][1] = cb, x.m[1][2] = -sb, x.m[2][1] = sb, x.m[2][2] = cb;
    y.m[0][0] = cc, y.m[0][2] = sc, y.m[2][0] = -sc, y.m[2][2] = cc;
    return z * x * y;
}

std::vector<std::string> split(std::string_view line, char separator) {
    std::vector<std::string> fields;
    std::string field;
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == separator && !quoted) {
            fields.emplace_back(trim(field));
            field.clear();
        } else {
            field += c;
        }
    }
    fields.emplace_back(trim(field));
    return fields;
}

class CsvReader {
public:
    CsvReader(const fs::path& path, const std::string& text) : path_(path), lines_(path, text) {
        file_.path = path;
        file_.format = "realityscan-csv";
    }

    CameraFile read() {
        readHeader();
        while (lines_.next()) {
            const std::string_view line = trim(lines_.line());
            if (!line.empty() && !line.starts_with('#')) {
                readRow(split(line, separator_));
            }
        }
        if (file_.cameras.empty()) {
            refuseFile(path_,
                       file_.problems.empty() ? "lists no camera"
                                              : "none of its rows is a camera. The first: " +
                                                    file_.problems.front().reason,
                       kHint);
        }
        return std::move(file_);
    }

private:
    void readHeader() {
        bool found = lines_.next();
        while (found && (trim(lines_.line()).empty() ||
                         toLowerAscii(std::string(lines_.line())).starts_with("#cameras"))) {
            found = lines_.next();  // some exports tell the number of cameras first
        }
        const std::string header = found ? std::string(trim(lines_.line())) : std::string();
        for (const char candidate : {';', '\t', ','}) {
            if (header.find(candidate) != std::string::npos) {
                separator_ = candidate;
                break;
            }
        }
        for (std::string name : split(header, separator_)) {
            name = toLowerAscii(name.substr(name.starts_with('#') ? 1 : 0));
            name = name == "yaw"     ? "heading"
                   : name == "image" ? "name"
                   : name == "z"     ? "alt"
                                     : name;
            column_.emplace(name, column_.size());
        }
        for (const char* needed : {"name", "x", "y", "alt", "heading", "pitch", "roll", "f"}) {
            if (!column_.contains(needed)) {
                lines_.refuse(std::string("the column '") + needed + "' is missing", kHint);
            }
        }
    }

    /// A number of a row, 0 where the column is missing; unreadable ones name row and column.
    double number(const std::vector<std::string>& fields, const std::string& column) {
        const auto place = column_.find(column);
        if (place == column_.end()) {
            return 0;
        }
        std::string text = fields[place->second];
        if (separator_ != ',' && text.find(',') != std::string::npos) {
            std::replace(text.begin(), text.end(), ',', '.');
            decimal_commas_ = true;
        }
        const std::optional<double> value = parseNumber(text);
        if (!value || std::abs(*value) > 1e12) {
            throw Error(Error::Kind::BadInput,
                        "the column '" + column + "' holds '" + displayPath(text.substr(0, 60)) +
                            "', which is not a sensible number",
                        kHint);
        }
        return *value;
    }

    void readRow(const std::vector<std::string>& fields) {
        if (fields.size() != column_.size()) {
            lines_.refuse("it has " + std::to_string(fields.size()) + " columns, the header " +
                              std::to_string(column_.size()),
                          "Decimal commas in a file separated by commas cannot be told apart: "
                          "export it again with a decimal point.");
        }
        const std::string& name = fields[column_.at("name")];
        try {
            FileCamera camera = readCamera(fields);
            if (name.empty()) {
                throw Error(Error::Kind::BadInput, "it names no picture", kHint);
            }
            if (!names_.insert(name).second) {
                throw Error(Error::Kind::BadInput,
                            "its picture is listed twice; the first one was used",
                            "Remove one of the two rows.");
            }
            camera.picture = name;
            file_.cameras.push_back(std::move(camera));
        } catch (const Error& error) {
            file_.problems.push_back({path_,
                                      "line " + std::to_string(lines_.number()) + " ('" +
                                          displayPath(name) + "') was left out: " + error.what(),
                                      error.hint(),
                                      true});
        }
    }

    FileCamera readCamera(const std::vector<std::string>& fields) {
        const auto at = [&](const char* column) { return number(fields, column); };
        FileCamera camera;
        camera.unit = FileCamera::Unit::LongerSide;
        Mat4d pose =
            rotationZxy(-at("heading") * kRadians, at("pitch") * kRadians, at("roll") * kRadians);
        pose.m[0][3] = at("x"), pose.m[1][3] = at("y"), pose.m[2][3] = at("alt");
        camera.world_from_camera = pose;
        RealityScanLens lens;
        lens.f = at("f"), lens.px = at("px"), lens.py = at("py");
        lens.k[0] = at("k1"), lens.k[1] = at("k2"), lens.k[2] = at("k3"), lens.k[3] = at("k4");
        lens.t[0] = at("t1"), lens.t[1] = at("t2");
        if (lens.f <= 0 || lens.f > 1e5) {
            throw Error(Error::Kind::BadInput,
                        "the column 'f' holds " + formatNumber(lens.f) +
                            ", which is no focal length in millimetres",
                        kHint);
        }
        camera.intrinsics = intrinsicsFromRealityScan(lens);
        return camera;
    }

    const fs::path& path_;
    TextReader lines_;
    CameraFile file_;
    char separator_ = ',';
    std::map<std::string, std::size_t> column_;
    std::set<std::string> names_;
    bool decimal_commas_ = false;
};

}  // namespace

CameraFile readRealityScanCsv(const fs::path& path) {
    const std::string text = readFile(path, kMaxBytes);
    return CsvReader(path, text).read();
}

void writeRealityScanCsv(const CameraFile& file, const fs::path& path) {
    std::string text = "#name,x,y,alt,heading,pitch,roll,f,px,py,k1,k2,k3,k4,t1,t2\n";
    for (const FileCamera& camera : file.cameras) {
        if (!camera.world_from_camera) {
            continue;
        }
        const RealityScanLens lens = realityScanFromIntrinsics(camera);
        if (lens.division) {
            throw Error(Error::Kind::BadInput,
                        "RealityScan's CSV has no words for the division lens of '" +
                            displayPath(camera.picture) + "'",
                        "Write realityscan-xmp.");
        }
        // The inverse of rotationZxy: the row (2, *) holds pitch and roll, the column (*, 1) the
        // heading.
        const auto& m = camera.world_from_camera->m;
        const double pitch = std::atan2(m[2][1], std::hypot(m[0][1], m[1][1]));
        const bool straight_up = std::hypot(m[0][1], m[1][1]) < 1e-12;
        const double roll = straight_up ? 0 : std::atan2(-m[2][0], m[2][2]);
        const double yaw =
            straight_up ? std::atan2(m[1][0], m[0][0]) : std::atan2(-m[0][1], m[1][1]);
        const bool quoted = camera.picture.find_first_of(",;\t") != std::string::npos;
        text += quoted ? '"' + camera.picture + '"' : camera.picture;
        for (const double value : {m[0][3],
                                   m[1][3],
                                   m[2][3],
                                   -yaw / kRadians,
                                   pitch / kRadians,
                                   roll / kRadians,
                                   lens.f,
                                   lens.px,
                                   lens.py,
                                   lens.k[0],
                                   lens.k[1],
                                   lens.k[2],
                                   lens.k[3],
                                   lens.t[0],
                                   lens.t[1]}) {
            text += ',' + formatNumber(value);
        }
        text += '\n';
    }
    writeFileAtomically(path, text);
}

}  // namespace bozzetto
