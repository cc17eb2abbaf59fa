// SPDX-License-Identifier: Apache-2.0
#include "sfm/estimate_cameras.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "camera/scene_guess.h"
#include "sfm/camera_report.h"
#include "sfm/colmap_run.h"
#include "sfm/estimate_cache.h"
#include "sfm/other_objects.h"
#include "sfm/sfm_scene.h"
#include "sfm/sharpness.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Reason = EstimatedPicture::Reason;
using State = EstimatedPicture::State;

constexpr size_t kFewestPictures = 3;
constexpr int kFewestPoints = 15;  // that a picture must see to have a camera
constexpr double kWeak = 0.05;     // of the points that pictures see in the middle
constexpr double kSameFocal = 0.03, kSameError = 1.3;
constexpr double kNearExif = 0.15;    // EXIF is rounded, and lenses breathe
constexpr double kFewFeatures = 0.2;  // of the set's middle

double middleOf(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct ModelQuality {
    double focal_length = 0;  // pixels, median
    double error = 0;         // mean reprojection error, pixels
};

ModelQuality qualityOf(const SfmModel& model) {
    std::vector<double> focal;
    for (const FileCamera& camera : model.file.cameras) {
        focal.push_back(camera.intrinsics.fx);
    }
    double error = 0;
    for (const SparsePoint& point : model.file.cloud.points) {
        error += point.error;
    }
    return {middleOf(focal),
            error / static_cast<double>(std::max<size_t>(1, model.file.cloud.points.size()))};
}

class Estimation {
public:
    Estimation(const SetSource& set,
               const CameraEstimateOptions& options,
               Colmap& colmap,
               const Task& task)
        : set_(set), options_(options), colmap_(colmap), task_(task) {}

    CameraEstimate estimate() {
        std::error_code error;
        const fs::path parent =
            options_.scratch.empty() ? fs::temp_directory_path(error) : options_.scratch;
        const TemporaryFolder scratch(parent, ".bozzetto-cameras-");
        folder_ = preparePictures(set_, scratch.path(), task_);
        startReport();
        SfmScene scene = toScene(findModel(scratch.path()));
        leaveOutWeak(scene);
        leaveOutOthers(scene);
        leaveOutWeak(scene);  // those that only the others held
        checkEnough(scene.cameras.size());
        const SceneGuess guess = guessScene(scene.pinholes(), scene.cloud, deviceUps(scene));
        report_.up_from = toString(guess.up_from);
        normalise(scene, guess);
        return finish(std::move(scene));
    }

private:
    /// What can be told from the pictures alone.
    void startReport() {
        std::vector<double> sharpness;
        for (const SfmPicture& picture : folder_.pictures) {
            sharpness.push_back(picture.sharpness);
        }
        const std::vector<double> relative = relativeTo(sharpness);
        const std::vector<bool> blurred = findBlurred(relative);
        for (const SfmPicture& picture : folder_.pictures) {
            const ViewSource& view = set_.views[picture.view];
            EstimatedPicture entry;
            entry.view = view.name;
            entry.path = view.image;
            entry.relative_sharpness = relative[picture.view];
            if (!picture.unreadable.empty()) {
                entry.state = State::LeftOut, entry.reason = Reason::Unreadable;
            } else if (blurred[picture.view] && !options_.keep_blurred) {
                entry.state = State::LeftOut, entry.reason = Reason::Blurred;
            } else {
                used_.push_back(picture.view);
            }
            report_.pictures.push_back(std::move(entry));
        }
        report_.program = colmap_.version();
        checkEnough(used_.size());
    }

    void checkEnough(size_t count) const {
        if (count >= kFewestPictures) {
            return;
        }
        const std::string left_out = listLeftOut(report_);
        throw Error(Error::Kind::BadInput,
                    displayPath(set_.input.empty() ? set_.root : set_.input) +
                        ": the cameras of only " + std::to_string(count) + " of " +
                        std::to_string(set_.views.size()) + " pictures could be found" +
                        (left_out.empty() ? "" : " (" + left_out + ")"),
                    "Take 20 to 60 sharp pictures all around the object in steps of 10 to 20 "
                    "degrees, on something with a pattern, without moving the object.",
                    set_.root.string());
    }

    ColmapRun::Options runOptions() const {
        return {options_.intrinsics, options_.threads, [this](const CameraFile& file) {
                    if (options_.preview) {
                        options_.preview(withViewNames(file));
                    }
                }};
    }

    /// The best model, tried harder as long as pictures are missing.
    SfmModel findModel(const fs::path& scratch) {
        const MatchingPlan plan = planMatching(set_, folder_.pictures, used_, options_.matching);
        report_.matching = plan.is_sequential ? "sequential" : "exhaustive";
        if (!plan.warning.empty()) {
            logWarning(plan.warning);
        }
        ColmapRun run(colmap_, folder_, scratch / "first", runOptions(), task_);
        run.extractFeatures(used_, Effort::Normal);
        run.matchPairs(plan.pairs, Effort::Normal);
        std::vector<SfmModel> models = run.map(Effort::Normal);
        checkFocalLength(run, models);
        if (!models.empty()) {
            addMissing(run, models);
        }
        noteMatches(run);
        if (registeredIn(models) * 4 < used_.size() * 3) {
            tryHarder(scratch / "second", plan, models);
        }
        if (models.empty()) {
            explainMissing(models);
            checkEnough(0);
        }
        report_.models = static_cast<int>(models.size());
        explainMissing(models);
        return run.refine(std::move(models.front()));
    }

    size_t registeredIn(const std::vector<SfmModel>& models) const {
        return models.empty() ? 0 : models.front().file.cameras.size();
    }

    std::vector<size_t> missingIn(const SfmModel& model) const {
        std::vector<size_t> missing;
        for (const size_t index : used_) {
            const bool found =
                std::any_of(model.file.cameras.begin(),
                            model.file.cameras.end(),
                            [&](const FileCamera& camera) {
                                return camera.picture == folder_.pictures[index].name;
                            });
            if (!found) {
                missing.push_back(index);
            }
        }
        return missing;
    }

    /// Compares the pictures that are missing with all others again, more patiently, and adds them
    /// to the model.
    void addMissing(ColmapRun& run, std::vector<SfmModel>& models) {
        const std::vector<size_t> missing = missingIn(models.front());
        if (missing.empty() || missing.size() * 2 > used_.size()) {
            return;
        }
        log(LogLevel::Info,
            std::to_string(missing.size()) +
                " pictures have no camera yet; they are compared with the others more patiently.");
        PicturePairs pairs;
        for (const size_t index : missing) {
            for (const size_t other : used_) {
                const bool both_missing = std::binary_search(missing.begin(), missing.end(), other);
                if (other != index && (!both_missing || index < other)) {
                    pairs.emplace_back(std::min(index, other), std::max(index, other));
                }
            }
        }
        std::sort(pairs.begin(), pairs.end());
        run.matchPairsAgain(pairs, Effort::Thorough);
        std::vector<SfmModel> more = run.map(Effort::Thorough, &models.front());
        if (registeredIn(more) > registeredIn(models) && isAsGood(more.front(), models.front())) {
            models.front() = std::move(more.front());
        }
    }

    /// Whether a model that pictures were added to is still the same: what was added by chance
    /// bends it.
    static bool isAsGood(const SfmModel& more, const SfmModel& before) {
        const ModelQuality a = qualityOf(more), b = qualityOf(before);
        const bool good = std::abs(a.focal_length / b.focal_length - 1) < kSameFocal &&
                          a.error < kSameError * b.error;
        if (!good) {
            logInfo("The pictures that were added bent the model; it is taken without them.");
        }
        return good;
    }

    /// With EXIF's focal length held, if the one that was found is far from it and a model with
    /// EXIF's fits as well.
    void checkFocalLength(ColmapRun& run, std::vector<SfmModel>& models) const {
        std::vector<double> exif;
        for (const size_t index : used_) {
            if (folder_.pictures[index].exif_focal_length > 0) {
                exif.push_back(folder_.pictures[index].exif_focal_length);
            }
        }
        if (models.empty() || exif.size() * 2 < used_.size()) {
            return;
        }
        const ModelQuality found = qualityOf(models.front());
        if (std::abs(found.focal_length / middleOf(exif) - 1) < kNearExif) {
            return;
        }
        logInfo("The focal length found is far from EXIF's; it is tried with EXIF's.");
        std::vector<SfmModel> held = run.map(Effort::Normal, nullptr, FocalLength::Held);
        if (registeredIn(held) >= registeredIn(models) &&
            qualityOf(held.front()).error < kSameError * found.error) {
            models = std::move(held);
        }
    }

    /// From the start with everything that costs time.
    void tryHarder(const fs::path& scratch,
                   const MatchingPlan& plan,
                   std::vector<SfmModel>& models) {
        log(LogLevel::Info,
            "Only " + std::to_string(registeredIn(models)) + " of " + std::to_string(used_.size()) +
                " pictures fit together; more features are taken and compared more patiently.");
        ColmapRun run(colmap_, folder_, scratch, runOptions(), task_);
        run.extractFeatures(used_, Effort::Thorough);
        run.matchPairs(plan.pairs, Effort::Thorough);
        std::vector<SfmModel> more = run.map(Effort::Thorough);
        if (registeredIn(more) > registeredIn(models)) {
            models = std::move(more);
            noteMatches(run);
        }
    }

    void noteMatches(const ColmapRun& run) {
        matches_ = run.matches();
        for (const size_t index : used_) {
            report_.pictures[index].features = matches_[folder_.pictures[index].name].features;
        }
    }

    void explainMissing(const std::vector<SfmModel>& models) {
        std::vector<double> features;
        for (const size_t index : used_) {
            features.push_back(report_.pictures[index].features);
        }
        const double middle = middleOf(features);
        for (const size_t index : models.empty() ? used_ : missingIn(models.front())) {
            EstimatedPicture& picture = report_.pictures[index];
            const bool elsewhere =
                std::any_of(models.begin() + (models.empty() ? 0 : 1),
                            models.end(),
                            [&](const SfmModel& model) {
                                const auto missing = missingIn(model);
                                return !std::binary_search(missing.begin(), missing.end(), index);
                            });
            const bool bare = picture.features < std::max(100.0, kFewFeatures * middle);
            picture.state = State::NotRegistered;
            picture.reason = elsewhere ? Reason::OtherModel
                             : bare    ? Reason::LittleTexture
                                       : Reason::NoOverlap;
        }
    }

    size_t indexOf(const std::string& name) const {
        const auto found = std::find_if(folder_.pictures.begin(),
                                        folder_.pictures.end(),
                                        [&](const auto& p) { return p.name == name; });
        require(found != folder_.pictures.end(), "a picture that nobody gave");
        return found->view;
    }

    CameraFile withViewNames(CameraFile file) const {
        for (FileCamera& camera : file.cameras) {
            camera.picture = set_.views[indexOf(camera.picture)].name;
        }
        for (std::string& picture : file.cloud.pictures) {
            picture = set_.views[indexOf(picture)].name;
        }
        return file;
    }

    std::vector<std::optional<Vec3d>> deviceUps(const SfmScene& scene) const {
        std::vector<std::optional<Vec3d>> ups;
        for (const FileCamera& camera : scene.cameras) {
            ups.push_back(folder_.pictures[indexOf(camera.picture)].up);
        }
        return ups;
    }

    SfmScene toScene(const SfmModel& model) const {
        SfmScene scene{model.file.cameras, model.file.cloud};
        for (size_t i = 0; i < scene.cameras.size(); ++i) {
            require(i < scene.cloud.pictures.size() &&
                        scene.cloud.pictures[i] == scene.cameras[i].picture,
                    "cameras and points of a model are in another order");
        }
        for (FileCamera& camera : scene.cameras) {
            dropInvisibleDistortion(camera);
        }
        return scene;
    }

    void leaveOut(SfmScene& scene, const std::vector<bool>& left_out, State state, Reason reason) {
        for (size_t i = 0; i < left_out.size(); ++i) {
            if (left_out[i]) {
                EstimatedPicture& picture = report_.pictures[indexOf(scene.cameras[i].picture)];
                picture.state = state, picture.reason = reason;
            }
        }
        scene.leaveOut(left_out);
    }

    /// Pictures whose place hangs on a handful of points have none.
    void leaveOutWeak(SfmScene& scene) {
        const std::vector<int> seen = scene.pointsSeen();
        const double least =
            std::max<double>(kFewestPoints, kWeak * middleOf({seen.begin(), seen.end()}));
        std::vector<bool> weak;
        for (const int points : seen) {
            weak.push_back(points < least);
        }
        leaveOut(scene, weak, State::NotRegistered, Reason::NoOverlap);
    }

    void leaveOutOthers(SfmScene& scene) {
        if (scene.cameras.size() < kFewestPictures) {
            return;
        }
        const std::vector<Camera> cameras = scene.pinholes();
        std::vector<bool> other(cameras.size(), false);
        std::vector<Image> thumbnails;
        for (const FileCamera& camera : scene.cameras) {
            thumbnails.push_back(folder_.pictures[indexOf(camera.picture)].thumbnail);
        }
        const SceneGuess guess = guessScene(cameras, scene.cloud, deviceUps(scene));
        for (const size_t index : findOtherObjects(cameras, scene.cloud, guess, thumbnails)) {
            other[index] = true;
        }
        leaveOut(scene, other, State::LeftOut, Reason::OtherObject);
    }

    CameraEstimate finish(SfmScene scene) {
        CameraEstimate estimate;
        estimate.cameras.resize(set_.views.size());
        const std::vector<int> points = scene.pointsSeen();
        std::vector<double> focal, exif, errors(scene.cameras.size(), 0);
        double error_sum = 0;
        for (const SparsePoint& point : scene.cloud.points) {
            error_sum += point.error;
            for (const uint32_t picture : point.seen_by) {
                errors[picture] += point.error;
            }
        }
        for (size_t i = 0; i < scene.cameras.size(); ++i) {
            FileCamera& camera = scene.cameras[i];
            const size_t index = indexOf(camera.picture);
            EstimatedPicture& entry = report_.pictures[index];
            entry.state = State::Registered;
            entry.points = points[i];
            entry.error = errors[i] / std::max(1, points[i]);
            focal.push_back(camera.intrinsics.fx);
            if (folder_.pictures[index].exif_focal_length > 0) {
                exif.push_back(folder_.pictures[index].exif_focal_length);
            }
            camera.picture = scene.cloud.pictures[i] = set_.views[index].name;
            estimate.cameras[index] = std::move(camera);
        }
        report_.registered = static_cast<int>(scene.cameras.size());
        report_.points = static_cast<int>(scene.cloud.points.size());
        report_.reprojection_error = error_sum / std::max(1, report_.points);
        report_.focal_length = middleOf(focal), report_.exif_focal_length = middleOf(exif);
        estimate.cloud = std::move(scene.cloud);
        estimate.report = std::move(report_);
        return estimate;
    }

    const SetSource& set_;
    const CameraEstimateOptions& options_;
    Colmap& colmap_;
    const Task& task_;
    SfmFolder folder_;
    std::vector<size_t> used_;
    std::map<std::string, PictureMatches> matches_;
    CameraReport report_;
};

/// Puts an estimate into the set that it is for.
void apply(const CameraEstimate& estimate, SetSource& set) {
    std::vector<ViewSource> kept;
    for (size_t i = 0; i < set.views.size(); ++i) {
        if (const std::optional<FileCamera>& camera = estimate.cameras[i]) {
            set.views[i].world_from_camera = camera->world_from_camera;
            set.views[i].intrinsics = camera->intrinsics;
            kept.push_back(std::move(set.views[i]));
        }
    }
    set.views = std::move(kept);
    set.cloud = estimate.cloud;
    set.estimated_cameras = true;
    set.assumed_cameras = false;
    for (InputProblem& problem : problemsOf(estimate.report)) {
        set.problems.push_back(std::move(problem));
    }
    for (std::string& sentence : summaryOf(estimate.report)) {
        set.notes.push_back(std::move(sentence));
    }
}

}  // namespace

CameraReport estimateCameras(SetSource& set,
                             const CameraEstimateOptions& options,
                             const Task& task) {
    const auto start = std::chrono::steady_clock::now();
    if (set.views.size() < kFewestPictures) {
        throw Error(Error::Kind::BadInput,
                    displayPath(set.input.empty() ? set.root : set.input) +
                        ": cameras cannot be "
                        "found from " +
                        std::to_string(set.views.size()) + " pictures",
                    "Take 20 to 60 pictures all around the object, or give cameras.",
                    set.root.string());
    }
    Colmap colmap(options.program, task);
    const std::string key = options.cache.empty() ? "" : cacheKeyOf(set, options, colmap.version());
    std::optional<CameraEstimate> estimate = findEstimate(options.cache, key, set);
    if (!estimate) {
        estimate = Estimation(set, options, colmap, task).estimate();
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        estimate->report.seconds = taken.count();
        storeEstimate(options.cache, key, *estimate);
    }
    apply(*estimate, set);
    return estimate->report;
}

}  // namespace bozzetto
