// SPDX-License-Identifier: Apache-2.0
#pragma once
// A program that behaves like COLMAP on the outside: it prints what COLMAP prints and hands out
// models and a database that were prepared.
#include "camera/formats/colmap.h"
#include "core/sfm/photo_scene.h"
#include "image/codec.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sqlite3.h>
#include <string>
#include <sys/types.h>
#include <vector>

namespace bozzetto::test {

inline const char* const kFakeOptions = R"(COLMAP 3.8 (Commit Unknown on Unknown without CUDA)
  --database_path arg
  --image_path arg
  --input_path arg
  --output_path arg
  --image_list_path arg
  --match_list_path arg
  --match_type arg (=pairs)             {'pairs', 'raw', 'inliers'}
  --max_reproj_error arg (=4)
  --ImageReader.mask_path arg
  --ImageReader.camera_model arg (=SIMPLE_RADIAL)
  --ImageReader.single_camera arg (=0)
  --ImageReader.single_camera_per_image arg (=0)
  --ImageReader.camera_params arg
  --SiftExtraction.use_gpu arg (=1)
  --SiftMatching.use_gpu arg (=1)
)";

/// Neither gone nor waiting for its parent to hear of its end.
inline bool isAlive(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    return file >> number >> name >> state && state != "Z" && state != "X";
}

/// Six photographs with names that a shell would stumble over, and a fake COLMAP that knows where
/// they were taken.
class FakeColmap {
public:
    static constexpr int kPictures = 6;

    explicit FakeColmap(const std::filesystem::path& folder) : folder_(folder) {
        namespace fs = std::filesystem;
        fs::create_directories(folder_ / "models");
        fs::copy_file(BOZZETTO_SOURCE_DIR "/tests/core/sfm/fake_colmap.sh", program());
        write("version.txt", "COLMAP 3.8 -- Structure-from-Motion and Multi-View Stereo\n");
        write("options.txt", kFakeOptions);
        for (int i = 0; i < kPictures; ++i) {
            cameras.push_back(ringCamera(i, kPictures, 96));
        }
        writeModel("0", {0, 1, 2, 3, 4, 5});
        writeDatabase(std::vector<int>(kPictures, 900));
    }

    std::filesystem::path program() const { return folder_ / "colmap"; }
    std::filesystem::path file(const std::string& name) const { return folder_ / name; }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    std::string calls() const {
        std::ifstream file(folder_ / "calls.txt");
        return {std::istreambuf_iterator<char>(file), {}};
    }
    size_t countCalls(const std::string& start) const {
        const std::string text = "\n" + calls();
        size_t count = 0;
        for (size_t at = text.find("\n" + start); at != std::string::npos;
             at = text.find("\n" + start, at + 1)) {
            ++count;
        }
        return count;
    }

    static std::string pictureName(int i) {
        static const char* const kNames[] = {
            "a b", "$(touch x)", "c'd\"e", "\xC3\xA4\xE6\xBC\xA2", "-f;g", "z&#h"};
        return kNames[i];
    }
    /// A folder of photographs.
    static void writePictures(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        for (int i = 0; i < kPictures; ++i) {
            const std::string bytes = encodeJpeg(
                flat(photograph(ringCamera(i, kPictures, 96))), 95, PngValues::SrgbFromLinear);
            std::ofstream(folder / (pictureName(i) + ".jpg"), std::ios::binary) << bytes;
        }
    }
    static Image flat(const Image& image) {
        Image rgb(image.width, image.height, 3);
        for (size_t i = 0; i < rgb.pixels.size(); ++i) {
            rgb.pixels[i] = image.pixels[i / 3 * 4 + i % 3];
        }
        return rgb;
    }

    /// order: where picture i of ours stands in the set (views are sorted by name).
    void writeModel(const std::string& name,
                    const std::vector<int>& pictures,
                    const std::vector<int>& order = {}) const {
        CameraFile file;
        for (const int i : pictures) {
            FileCamera camera;
            char text[32];
            std::snprintf(text,
                          sizeof text,
                          "%06d.jpg",
                          1 + (order.empty() ? i : order[static_cast<size_t>(i)]));
            const Camera& truth = cameras[static_cast<size_t>(i)];
            camera.picture = text;
            Intrinsics& in = camera.intrinsics;
            in.width = truth.width, in.height = truth.height;
            in.fx = in.fy = truth.fx, in.cx = truth.cx, in.cy = truth.cy;
            camera.world_from_camera = truth.world_from_camera;
            file.cloud.pictures.push_back(camera.picture);
            file.cameras.push_back(camera);
        }
        for (int k = 0; k < 400; ++k) {
            SparsePoint point;
            const auto noise = [&](int axis) { return latticeNoise(k, axis, 0, 7) * 2 - 1; };
            point.position = k % 2 == 0 ? Vec3d{0.9 * noise(0), 0.9 * noise(1), 0}
                                        : normalize(Vec3d{noise(0), noise(1), noise(2)}) * 0.4 +
                                              Vec3d{0, 0, 0.4};
            point.error = 0.4f;
            for (uint32_t i = 0; i < pictures.size(); ++i) {
                point.seen_by.push_back(i);
            }
            file.cloud.points.push_back(point);
        }
        writeColmapModel(file, folder_ / "models" / name, ColmapEncoding::Binary);
    }

    /// As far as it is read: pictures with so many features, each matched with the next one.
    void writeDatabase(const std::vector<int>& features) const {
        const std::filesystem::path path = folder_ / "database.db";
        std::filesystem::remove(path);
        std::string sql =
            "CREATE TABLE images (image_id INTEGER, name TEXT);"
            "CREATE TABLE keypoints (image_id INTEGER, rows INTEGER);"
            "CREATE TABLE matches (pair_id INTEGER, rows INTEGER);"
            "CREATE TABLE two_view_geometries (pair_id INTEGER, rows INTEGER);";
        for (size_t i = 0; i < features.size(); ++i) {
            const std::string id = std::to_string(i + 1);
            sql += "INSERT INTO images VALUES (" + id + ", '00000" + id + ".jpg');";
            sql +=
                "INSERT INTO keypoints VALUES (" + id + ", " + std::to_string(features[i]) + ");";
            if (i > 0) {
                const std::string pair = std::to_string(2147483647LL * i + (i + 1));
                sql += "INSERT INTO two_view_geometries VALUES (" + pair + ", 120);";
            }
        }
        sqlite3* database = nullptr;
        ::sqlite3_open(path.c_str(), &database);
        ::sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
        ::sqlite3_close(database);
    }

    std::vector<Camera> cameras;

private:
    std::filesystem::path folder_;
};

}  // namespace bozzetto::test
