// SPDX-License-Identifier: Apache-2.0
#include "core/camera/bad_camera_files.h"

namespace bozzetto::test {
namespace fs = std::filesystem;

std::vector<BadFile> badColmapFiles() {
    const auto nan = raw(std::nan(""));
    const auto cut = [](std::size_t bytes) {
        return [=](const std::string& all) { return all.substr(0, all.size() - bytes); };
    };
    return {
        {"D24 cameras.bin is cut",
         bent("colmap-binary", "cameras.bin", cut(5)),
         "cameras.bin: at byte 8: it announces 1 as the number of cameras",
         "copy it again"},
        {"D24 cameras.bin announces 2^63 cameras",
         bent("colmap-binary", "cameras.bin", overwrite(0, raw(uint64_t{1} << 63))),
         "at byte 8: it announces 9223372036854775808 as the number of cameras",
         "copy it again"},
        {"D24 unknown camera model",
         bent("colmap-binary", "cameras.bin", overwrite(12, raw(int32_t{99}))),
         "the camera model number 99 (read at byte 12) is unknown",
         "copy it again"},
        {"D27 FOV cameras",
         bent(
             "colmap-text",
             "cameras.txt",
             [](const std::string&) { return std::string("1 FOV 640 480 700 700 320 240 0.9\n"); }),
         "the camera model FOV is not supported",
         "colmap image_undistorter"},
        {"no focal length",
         bent("colmap-text",
              "cameras.txt",
              [](const std::string&) {
                  return std::string("1 SIMPLE_PINHOLE 640 480 0 320 240\n");
              }),
         "camera 1 has a focal length that is not positive",
         "COLMAP"},
        {"pictures of 10^18 pixels",
         bent("colmap-binary", "cameras.bin", overwrite(16, raw(uint64_t{1} << 60))),
         "is for pictures of 1152921504606846976 x 480 pixels",
         "COLMAP"},
        {"images.bin announces too many points",
         bent("colmap-binary",
              "images.bin",
              [](std::string all) {
                  const std::size_t place = all.find("r_0.png") + 8;
                  return all.replace(place, 8, raw(uint64_t{1} << 62));
              }),
         "it announces 4611686018427387904 as the number of an image's points",
         "copy it again"},
        {"a name without end",
         bent("colmap-binary",
              "images.bin",
              [](std::string all) {
                  const std::size_t place = all.find("r_5.png");
                  return all.substr(0, place + 4);
              }),
         "the file ends within an image's name",
         "copy it again"},
        {"points3D.bin: endless track",
         bent("colmap-binary", "points3D.bin", overwrite(51, raw(~uint64_t{0}))),
         "18446744073709551615 as the length of a point's track",
         "copy it again"},
        {"bytes behind the last image",
         bent("colmap-binary", "images.bin", [](const std::string& all) { return all + "more"; }),
         "after the last record 4 bytes are left over",
         "copy it again"},
        {"empty images.bin",
         bent("colmap-binary", "images.bin", [](const std::string&) { return std::string(); }),
         "the file ends within the number of images",
         "copy it again"},
        {"D05 NaN in one pose",
         bent("colmap-binary", "images.bin", overwrite(12, nan)),
         "the image 'r_0.png' was left out: its pose is not made of sensible numbers",
         "COLMAP",
         5},
        {"quaternion of zeros",
         bent("colmap-binary", "images.bin", overwrite(12, std::string(32, '\0'))),
         "the image 'r_0.png' was left out: its pose is not made of sensible numbers",
         "COLMAP",
         5},
        {"image of a camera that is missing",
         bent("colmap-binary", "images.bin", overwrite(12 + 56, raw(uint32_t{77}))),
         "the image 'r_0.png' was left out: its camera 77 is not in the model",
         "COLMAP",
         5},
        {"D22 image listed twice",
         bent("colmap-text", "images.txt", exchange("r_1.png", "r_0.png")),
         "the image 'r_0.png' is there twice; the first one was used",
         "Remove one",
         5},
        {"NaN in a point",
         bent("colmap-binary", "points3D.bin", overwrite(16, nan)),
         "1 points were left out",
         "unless there are many",
         6},
        {"a word where a number belongs",
         bent("colmap-text", "images.txt", exchange("\n1 ", "\n1 wide ")),
         "images.txt: line 4: column 3: QW is not a finite number ('wide')",
         "Output Format"},
        {"infinity in the text",
         bent("colmap-text", "cameras.txt", exchange("700.25", "inf")),
         "cameras.txt: line 2: column 26: a parameter of the camera model is not a finite number "
         "('inf')",
         "Output Format"},
        {"D23 the second line of an image is missing",
         bent("colmap-text",
              "images.txt",
              [](const std::string&) {
                  return std::string("1 1 0 0 0 0 0 0 1 a.png\n2 1 0 0 0 1 0 0 1 b.png\n");
              }),
         "line 2: it must list the points of the image 'a.png'",
         "put an empty line"},
        {"too many parameters",
         bent("colmap-text",
              "cameras.txt",
              [](const std::string&) { return std::string("1 PINHOLE 64 48 50 50 32 24 0.1\n"); }),
         "PINHOLE has 4 parameters, and more are given ('0.1')",
         "Output Format"},
        {"an empty model",
         bent("colmap-text",
              "images.txt",
              [](const std::string&) { return std::string("# none\n"); }),
         "the COLMAP model holds no image",
         "sparse/0"},
        {"a folder without a model",
         [](const fs::path& folder) {
             fs::create_directories(folder / "nothing");
             return folder / "nothing";
         },
         "holds no camera of RealityScan",
         "Export"},
    };
}

std::vector<BadFile> badNumpyFiles() {
    const std::string good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 17), }\n";
    const std::string row(17 * 8, '\0');
    return {
        {"shape beyond the file",
         text("p.npy", numpy(replaced(good, "(1, 17)", "(4000000000, 17)"), row)),
         "it announces 4000000000 as a side of the array",
         "copy it again"},
        {"shape whose product overflows",
         text("p.npy",
              numpy(replaced(good, "(1, 17)", "(100, 100, 100, 100, 100, 100, 100, 100)"), row)),
         "as the array's size, which the rest of the file cannot hold",
         "copy it again"},
        {"Python objects",
         text("p.npy", numpy(replaced(good, "<f8", "|O"), row)),
         "the array's type '|O' is not read",
         "copy it again"},
        {"no header",
         text("p.npy", numpy("{}", row)),
         "the header does not tell type, order and shape",
         "copy it again"},
        {"cut header",
         text("p.npy", std::string("\x93NUMPY\x01\x00\xff\xff{'descr", 17)),
         "the file ends within the header",
         "copy it again"},
        {"negative shape",
         text("p.npy", numpy(replaced(good, "(1, 17)", "(-1, 17)"), row)),
         "the array's shape is not a list of sizes",
         "copy it again"},
        {"16 columns",
         text("p.npy", numpy(replaced(good, "(1, 17)", "(1, 16)"), row)),
         "is not N rows of 17 numbers",
         "poses_bounds.npy"},
        {"rows of zeros",
         text("p.npy", numpy(good, row)),
         "none of its rows is a camera. The first: row 1 was left out: its transform_matrix has no "
         "rotation",
         "again"},
        {"one row of NaN",
         bent("llff",
              "poses_bounds.npy",
              [](std::string all) {
                  return all.replace(all.size() - 17 * 8, 8, raw(std::nan("")));
              }),
         "row 6 was left out",
         "again",
         6},
        {"npz cut in the middle",
         bent("neus-npz",
              "c.npz",
              [](const std::string& all) { return all.substr(0, all.size() / 2); }),
         "is no complete zip file",
         "copy it again"},
        {"npz with a wrong byte",
         bent("neus-npz", "c.npz", overwrite(60, "\xff\xff\xff")),
         "cannot be unpacked",
         "copy it again"},
        {"npz of other arrays",
         bent("neus-npz",
              "c.npz",
              [](std::string all) {
                  for (std::size_t at = 0; (at = all.find("world_mat", at)) != std::string::npos;) {
                      all.replace(at, 9, "other_mat");
                  }
                  return all;
              }),
         "holds no world_mat_0",
         "K [R t]"},
    };
}

}  // namespace bozzetto::test
