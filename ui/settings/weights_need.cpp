// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/weights_need.h"

#include "base/error.h"
#include "weights_store/weights_folder.h"

#include <algorithm>

namespace bozzetto::ui {

WeightsNeed weightsNeedOf(const EngineInfo& engine) {
    WeightsNeed need;
    if (engine.weight_files.empty()) {
        return need;
    }
    try {
        const WeightManifest manifest = loadManifest();
        const std::filesystem::path folder = weightsFolder();
        for (const std::string& name : engine.weight_files) {
            const WeightFile* listed = manifest.find(name);
            WeightFile unlisted;
            unlisted.name = name;
            const WeightFile& file = listed != nullptr ? *listed : unlisted;
            const WeightStatus status = statusOf(file, folder);
            if (status.state != WeightState::Present) {
                ++need.files;
                const bool resumes = status.state == WeightState::Partial;
                need.bytes += file.bytes - (resumes ? std::min(status.bytes, file.bytes) : 0);
            }
        }
    } catch (const Error&) {
        need.files =
            static_cast<int>(engine.weight_files.size());  // the weights' own page says why
    }
    return need;
}

}  // namespace bozzetto::ui
