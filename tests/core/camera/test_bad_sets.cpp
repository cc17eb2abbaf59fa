// SPDX-License-Identifier: Apache-2.0
// Groups B, C and D of the list of bad inputs. Every row checks that the message names the file,
// the reason and the remedy, and how many views are left.
#include "base/error.h"
#include "camera/image_set_reader.h"
#include "core/camera/synthetic_set.h"

#include <QtTest>

#include <functional>
#include <sys/stat.h>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// What must be said, and what must remain.
struct Expected {
    int views = 6;     // 0: loading throws
    std::string path;  // part of the path that is named
    std::string reason, remedy;
    bool skipped = false;  // the item was left out
};

struct Case {
    const char* id;
    std::function<fs::path(SyntheticSet&)> make;  // bends the set; returns what to load
    Expected expected;
};

fs::path saved(SyntheticSet& set) {
    return set.save();
}

/// Changes the matrices of the first `count` frames (-1: all).
std::function<fs::path(SyntheticSet&)> withMatrices(
    int count, const std::function<json(const json&)>& change) {
    return [=](SyntheticSet& set) {
        for (int i = 0; i < (count < 0 ? set.count : count); ++i) {
            set.frame(i)["transform_matrix"] = change(set.frame(i)["transform_matrix"]);
        }
        return set.save();
    };
}

json scaledColumn(json m, int column, double factor) {
    for (int i = 0; i < 3; ++i) {
        m[i][column] = m[i][column].get<double>() * factor;
    }
    return m;
}

std::function<fs::path(SyntheticSet&)> withText(
    const std::function<std::string(std::string)>& change) {
    return [=](SyntheticSet& set) {
        set.put("transforms_train.json", change(set.document.dump(1)));
        return set.root();
    };
}

std::function<fs::path(SyntheticSet&)> withDocument(
    const std::function<void(SyntheticSet&)>& change) {
    return [=](SyntheticSet& set) {
        change(set);
        return set.save();
    };
}

/// Opaque pictures with a mask file each.
void useMaskFiles(SyntheticSet& set, const std::function<cv::Mat(cv::Mat, int)>& change) {
    for (int i = 0; i < set.count; ++i) {
        const cv::Mat color = set.rendered(i).color;
        set.put(set.imageName(i), encode(".png", withoutAlpha(color)));
        const cv::Mat mask = change(alphaOf(color), i);
        if (!mask.empty()) {
            set.put("masks/r_" + std::to_string(i) + ".png", encode(".png", mask));
        }
    }
}

std::function<fs::path(SyntheticSet&)> withMasks(
    const std::function<cv::Mat(cv::Mat, int)>& change) {
    return withDocument([=](SyntheticSet& set) { useMaskFiles(set, change); });
}

std::function<fs::path(SyntheticSet&)> withDepth(
    const std::function<cv::Mat(const SyntheticSet&, int)>& change,
    double unit = 0.001,
    bool declared = false) {
    return withDocument([=](SyntheticSet& set) {
        if (declared) {
            set.document["depth_unit_m"] = unit;
        }
        for (int i = 0; i < set.count; ++i) {
            const std::string name = "depth/r_" + std::to_string(i) + ".png";
            set.put(name, depthPng(change(set, i), unit));
            set.frame(i)["depth_file_path"] = name;
        }
    });
}

cv::Mat inverted(cv::Mat mask) {
    cv::Mat result;
    cv::bitwise_not(mask, result);
    return result;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

std::vector<Case> setCases() {
    return {
        {"B01 empty folder",
         [](SyntheticSet& set) {
             fs::create_directory(set.root() / "empty");
             return set.root() / "empty";
         },
         {0, "empty", "no pictures were found", "PNG, JPEG"}},
        {"B01 folder of text files",
         [](SyntheticSet& set) {
             set.put("texts/a.txt", "x");
             return set.root() / "texts";
         },
         {0, "texts", "no pictures were found", "PNG, JPEG"}},
        {"missing folder",
         [](SyntheticSet& set) { return set.root() / "nowhere"; },
         {0, "nowhere", "no such file or folder", "Give a folder"}},
        {"B11 name too long",
         [](SyntheticSet& set) { return set.root() / std::string(300, 'x'); },
         {0, "xxx", "cannot be opened", "Give a folder"}},
        {"B14 folder and fifo with picture names",
         withDocument([](SyntheticSet& set) {
             fs::remove(set.root() / set.imageName(1));
             fs::create_directory(set.root() / set.imageName(1));
             fs::remove(set.root() / set.imageName(2));
             mkfifo((set.root() / set.imageName(2)).c_str(), 0600);
         }),
         {4,
          "transforms_train.json",
          "r_1.png: is not an ordinary file",
          "Name a picture file",
          true}},
        {"B14 fifo as input",
         [](SyntheticSet& set) {
             mkfifo((set.root() / "pipe.png").c_str(), 0600);
             return set.root() / "pipe.png";
         },
         {0, "pipe.png", "not a regular file", "ordinary file"}},
        {"B17 web address",
         [](SyntheticSet&) { return fs::path("https://example.org/set"); },
         {0, "example.org", "web address", "Download"}},
        {"B23 zip as input",
         [](SyntheticSet& set) { return set.put("set.zip", "PK\x03\x04" + std::string(40, '\0')); },
         {0, "set.zip", "zip archive", "Export it as PNG"}},
        {"A09 icons among pictures",
         withDocument(
             [](SyntheticSet& set) { set.put(set.imageName(0), encode(".png", gradient(1, 1))); }),
         {5, "r_0.png", "too small (1 x 1 pixels)", "at least 64 x 64", true}},
        {"A09 two pixels wide",
         withDocument([](SyntheticSet& set) {
             set.put(set.imageName(0), encode(".png", gradient(2, 3000)));
         }),
         {5, "r_0.png", "too small (2 x 3000 pixels)", "at least 64 x 64", true}},
        {"A02 truncated picture among good ones",
         withDocument([](SyntheticSet& set) {
             set.put("train/r_0.png", encode(".jpg", gradient(64, 64)).substr(0, 700));
         }),
         {5, "r_0.png", "cut short", "Copy it again", true}},
        {"A15 fully transparent",
         withDocument([](SyntheticSet& set) {
             set.put(set.imageName(3),
                     encode(".png", cv::Mat(64, 64, CV_8UC4, cv::Scalar(0, 0, 0, 0))));
         }),
         {5, "r_3.png", "mask is empty", "object in white", true}},
        {"A14 colour multiplied by alpha",
         withDocument([](SyntheticSet& set) {
             cv::Mat picture(64, 64, CV_8UC4);
             for (int i = 0; i < 64 * 64; ++i) {
                 const double alpha =
                     std::clamp(21.0 - std::hypot(i % 64 - 31.5, i / 64 - 31.5), 0.0, 1.0);
                 picture.at<cv::Vec4b>(i / 64, i % 64) =
                     cv::Vec4b::all(static_cast<uchar>(255 * alpha));
             }
             set.put(set.imageName(0), encode(".png", picture));
         }),
         {6, "r_0.png", "dark fringes", "straight"}},
    };
}

std::vector<Case> maskCases() {
    const auto keep = [](cv::Mat mask, int) { return mask; };
    return {
        {"C01 mask at half the size",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? mask(cv::Rect(0, 0, 32, 32)).clone() : mask;
         }),
         {6, "r_0.png", "it was resized", "own size are sharper"}},
        {"C01 mask of another shape",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? mask(cv::Rect(0, 0, 64, 32)).clone() : mask;
         }),
         {5, "r_0.png", "64 x 32 pixels, its picture 64 x 64", "picture's size"}},
        {"C02 masks missing for some",
         withMasks([](cv::Mat mask, int i) { return i < 2 ? cv::Mat() : mask; }),
         {4, "r_0.png", "has no mask", "Add a mask", true}},
        {"C02 masks only for few",
         withMasks([](cv::Mat mask, int i) { return i < 4 ? cv::Mat() : mask; }),
         {6, "", "only 2 of 6 pictures have a mask", "for all pictures"}},
        {"C03 mask without picture",
         withDocument([=](SyntheticSet& set) {
             useMaskFiles(set, keep);
             set.put("masks/stranger.png", encode(".png", alphaOf(set.rendered(0).color)));
         }),
         {6, "stranger.png", "belongs to no picture", "Name a mask file like its picture"}},
        {"C04 inverted polarity",
         withMasks([](cv::Mat mask, int) { return inverted(mask); }),
         {6, "r_0.png", "black on white; it was inverted", "black part"}},
        {"C04 one inverted among right ones",
         withMasks([](cv::Mat mask, int i) { return i == 4 ? inverted(mask) : mask; }),
         {6, "r_4.png", "black on white; it was inverted", "black part"}},
        {"C04 inverted alpha",
         withDocument([](SyntheticSet& set) {
             cv::Mat color = set.rendered(0).color;
             for (auto it = color.begin<cv::Vec4b>(); it != color.end<cv::Vec4b>(); ++it) {
                 (*it)[3] = static_cast<uchar>(255 - (*it)[3]);
             }
             set.put(set.imageName(0), encode(".png", color));
         }),
         {6, "r_0.png", "alpha looks inverted", "opaque where the object is"}},
        {"C05 one mask all black",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? cv::Mat(64, 64, CV_8UC1, cv::Scalar(0)) : mask;
         }),
         {5, "r_0.png", "mask is empty", "object in white", true}},
        {"C05 one mask all white",
         withMasks([](cv::Mat mask, int i) {
             return i == 0 ? cv::Mat(64, 64, CV_8UC1, cv::Scalar(255)) : mask;
         }),
         {6, "r_0.png", "covers the whole picture", "only the object in white"}},
        {"C05 every mask all black",
         withMasks([](cv::Mat, int) { return cv::Mat(64, 64, CV_8UC1, cv::Scalar(0)); }),
         {0, "r_0.png", "none of the 6 pictures can be used", "object in white"}},
        {"C05 every mask all white",
         withMasks([](cv::Mat, int) { return cv::Mat(64, 64, CV_8UC1, cv::Scalar(255)); }),
         {0, "", "every mask covers its whole picture", "only the object in white"}},
        {"C09 two masks for one picture",
         withDocument([=](SyntheticSet& set) {
             useMaskFiles(set, keep);
             set.put("mask/r_2.png", encode(".png", alphaOf(set.rendered(2).color)));
         }),
         {6, "r_2.png", "more than one mask", "Remove the others"}},
        {"C10 alpha and mask file disagree",
         withDocument([](SyntheticSet& set) {
             cv::Mat half = alphaOf(set.rendered(1).color);
             half(cv::Rect(0, 0, 64, 32)).setTo(0);
             set.put("masks/r_1.png", encode(".png", half));
         }),
         {6, "r_1.png", "disagree; the mask file was used", "Remove the one that is wrong"}},
        {"C11 object cut off by the frame",
         withDocument([](SyntheticSet& set) {
             set.document["camera_angle_x"] = 2 * std::atan(0.5 / 2.4);
             for (int i = 0; i < set.count; ++i) {
                 Camera near = set.cameras[static_cast<std::size_t>(i)];
                 near.fx = near.fy = 2.4 * 64;
                 set.put(set.imageName(i), encode(".png", render(near).color));
             }
         }),
         {6, "", "touches the border in", "whole object"}},
        {"C mask file broken",
         withDocument([=](SyntheticSet& set) {
             useMaskFiles(set, keep);
             set.put("masks/r_1.png", "no picture");
         }),
         {5, "r_1.png", "looks like text", "accepted formats"}},
        {"C mask_path missing",
         withDocument([](SyntheticSet& set) { set.frame(2)["mask_path"] = "masks/none.png"; }),
         {6, "transforms_train.json", "its mask cannot be used", "Put the file there"}},
        {"C13 8-bit depth",
         withDocument([](SyntheticSet& set) {
             set.put("depth/r_0.png", encode(".png", gradient(64, 64, CV_8UC1)));
             set.frame(0)["depth_file_path"] = "depth/r_0.png";
         }),
         {6, "r_0.png", "8-bit picture, which holds no metric depth", "16-bit PNG"}},
        {"C15 inverted depth",
         withDepth([](const SyntheticSet& set, int i) {
             cv::Mat depth = set.rendered(i).depth;
             for (auto it = depth.begin<double>(); it != depth.end<double>(); ++it) {
                 *it = *it > 0 ? 6.0 - *it : 0;
             }
             return depth;
         }),
         {6, "", "depth looks inverted", "small numbers are near"}},
        {"C16 depth in the wrong unit",
         withDepth([](const SyntheticSet& set, int i) { return set.rendered(i).depth; }, 0.0001),
         {6, "", "depth does not fit the poses", "by about 0.1"}},
        {"C18 distance along the ray",
         withDepth(
             [](const SyntheticSet& set, int i) {
                 cv::Mat depth = set.rendered(i).depth;
                 const Camera& camera = set.cameras[static_cast<std::size_t>(i)];
                 for (int y = 0; y < 64; ++y) {
                     for (int x = 0; x < 64; ++x) {
                         depth.at<double>(y, x) *=
                             std::sqrt(1 + std::pow((x + 0.5 - camera.cx) / camera.fx, 2) +
                                       std::pow((y + 0.5 - camera.cy) / camera.fy, 2));
                     }
                 }
                 return depth;
             },
             0.0001,
             true),
         {6, "", "along the rays", "looks wrong"}},
        {"C depth of another shape",
         withDepth([](const SyntheticSet& set, int i) {
             return set.rendered(i).depth(cv::Rect(0, 0, 64, 40)).clone();
         }),
         {6, "r_0.png", "the depth picture is 64 x 40", "depth of the same frame"}},
        {"C depth file broken",
         withDocument([](SyntheticSet& set) {
             set.put("d.png",
                     encode(".png", cv::Mat(64, 64, CV_16UC1, cv::Scalar(3000))).substr(0, 60));
             set.frame(0)["depth_file_path"] = "d.png";
         }),
         {6, "d.png", "the depth was not used", "again"}},
        {"C depth file missing",
         withDocument([](SyntheticSet& set) { set.frame(0)["depth_file_path"] = "d.png"; }),
         {6, "transforms_train.json", "its depth picture cannot be used", "Put the file there"}},
    };
}

std::vector<Case> fileCases() {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    return {
        {"D01 trailing comma",
         withText([](std::string text) {
             return replaced(text, "\"file_path\": ", "\"x\": 1,,\n \"file_path\": ");
         }),
         {0, "transforms_train.json", "line 5, column 11", "missing or extra comma"}},
        {"D01 comment",
         withText([](std::string text) { return "// made by me\n" + text; }),
         {0, "transforms_train.json", "line 1, column 1", "comment"}},
        {"D01 truncated",
         withText([](std::string text) { return text.substr(0, text.size() / 2); }),
         {0, "transforms_train.json", "JSON ends too early at line", "cut short"}},
        {"D01 empty",
         withText([](std::string) { return std::string(); }),
         {0, "transforms_train.json", "file is empty", "Write it again"}},
        {"D01 UTF-16",
         withText([](std::string) { return std::string("\xff\xfe{\0}\0", 6); }),
         {0, "transforms_train.json", "UTF-16", "Save it as UTF-8"}},
        {"D01 decimal comma",
         withText([](std::string text) {
             return replaced(text, "\"camera_angle_x\": 0.", "\"camera_angle_x\": 0,");
         }),
         {0, "transforms_train.json", "not valid JSON at line 2", "decimal comma"}},
        {"D01 number out of range",
         withText([](std::string text) {
             return replaced(
                 text, "\"camera_angle_x\": 0.", "\"camera_angle_x\": 1e999, \"x\": 0.");
         }),
         {0, "transforms_train.json", "out of range", "ordinary numbers"}},
        {"D02 nested 100 000 deep",
         withText([=](std::string) { return deep; }),
         {0,
          "transforms_train.json",
          "nested more than 64 levels deep (line 1, column 65)",
          "write it again"}},
        {"D02 a key twice",
         withText([](std::string text) {
             return replaced(text, "\"camera_angle_x\"", "\"frames\": [], \"camera_angle_x\"");
         }),
         {0, "transforms_train.json", "'frames' stands twice", "Remove one"}},
        {"D03 frames missing",
         withDocument([](SyntheticSet& set) { set.document.erase("frames"); }),
         {0, "transforms_train.json", "'frames' is missing", "'file_path' and 'transform_matrix'"}},
        {"D03 frames empty",
         withDocument([](SyntheticSet& set) { set.document["frames"] = json::array(); }),
         {0, "transforms_train.json", "'frames' is empty", "'file_path' and 'transform_matrix'"}},
        {"D03 frames not a list",
         withDocument([](SyntheticSet& set) { set.document["frames"] = "all"; }),
         {0,
          "transforms_train.json",
          "'frames' is not a list",
          "'file_path' and 'transform_matrix'"}},
        {"D03 not an object",
         withText([](std::string) { return std::string("[1, 2]"); }),
         {0, "transforms_train.json", "'frames' is missing", "'file_path' and 'transform_matrix'"}},
        {"D03 frame without a name",
         withDocument([](SyntheticSet& set) { set.frame(2).erase("file_path"); }),
         {5,
          "transforms_train.json",
          "number 3' was left out: it has no 'file_path'",
          "Name the frame's picture",
          true}},
        {"D03 frame is a number",
         withDocument([](SyntheticSet& set) { set.frame(2) = 17; }),
         {5, "transforms_train.json", "number 3' was left out", "Name the frame's picture", true}},
        {"D18 missing picture with a back-slash name",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "other\\x"; }),
         {5, "transforms_train.json", "other/x: the file is missing", "Put the file there", true}},
        {"D18 foreign path without such a file",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "/data/other/x.png"; }),
         {5,
          "transforms_train.json",
          "outside the set's folder, and no file of that name",
          "Copy the picture",
          true}},
        {"D19 ../../etc/passwd",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "../../etc/passwd"; }),
         {5,
          "transforms_train.json",
          "leads out of the set's folder",
          "Move the picture into",
          true}},
        {"D19 /dev/zero",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "/dev/zero"; }),
         {5, "transforms_train.json", "/dev/zero is outside", "Copy the picture", true}},
        {"D19 hidden behind back-slashes",
         withDocument(
             [](SyntheticSet& set) { set.frame(1)["file_path"] = "train\\..\\..\\secret.png"; }),
         {5,
          "transforms_train.json",
          "leads out of the set's folder",
          "Move the picture into",
          true}},
        {"B17 web address in file_path",
         withDocument([](SyntheticSet& set) { set.frame(1)["file_path"] = "http://x.org/a.png"; }),
         {5, "transforms_train.json", "is a web address", "Download the picture", true}},
        {"D20 some pictures missing",
         withDocument([](SyntheticSet& set) {
             fs::remove(set.root() / set.imageName(1));
             fs::remove(set.root() / set.imageName(4));
         }),
         {4, "", "2 of 6 pictures were left out; 4 are used", "See the reasons"}},
        {"D20 each missing picture is named",
         withDocument([](SyntheticSet& set) { fs::remove(set.root() / set.imageName(4)); }),
         {5,
          "transforms_train.json",
          "train/r_4: the file is missing",
          "Put the file there",
          true}},
        {"D21 all pictures missing",
         withDocument([](SyntheticSet& set) { fs::remove_all(set.root() / "train"); }),
         {0,
          "transforms_train.json",
          "none of the 6 pictures can be used. The first: ",
          "Put the file there"}},
        {"D22 one picture in two frames",
         withDocument(
             [](SyntheticSet& set) { set.frame(3)["file_path"] = set.frame(2)["file_path"]; }),
         {5, "r_2.png", "listed in two frames; the first one was used", "Remove one", true}},
    };
}

std::vector<Case> cameraCases() {
    const double nan = std::nan("");
    return {
        {"D04 3x3 matrix",
         withMatrices(1,
                      [](json) {
                          return json{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
                      }),
         {5,
          "transforms_train.json",
          "'./train/r_0' was left out: its transform_matrix is not 4x4 or 3x4",
          "camera to world",
          true}},
        {"D04 2x4 matrix",
         withMatrices(1,
                      [](json m) {
                          return json{m[0], m[1]};
                      }),
         {5, "transforms_train.json", "not 4x4 or 3x4", "camera to world", true}},
        {"D04 matrix missing",
         withDocument([](SyntheticSet& set) { set.frame(0).erase("transform_matrix"); }),
         {5, "transforms_train.json", "no 'transform_matrix'", "camera to world", true}},
        {"D04 matrix of words",
         withMatrices(1,
                      [](json m) {
                          m[0][0] = "wide";
                          return m;
                      }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D04 numbers as strings",
         withMatrices(1,
                      [](json m) {
                          m[0][0] = m[0][0].dump();
                          return m;
                      }),
         {6, "transforms_train.json", "written as strings", "plain JSON numbers"}},
        {"D05 NaN in a matrix",
         withText([](std::string text) {
             return replaced(text,
                             "0.0,\n     0.0,\n     0.0,\n     1.0",
                             "0.0,\n     NaN,\n     0.0,\n     1.0");
         }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D05 -Infinity in a matrix",
         withText([](std::string text) {
             return replaced(text,
                             "0.0,\n     0.0,\n     0.0,\n     1.0",
                             "0.0,\n     -Infinity,\n     0.0,\n     1.0");
         }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D05 1e308 in a matrix",
         withMatrices(1,
                      [](json m) {
                          m[0][3] = 1e308;
                          return m;
                      }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D05 null in every matrix",
         withMatrices(-1,
                      [](json m) {
                          m[0][0] = nullptr;
                          return m;
                      }),
         {0, "transforms_train.json", "none of the 6 pictures can be used", "camera-to-world"}},
        {"D06 sheared rotation",
         withMatrices(1,
                      [](json m) {
                          m[0][0] = m[0][0].get<double>() + 0.4;
                          return m;
                      }),
         {5, "transforms_train.json", "sheared", "orthonormal", true}},
        {"D06 rotation scaled by 2",
         withMatrices(
             1,
             [](json m) { return scaledColumn(scaledColumn(scaledColumn(m, 0, 2), 1, 2), 2, 2); }),
         {6, "transforms_train.json", "scale was taken out", "orthonormal"}},
        {"D06 rotation of zeros",
         withMatrices(
             1,
             [](json m) { return scaledColumn(scaledColumn(scaledColumn(m, 0, 0), 1, 0), 2, 0); }),
         {5, "transforms_train.json", "determinant 0", "orthonormal", true}},
        {"D07 mirrored",
         withMatrices(1, [](json m) { return scaledColumn(m, 0, -1); }),
         {5, "transforms_train.json", "mirrors (determinant -1)", "left-handed", true}},
        {"D08 last row with a perspective part",
         withMatrices(1,
                      [](json m) {
                          m[3] = {0.5, 0, 0, 1};
                          return m;
                      }),
         {5, "transforms_train.json", "last row of its transform_matrix", "0 0 0 1", true}},
        {"D09 all cameras at one point",
         withMatrices(-1,
                      [](json m) {
                          for (int i = 0; i < 3; ++i) {
                              m[i][3] = 1.0;
                          }
                          return m;
                      }),
         {0, "", "stand at one point (no baseline)", "own position"}},
        {"D10 map coordinates",
         withMatrices(-1,
                      [](json m) {
                          m[0][3] = m[0][3].get<double>() + 4e6;
                          return m;
                      }),
         {6, "", "far from the origin", "file's coordinates"}},
        {"D11 tiny coordinates",
         withMatrices(-1,
                      [](json m) {
                          for (int i = 0; i < 3; ++i) {
                              m[i][3] = m[i][3].get<double>() * 1e-6;
                          }
                          return m;
                      }),
         {6, "", "very small", "unless the unit is wrong"}},
        {"D12 OpenCV axes",
         withMatrices(-1, [](json m) { return scaledColumn(scaledColumn(m, 1, -1), 2, -1); }),
         {6, "", "OpenCV's camera axes", "looking along -z"}},
        {"D12 OpenCV axes without masks",
         withDocument([](SyntheticSet& set) {
             for (int i = 0; i < set.count; ++i) {
                 set.put(set.imageName(i), encode(".png", withoutAlpha(set.rendered(i).color)));
                 set.frame(i)["transform_matrix"] =
                     scaledColumn(scaledColumn(set.frame(i)["transform_matrix"], 1, -1), 2, -1);
             }
         }),
         {6, "", "cameras look away from the point", "OpenCV's convention"}},
        {"D13 world-to-camera poses",
         withDocument([](SyntheticSet& set) {
             for (int i = 0; i < set.count; ++i) {
                 set.frame(i)["transform_matrix"] = matrixOf(
                     inverseRigid(set.cameras[static_cast<std::size_t>(i)].world_from_camera));
             }
         }),
         {6, "", "read as world-to-camera matrices", "camera-to-world"}},
        {"D12 poses and pictures do not belong together",
         withDocument([](SyntheticSet& set) {
             for (int i = 0; i < set.count;
                  ++i) {  // every camera looks past the object in its own way
                 cv::Mat shifted(64, 64, CV_8UC4, cv::Scalar(0, 0, 0, 0));
                 const int dx = i % 2 == 0 ? 0 : 44, dy = i % 3 == 0 ? 0 : 44;
                 set.rendered(i)
                     .color(cv::Rect(22, 22, 20, 20))
                     .copyTo(shifted(cv::Rect(dx, dy, 20, 20)));
                 set.put(set.imageName(i), encode(".png", shifted));
             }
         }),
         {6, "", "silhouettes do not meet in space", "belong together"}},
        {"D14 camera_angle_x is zero",
         withDocument([](SyntheticSet& set) { set.document["camera_angle_x"] = 0; }),
         {0, "transforms_train.json", "'camera_angle_x' is 0", "radians"}},
        {"D14 camera_angle_x is negative",
         withDocument([](SyntheticSet& set) { set.document["camera_angle_x"] = -0.7; }),
         {0, "transforms_train.json", "no field of view", "radians"}},
        {"D14 camera_angle_x in degrees",
         withDocument([](SyntheticSet& set) {
             set.document["camera_angle_x"] = 2 * std::atan(0.5 / kFocal) * 180 / std::numbers::pi;
         }),
         {6, "transforms_train.json", "must be degrees", "radians"}},
        {"D14 camera_angle_x above 180",
         withDocument([](SyntheticSet& set) { set.document["camera_angle_x"] = 400; }),
         {0, "transforms_train.json", "no field of view", "radians"}},
        {"D14 negative focal length",
         withDocument([](SyntheticSet& set) { set.document["fl_x"] = -80; }),
         {0, "transforms_train.json", "'fl_x' is -80", "in pixels"}},
        {"D15 root and frames in conflict",
         withDocument([](SyntheticSet& set) {
             set.document["fl_x"] = 500.0;
             for (int i = 0; i < set.count; ++i) {
                 set.frame(i)["fl_x"] = kFocal * 64;
             }
         }),
         {6,
          "transforms_train.json",
          "disagree about fl_x; the frames' own values were used",
          "own camera"}},
        {"D15 an intrinsic that is no number",
         withDocument([](SyntheticSet& set) { set.document["cx"] = "middle"; }),
         {6, "transforms_train.json", "'cx' is not a number", "plain JSON number"}},
        {"D16 no intrinsics at all",
         withDocument([](SyntheticSet& set) { set.document.erase("camera_angle_x"); }),
         {6, "r_0.png", "field of view of 50 degrees was assumed", "Add fl_x"}},
        {"D16 intrinsics from EXIF",
         withDocument([](SyntheticSet& set) {
             set.document.erase("camera_angle_x");
             set.put(set.imageName(0),
                     pngWith(encode(".png", set.rendered(0).color),
                             pngChunk("eXIf", exifBlock(1, 47))));
         }),
         {6, "r_0.png", "focal length comes from EXIF", "Add fl_x"}},
        {"D17 w and h of a larger picture",
         withDocument([](SyntheticSet& set) { set.document["w"] = set.document["h"] = 640; }),
         {6, "r_0.png", "its camera is for 640 x 640; the camera was scaled", "on purpose"}},
        {"D17 w and h of another shape",
         withDocument([](SyntheticSet& set) { set.frame(0)["w"] = 640, set.frame(0)["h"] = 480; }),
         {5, "r_0.png", "but its camera is for 640 x 480", "correct w and h", true}},
        {"D27 camera model that is not read",
         withDocument([](SyntheticSet& set) { set.document["camera_model"] = "EQUIRECTANGULAR"; }),
         {0,
          "transforms_train.json",
          "camera_model 'equirectangular' is not supported",
          "Undistort"}},
        {"D27 absurd distortion",
         withDocument([](SyntheticSet& set) { set.frame(0)["k1"] = -40.0; }),
         {5, "r_0.png", "lens distortion cannot be undone", "k1, k2", true}},
        {"D28 principal point outside",
         withDocument([](SyntheticSet& set) { set.frame(0)["cx"] = 400.0; }),
         {6, "r_0.png", "principal point lies outside", "Check cx and cy"}},
        {"D20 COLMAP folder",
         [](SyntheticSet& set) {
             fs::create_directories(set.root() / "sparse" / "0");
             return set.root();
         },
         {6, "", "COLMAP model, which is not read", "transforms.json"}},
        {"D05 all frames bad but one",
         withMatrices(5,
                      [=](json m) {
                          m[0][0] = nan;
                          return m;
                      }),
         {1, "", "5 of 6 pictures were left out", "See the reasons"}},
    };
}

const std::vector<Case>& cases() {
    static const std::vector<Case> kCases = [] {
        std::vector<Case> all = setCases();
        for (const auto& more : {maskCases(), fileCases(), cameraCases()}) {
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }();
    return kCases;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class TestBadSets : public QObject {
    Q_OBJECT

    static void checkRefusal(const fs::path& input, const Expected& expected) {
        try {
            loadImageSet(input);
            QFAIL("was not refused");
        } catch (const Error& error) {
            QVERIFY2(contains(error.what(), displayPath(input).substr(0, 20)), error.what());
            QVERIFY2(
                contains(error.what(), expected.path) && contains(error.what(), expected.reason),
                error.what());
            QVERIFY2(contains(error.hint(), expected.remedy), error.hint().c_str());
            QCOMPARE(error.kind(), Error::Kind::BadInput);
        }
    }
    static void checkProblem(const fs::path& input, const Expected& expected) {
        const ImageSet set = loadImageSet(input);
        std::string all;
        bool found = false;
        for (const InputProblem& p : set.problems) {
            found |= contains(p.path.string(), expected.path) &&
                     contains(p.reason, expected.reason) && contains(p.hint, expected.remedy) &&
                     p.skipped == expected.skipped;
            QVERIFY2(!p.path.empty() && !p.reason.empty() && p.hint.size() > 10, p.reason.c_str());
            all += p.path.string() + ": " + p.reason + " | " + p.hint +
                   (p.skipped ? " (skipped)\n" : "\n");
        }
        QVERIFY2(found, all.c_str());
        QVERIFY2(static_cast<int>(set.views.size()) == expected.views,
                 (std::to_string(set.views.size()) + " views\n" + all).c_str());
    }

private slots:
    void namesFileReasonAndRemedy_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i) {
            QTest::newRow(cases()[i].id) << static_cast<int>(i);
        }
    }
    void namesFileReasonAndRemedy() {
        QFETCH(int, index);
        const Case& one = cases()[static_cast<std::size_t>(index)];
        SyntheticSet set;
        const fs::path input = one.make(set);
        one.expected.views == 0 ? checkRefusal(input, one.expected)
                                : checkProblem(input, one.expected);
    }

    void goodSetHasNothingToComplainAbout() {
        SyntheticSet set;
        const ImageSet loaded = loadImageSet(saved(set));
        QVERIFY2(loaded.problems.empty() && loaded.notes.empty(),
                 loaded.problems.empty() ? "" : loaded.problems[0].reason.c_str());
        QCOMPARE(loaded.views.size(), 6u);
    }

    void repairedPosesAreTheTrueOnes() {  // D12, D13
        for (int kind = 0; kind < 3; ++kind) {
            SyntheticSet set;
            for (int i = 0; i < set.count; ++i) {
                const Mat4d truth = set.cameras[static_cast<std::size_t>(i)].world_from_camera;
                json m = matrixOf(kind == 1 ? inverseRigid(truth) : truth);
                if (kind != 1) {
                    m = scaledColumn(scaledColumn(m, 1, -1), 2, -1);
                }
                if (kind == 2) {  // OpenCV's world-to-camera: rows of the turned pose
                    Mat4d turned = truth;
                    for (auto& row : turned.m) {
                        row[1] = -row[1], row[2] = -row[2];
                    }
                    m = matrixOf(inverseRigid(turned));
                }
                set.frame(i)["transform_matrix"] = m;
            }
            const ImageSet loaded = loadImageSet(set.save());
            for (std::size_t i = 0; i < 6; ++i) {
                QVERIFY(length(loaded.views[i].camera->position() - set.cameras[i].position()) <
                        1e-9);
                QVERIFY(length(column(loaded.views[i].camera->world_from_camera, 2) -
                               column(set.cameras[i].world_from_camera, 2)) < 1e-9);
            }
        }
    }

    void rayDepthIsConverted() {  // C18
        SyntheticSet set;
        const fs::path input = [&] {
            for (const Case& one : cases()) {
                if (std::string(one.id).starts_with("C18")) {
                    return one.make(set);
                }
            }
            return fs::path();
        }();
        const ImageSet loaded = loadImageSet(input);
        for (std::size_t i = 0; i < 6; ++i) {
            const cv::Mat truth = set.rendered(static_cast<int>(i)).depth;
            for (int p = 0; p < 64 * 64; ++p) {
                QVERIFY(std::abs(loaded.views[i].depth.pixels[static_cast<std::size_t>(p)] -
                                 truth.at<double>(p / 64, p % 64)) < 0.0002);
            }
        }
    }

    void refusesWithinASecond() {  // D02: 60 MB of brackets and strings
        SyntheticSet set;
        QElapsedTimer clock;
        clock.start();
        set.put("transforms_train.json", std::string(60'000'000, '['));
        QVERIFY_EXCEPTION_THROWN(loadImageSet(set.root()), Error);
        std::ofstream(set.root() / "transforms_train.json").close();
        fs::resize_file(set.root() / "transforms_train.json", 3'000'000'000);  // sparse
        QVERIFY_EXCEPTION_THROWN(loadImageSet(set.root()), Error);
        QVERIFY2(clock.elapsed() < 1500, "took too long");
    }

    void truncatedCameraFilesNeverCrash() {
        SyntheticSet set(2, 16);
        const std::string text = set.document.dump();
        for (std::size_t length = 0; length < text.size(); length += 3) {
            set.put("transforms_train.json", text.substr(0, length));
            QVERIFY_EXCEPTION_THROWN(loadImageSet(set.root()), Error);
        }
    }

    void unreadablePictureIsLeftOut() {  // B15
        if (geteuid() == 0) {
            QSKIP("root may read everything");
        }
        SyntheticSet set;
        fs::permissions(set.root() / set.imageName(1), fs::perms::none);
        const ImageSet loaded = loadImageSet(set.save());
        QCOMPARE(loaded.views.size(), 5u);
        QVERIFY(contains(loaded.problems.back().hint, "permission"));
    }
};

QTEST_GUILESS_MAIN(TestBadSets)
#include "test_bad_sets.moc"
