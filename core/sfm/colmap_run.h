// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"
#include "sfm/colmap_program.h"
#include "sfm/match_database.h"
#include "sfm/matching_plan.h"
#include "sfm/pictures.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace bozzetto {

/// A model as COLMAP left it, for the frames that loadView uses; its pictures are the names in
/// SfmFolder.
struct SfmModel {
    std::filesystem::path folder;
    CameraFile file;
};

/// How hard it is tried. Thorough: more and fainter features, matching guided by the geometry found
/// so far, lower thresholds; two to four times as slow. (COLMAP's affine shape is left out: with
/// Debian's 3.8 it lost three quarters of the matches on photographs 48 degrees apart, where
/// fainter features and guided matching gave four times as many points.)
enum class Effort { Normal, Thorough };

/// Whether the mapper may change the focal lengths that it starts with.
enum class FocalLength { Refined, Held };

/// The steps of COLMAP on one folder of pictures, with one database.
class ColmapRun {
public:
    struct Options {
        CameraEstimateOptions::SharedIntrinsics intrinsics =
            CameraEstimateOptions::SharedIntrinsics::Auto;
        int threads = 0;  // 0: all
        std::function<void(const CameraFile& so_far)> preview = {};
    };
    /// scratch: a folder for the database and the models. The references must outlive this.
    ColmapRun(Colmap& colmap,
              const SfmFolder& folder,
              const std::filesystem::path& scratch,
              const Options& options,
              const Task& task);

    /// used: the pictures that take part. Phase "features".
    void extractFeatures(const std::vector<size_t>& used, Effort effort);
    /// Phase "matching".
    void matchPairs(const PicturePairs& pairs, Effort effort);
    /// Forgets the pairs' matches first.
    void matchPairsAgain(const PicturePairs& pairs, Effort effort);
    /// All models, the one with most pictures first. continued: a model that is added to; then this
    /// one is the only result. Phase "mapping".
    std::vector<SfmModel> map(Effort effort,
                              const SfmModel* continued = nullptr,
                              FocalLength focal_length = FocalLength::Refined);
    /// Takes out the points that fit badly and adjusts poses, lenses and points together, twice;
    /// the model itself if that fails. Phase "refining".
    SfmModel refine(SfmModel model);

    std::map<std::string, PictureMatches> matches() const { return readMatchDatabase(database_); }

private:
    class SnapshotWatcher;
    std::filesystem::path newFolder(const std::string& name);
    void extractGroup(const std::vector<size_t>& group,
                      Effort effort,
                      bool share_lens,
                      const std::function<void()>& on_picture);
    std::vector<ColmapOption> mapperOptions(Effort effort, const std::filesystem::path& output);
    SfmModel refineOnce(const SfmModel& model, int round);
    SfmModel readModel(const std::filesystem::path& folder) const;
    std::vector<ColmapOption> threadOptions(std::vector<std::string> names) const;

    Colmap& colmap_;
    const SfmFolder& folder_;
    std::filesystem::path scratch_, database_;
    Options options_;
    const Task& task_;
    std::vector<size_t> used_;
    int folders_ = 0;
};

}  // namespace bozzetto
