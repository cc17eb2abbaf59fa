// SPDX-License-Identifier: Apache-2.0
#include "core/camera/bad_camera_files.h"

#include <sys/stat.h>

namespace bozzetto::test {
namespace fs = std::filesystem;

std::vector<BadFile> badMetashapeFiles() {
    const auto xml = [](const std::string& from, const std::string& to) {
        return bent("metashape-xml", "c.xml", exchange(from, to));
    };
    return {
        {"D32 billion laughs",
         text("c.xml",
              "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n<!ENTITY lol2 "
              "\"&lol;&lol;\">]>\n<document><chunk label=\"&lol2;\"><cameras/></chunk></document>"),
         "line 2: it declares a document type or entities",
         "Remove the declaration"},
        {"XML that ends early",
         bent("metashape-xml",
              "c.xml",
              [](const std::string& all) { return all.substr(0, all.size() / 2); }),
         "it is not well-formed XML",
         "copy it again"},
        {"tags that do not match",
         xml("</sensors>", "</sensor>"),
         "line 22, column",
         "copy it again"},
        {"100 000 levels",
         text("c.xml",
              [] {
                  std::string all = "<document><chunk>";
                  for (int i = 0; i < 100'000; ++i) {
                      all += "<a>";
                  }
                  return all;
              }()),
         "it is not well-formed XML",
         "copy it again"},
        {"D31 no camera is aligned",
         text("c.xml",
              "<document><chunk><sensors/><cameras><camera id=\"0\" label=\"a\"/></cameras>"
              "</chunk></document>"),
         "none of its cameras can be used. The first: 1 cameras are not aligned",
         "Align them"},
        {"a chunk without cameras",
         text("c.xml", "<document><chunk label=\"a\"><sensors/></chunk></document>"),
         "<document>: holds no chunk with cameras",
         "Metashape"},
        {"spherical sensor",
         xml("calibration type=\"frame\"", "calibration type=\"spherical\""),
         "its sensor 'lens 1' is of the type 'spherical', which is not supported",
         "Undistort"},
        {"transform of 15 numbers",
         xml("<transform>", "<transform>\n1 2 "),
         "the camera 'r_0' (line 24) was left out: its transform is not made of 16 finite numbers",
         "Metashape",
         5},
        {"NaN in a calibration",
         xml("<f>700.25", "<f>nan"),
         "line 9: <f>: 'nan' is not a sensible number",
         "Metashape"},
        {"focal length 0",
         xml("<f>700.25", "<f>0"),
         "its sensor's focal length is not positive (line 9)",
         "Undistort"},
        {"coefficients that we have no words for",
         xml("<k1>", "<p3>0.5</p3><k1>"),
         "its lens coefficient p3 is not supported",
         "Undistort"},
        {"D22 two cameras of one label",
         xml("label=\"r_1\"", "label=\"r_0\""),
         "another camera has its label; the first one was used",
         "different names",
         5},
        {"a sensor that is missing",
         xml("sensor_id=\"0\"", "sensor_id=\"5\""),
         "its sensor is not in the file",
         "Metashape",
         5},
    };
}

std::vector<BadFile> badRealityScanFiles() {
    const auto csv = [](const std::string& from, const std::string& to) {
        return bent("realityscan-csv", "c.csv", exchange(from, to));
    };
    const auto xmp = [](const std::string& from, const std::string& to) {
        return bent("realityscan-xmp", "r_0.xmp", [=](std::string all) {
            for (std::size_t at = 0; (at = all.find(from, at)) != std::string::npos;) {
                all.replace(at, from.size(), to);
            }
            return all;
        });
    };
    return {
        {"D29 missing column",
         csv("heading,", ""),
         "line 1: the column 'heading' is missing",
         "Export"},
        {"D29 decimal commas among commas",
         text("c.csv", "#name,x,y,alt,heading,pitch,roll,f\na.jpg,1,5,2,0,3,0,0,0,0,0,0,0,36,0\n"),
         "line 2: it has 15 columns, the header 8",
         "decimal point"},
        {"a word where a number belongs",
         csv("r_0.png,", "r_0.png,far"),
         "line 2 ('r_0.png') was left out: the column 'x' holds 'far",
         "Export",
         5},
        {"focal length 0",
         text("c.csv", "#name,x,y,alt,heading,pitch,roll,f\na.jpg,1,2,3,0,0,0,0\n"),
         "the column 'f' holds 0, which is no focal length",
         "Export"},
        {"D22 a picture twice",
         csv("r_1.png", "r_0.png"),
         "its picture is listed twice",
         "Remove one",
         5},
        {"no rows",
         text("c.csv", "#name,x,y,alt,heading,pitch,roll,f\n"),
         "lists no camera",
         "Export"},
        {"UTF-16",
         [](const fs::path& folder) {
             writeBytes(folder / "c.csv", "#name,x\n");
             writeBytes(folder / "c.csv", std::string("\xff\xfe#\0n\0", 6));
             return folder / "c.csv";
         },
         "is no camera file of a known program",
         "COLMAP model"},
        {"D30 no position",
         xmp("xcr:Position", "xcr:Elsewhere"),
         "its camera was left out: it has no xcr:Position",
         "RealityScan",
         5},
        {"D30 rotation of 8 numbers",
         bent("realityscan-xmp",
              "r_0.xmp",
              [](std::string all) {
                  const std::size_t start = all.find("<xcr:Rotation>") + 14;
                  return all.erase(start, all.find(' ', start) + 1 - start);
              }),
         "xcr:Rotation is not made of 9 finite numbers",
         "RealityScan",
         5},
        {"a distortion model that we have no words for",
         xmp("\"perspective\"", "\"rationalP2D1\""),
         "its distortion model 'rationalP2D1' is not supported",
         "brown3",
         5},
        {"D32 entities in a sidecar",
         bent("realityscan-xmp",
              "r_0.xmp",
              [](const std::string& all) {
                  return "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + all;
              }),
         "it declares a document type or entities",
         "Remove the declaration",
         5},
    };
}

namespace {

/// A transforms file whose points are bad: the cameras stay.
std::function<fs::path(const fs::path&)> withPoints(const std::string& ply) {
    return [=](const fs::path& folder) {
        const nlohmann::json frame = {
            {"file_path", "a.png"},
            {"transform_matrix", matrixOf(orbitCamera(0, 2, 64).world_from_camera)}};
        const nlohmann::json document = {
            {"fl_x", 500}, {"frames", nlohmann::json::array({frame})}, {"ply_file_path", "p.ply"}};
        writeBytes(folder / "transforms.json", document.dump());
        writeBytes(folder / "p.ply", ply);
        return folder / "transforms.json";
    };
}

}  // namespace

std::vector<BadFile> badPointFiles() {
    const std::string vertex =
        "element vertex 3\nproperty float x\nproperty float y\nproperty float z\nend_header\n";
    const std::string binary = "ply\nformat binary_little_endian 1.0\n" + vertex;
    return {
        {"a PLY of more points than bytes",
         withPoints(replaced(binary, "vertex 3", "vertex 4000000000")),
         "it announces 4000000000 points, which the rest of the file cannot hold",
         "again",
         1},
        {"a PLY without z",
         withPoints(replaced(binary, "property float z\n", "")),
         "its points have no z",
         "again",
         1},
        {"a PLY whose header has no end",
         withPoints(replaced(binary, "end_header\n", "")),
         "the PLY header has no end",
         "again",
         1},
        {"a text PLY that ends early",
         withPoints("ply\nformat ascii 1.0\n" + vertex + "1.25 2.25 3.25\n4 5 6\n7\n"),
         "the file ends within its points",
         "again",
         1},
        {"a PLY with lists in its points",
         withPoints(replaced(binary, "float z", "list uchar int z")),
         "a point has a property of an unknown type",
         "again",
         1},
        {"B14 points that are a web address",
         [](const fs::path& folder) {
             const fs::path path = withPoints("")(folder);
             writeBytes(path, replaced(read(path), "p.ply", "https://a.b/p.ply"));
             return path;
         },
         "is a web address, not a file",
         "Download",
         1},
    };
}

std::vector<BadFile> otherBadFiles() {
    return {
        {"an empty file",
         text("c.xml", ""),
         "is no camera file of a known program",
         "COLMAP model"},
        {"a text", text("c.csv", "Dear diary,\n"), "is no camera file", "COLMAP model"},
        {"a missing file",
         [](const fs::path& folder) { return folder / "missing.xml"; },
         "missing.xml",
         ""},
        {"B14 a pipe",
         [](const fs::path& folder) {
             mkfifo((folder / "poses_bounds.npy").c_str(), 0600);
             return folder / "poses_bounds.npy";
         },
         "is not a regular file",
         ""},
    };
}

}  // namespace bozzetto::test
