// SPDX-License-Identifier: Apache-2.0
#include "camera/copy_document.h"

#include "base/error.h"
#include "base/files.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
constexpr uint64_t kMostBytes = uint64_t{1} << 30;

/// Names of pictures in a camera file in `folder` -> names in the set's folder.
class PictureNames {
public:
    PictureNames(const SetSource& set, fs::path folder) : folder_(std::move(folder)) {
        std::error_code ignored;
        for (const ViewSource& view : set.views) {
            names_[fs::weakly_canonical(view.image, ignored)] =
                view.image.lexically_relative(set.root).generic_string();
        }
    }
    void replace(Json& name) const {
        std::error_code ignored;
        const fs::path picture = fs::weakly_canonical(folder_ / name.get<std::string>(), ignored);
        if (const auto found = names_.find(picture); found != names_.end()) {
            name = found->second;
        }
    }

private:
    fs::path folder_;
    std::map<fs::path, std::string> names_;
};

}  // namespace

void copyCameraDocument(const SetSource& set, const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (error) {
        throw Error(
            Error::Kind::Output,
            displayPath(to.parent_path()) + ": the folder cannot be made: " + error.message(),
            "Make room, or save the project in another folder.",
            to.string());
    }
    try {
        Json document = Json::parse(readFile(from, kMostBytes));
        const PictureNames names(set, from.parent_path());
        for (Json& frame : document.at("frames")) {
            names.replace(frame.at("file_path"));
        }
        if (Json& extras = document["bozzetto"]; extras.contains("points")) {
            for (Json& picture : extras["points"].at("pictures")) {
                names.replace(picture);
            }
        }
        if (document["bozzetto"].is_object()) {
            document["bozzetto"].erase("seal");  // of names that led out of the file's folder
        }
        document.erase("ply_file_path");  // the same points, in another file
        writeFileAtomically(to, document.dump());
    } catch (const nlohmann::json::exception& exception) {
        throw Error(Error::Kind::Internal,
                    displayPath(from) + ": is no file of cameras: " + exception.what(),
                    "Find the cameras again.",
                    from.string());
    }
}

}  // namespace bozzetto
