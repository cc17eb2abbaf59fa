// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "camera/camera_file.h"
#include "camera/file_finder.h"
#include "image/codec.h"

#include <algorithm>
#include <array>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const fs::path& path, const std::string& reason, const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

/// A picture's name on both sides, told ever less exactly.
enum class Tier { Exact, WithoutFolder, WithoutCase, WithoutEnding };
constexpr std::array kTiers = {
    Tier::Exact, Tier::WithoutFolder, Tier::WithoutCase, Tier::WithoutEnding};

std::string keyOf(const std::string& name, Tier tier) {
    fs::path path = name;
    switch (tier) {
        case Tier::Exact:
            return path.lexically_normal().generic_string();
        case Tier::WithoutFolder:
            return path.filename().string();
        case Tier::WithoutCase:
            return toLowerAscii(path.filename().string());
        case Tier::WithoutEnding:
            // Some files name pictures without ending: only a picture's ending is taken off.
            return toLowerAscii((hasPictureEnding(path) ? path.stem() : path.filename()).string());
    }
    return {};
}

std::string forwardSlashes(std::string name) {
    std::replace(name.begin(), name.end(), '\\', '/');
    return name;
}

/// How many folders from the end two names have in common.
int commonTail(const std::string& a, const std::string& b) {
    const fs::path pa = fs::path(toLowerAscii(a)).parent_path();
    const fs::path pb = fs::path(toLowerAscii(b)).parent_path();
    std::vector<fs::path> x(pa.begin(), pa.end()), y(pb.begin(), pb.end());
    int common = 0;
    while (!x.empty() && !y.empty() && x.back() == y.back()) {
        ++common, x.pop_back(), y.pop_back();
    }
    return common;
}

std::string firstOf(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
        text += (i > 0 ? ", " : "") + displayPath(names[i]);
    }
    return names.size() > kShown ? text + ", ..." : text;
}

class Matcher {
public:
    Matcher(SetSource& set, const CameraFile& file)
        : set_(set), file_(file), camera_of_(set.views.size(), kNone) {
        for (const ViewSource& view : set_.views) {
            view_names_.push_back(view.image.lexically_relative(set_.root).generic_string());
        }
        for (const FileCamera& camera : file_.cameras) {
            camera_names_.push_back(forwardSlashes(camera.picture));
        }
    }

    void attach() {
        if (file_.by_order) {
            matchByOrder();
        } else {
            matchByPath();
            matchByName();
        }
        if (matched_ == 0) {
            refuse(file_.path,
                   "names none of the set's pictures (it names " + firstOf(camera_names_) +
                       "; the set has " + firstOf(view_names_) + ")",
                   "Give the pictures that the cameras were computed from, with their names.");
        }
        placeViews();
        placeCloud();
        reportTolerance();
        reportRest();
        set_.camera_file = file_.path;
        set_.format = file_.format;
        set_.assumed_cameras = false;
        set_.estimated_cameras = file_.estimated;
        set_.problems.insert(set_.problems.end(), file_.problems.begin(), file_.problems.end());
        set_.notes.insert(set_.notes.end(), file_.notes.begin(), file_.notes.end());
    }

private:
    static constexpr std::size_t kNone = ~std::size_t{0};

    void take(std::size_t view, std::size_t camera) {
        camera_of_[view] = camera;
        used_[camera] = view;
        ++matched_;
    }

    void matchByOrder() {
        if (file_.cameras.size() != set_.views.size()) {
            refuse(file_.path,
                   "holds " + std::to_string(file_.cameras.size()) +
                       " cameras in the order of the pictures' names, and the set has " +
                       std::to_string(set_.views.size()) + " pictures",
                   "Give exactly the pictures that the cameras were computed from.");
        }
        std::vector<std::size_t> order(set_.views.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        // By bytes, as the programs that write such files sort: "10" comes before "2".
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return view_names_[a] < view_names_[b];
        });
        for (std::size_t i = 0; i < order.size(); ++i) {
            take(order[i], i);
        }
        set_.notes.push_back(
            "The camera file names no pictures: its cameras were given to the "
            "pictures in the order of their names.");
    }

    /// Names that lead from the camera file's folder to the very picture.
    void matchByPath() {
        std::error_code error;
        std::map<fs::path, std::size_t> view_of;
        for (std::size_t v = 0; v < set_.views.size(); ++v) {
            view_of.emplace(fs::weakly_canonical(set_.views[v].image, error), v);
        }
        const fs::path folder = file_.path.parent_path();
        for (std::size_t i = 0; i < camera_names_.size(); ++i) {
            const auto view = view_of.find(fs::weakly_canonical(folder / camera_names_[i], error));
            if (view != view_of.end() && camera_of_[view->second] == kNone) {
                take(view->second, i);
            }
        }
    }

    void matchByName() {
        for (const Tier tier : kTiers) {
            std::map<std::string, std::vector<std::size_t>> by_key;  // unused cameras
            for (std::size_t i = 0; i < camera_names_.size(); ++i) {
                if (!used_.contains(i)) {
                    by_key[keyOf(camera_names_[i], tier)].push_back(i);
                }
            }
            for (std::size_t v = 0; v < view_names_.size(); ++v) {
                const auto found = by_key.find(keyOf(view_names_[v], tier));
                if (camera_of_[v] == kNone && found != by_key.end()) {
                    matchOne(v, found->second, tier);
                }
            }
        }
    }

    void matchOne(std::size_t view, const std::vector<std::size_t>& candidates, Tier tier) {
        std::size_t best = kNone;
        int best_common = -1;
        bool tie = false;
        for (const std::size_t camera : candidates) {
            if (used_.contains(camera)) {
                continue;
            }
            const int common = commonTail(view_names_[view], camera_names_[camera]);
            tie = common == best_common;
            if (common > best_common) {
                best = camera, best_common = common;
            }
        }
        if (best == kNone) {
            return;
        }
        if (tie) {
            ambiguous_.push_back(view_names_[view]);
            return;
        }
        take(view, best);
        tolerated_[tier].push_back(camera_names_[best] + " for " + view_names_[view]);
    }

    void placeViews() {
        for (std::size_t v = 0; v < set_.views.size(); ++v) {
            ViewSource& view = set_.views[v];
            view.world_from_camera.reset();
            view.intrinsics = Intrinsics();
            if (camera_of_[v] == kNone) {
                continue;
            }
            const FileCamera& camera = file_.cameras[camera_of_[v]];
            view.world_from_camera = camera.world_from_camera;
            view.intrinsics = camera.unit == FileCamera::Unit::Pixel
                                  ? camera.intrinsics
                                  : inPixels(camera.intrinsics, view.image);
        }
    }

    /// A picture that cannot be read keeps no intrinsics: the loader says what is wrong with it.
    static Intrinsics inPixels(Intrinsics in, const fs::path& picture) {
        try {
            const ImageHeader header = readImageHeader(picture);
            const double side = std::max(header.width, header.height);
            in.width = header.width, in.height = header.height;
            in.fx *= side, in.fy *= side;
            in.cx = 0.5 * header.width + in.cx.value_or(0) * side;
            in.cy = 0.5 * header.height + in.cy.value_or(0) * side;
            return in;
        } catch (const Error&) {
            return {};
        }
    }

    void placeCloud() {
        std::map<std::string, std::size_t> camera_of_name;
        for (std::size_t i = 0; i < file_.cameras.size(); ++i) {
            camera_of_name.emplace(file_.cameras[i].picture, i);
        }
        std::vector<std::string> names;
        for (const std::string& picture : file_.cloud.pictures) {
            const auto camera = camera_of_name.find(picture);
            const auto view =
                camera == camera_of_name.end() ? used_.end() : used_.find(camera->second);
            names.push_back(view == used_.end() ? "" : set_.views[view->second].name);
        }
        set_.cloud = file_.cloud;
        renamePictures(set_.cloud, names);
    }

    void remark(const std::string& reason, const std::string& hint, InputProblem::About about) {
        set_.problems.push_back({file_.path, reason, hint, false, about});
    }

    void reportTolerance() {
        for (const auto& [tier, reason] :
             {std::pair{Tier::WithoutFolder, "without regard to folders"},
              {Tier::WithoutCase, "without regard to upper and lower case"},
              {Tier::WithoutEnding, "without regard to the names' endings"}}) {
            const auto found = tolerated_.find(tier);
            // COLMAP and others name pictures relative to their folder: nothing to speak of.
            const bool told = found != tolerated_.end() &&
                              (tier != Tier::WithoutFolder || hasFolders(found->second));
            if (told) {
                remark(std::to_string(found->second.size()) + " cameras were matched " + reason +
                           " (" + firstOf(found->second) + ")",
                       "Nothing to do if these are the right pictures.",
                       InputProblem::About::Remark);
            }
        }
    }

    /// Whether the camera file itself names folders.
    static bool hasFolders(const std::vector<std::string>& pairs) {
        return std::any_of(pairs.begin(), pairs.end(), [](const std::string& pair) {
            return pair.substr(0, pair.find(" for ")).find('/') != std::string::npos;
        });
    }

    void reportRest() {
        std::vector<std::string> cameras, views;
        for (std::size_t i = 0; i < camera_names_.size(); ++i) {
            if (!used_.contains(i)) {
                cameras.push_back(camera_names_[i]);
            }
        }
        for (std::size_t v = 0; v < view_names_.size(); ++v) {
            if (camera_of_[v] == kNone) {
                views.push_back(view_names_[v]);
            }
        }
        if (!ambiguous_.empty()) {
            remark(
                "more than one camera fits these pictures, which get none: " + firstOf(ambiguous_),
                "Give the pictures in the folders that the camera file names.",
                InputProblem::About::Other);
        }
        if (!cameras.empty()) {
            remark(std::to_string(cameras.size()) + " cameras of " +
                       std::to_string(camera_names_.size()) +
                       " have no picture in the set: " + firstOf(cameras),
                   "Add the pictures if they are missing.",
                   InputProblem::About::Other);
        }
        if (!views.empty()) {
            remark(std::to_string(views.size()) + " pictures of " +
                       std::to_string(view_names_.size()) + " have no camera: " + firstOf(views),
                   "They are not used; align them in the program that made the camera file.",
                   InputProblem::About::Other);
        }
    }

    SetSource& set_;
    const CameraFile& file_;
    std::vector<std::string> view_names_, camera_names_;
    std::vector<std::size_t> camera_of_;       // by view
    std::map<std::size_t, std::size_t> used_;  // view, by camera
    std::map<Tier, std::vector<std::string>> tolerated_;
    std::vector<std::string> ambiguous_;
    int matched_ = 0;
};

}  // namespace

void renamePictures(SparseCloud& cloud, const std::vector<std::string>& names) {
    constexpr uint32_t kGone = ~uint32_t{0};
    std::vector<uint32_t> new_index(cloud.pictures.size(), kGone);
    std::vector<std::string> pictures;
    for (std::size_t i = 0; i < new_index.size() && i < names.size(); ++i) {
        if (!names[i].empty()) {
            new_index[i] = static_cast<uint32_t>(pictures.size());
            pictures.push_back(names[i]);
        }
    }
    for (SparsePoint& point : cloud.points) {
        std::vector<uint32_t> seen_by;
        for (const uint32_t picture : point.seen_by) {
            if (picture < new_index.size() && new_index[picture] != kGone) {
                seen_by.push_back(new_index[picture]);
            }
        }
        point.seen_by = std::move(seen_by);
    }
    cloud.pictures = std::move(pictures);
}

void attachCameras(SetSource& set, const CameraFile& file) {
    Matcher(set, file).attach();
}

}  // namespace bozzetto
