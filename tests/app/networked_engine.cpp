// SPDX-License-Identifier: Apache-2.0
#include "app/networked_engine.h"

#include "app/window_engines.h"
#include "base/error.h"
#include "base/files.h"
#include "weights_store/weights_folder.h"

namespace bozzetto::testing {
namespace {

class NetworkedEngine final : public Engine {
public:
    NetworkedEngine() : quick_(std::move(makeWindowEngines().front())), info_(quick_->info()) {
        info_.id = "networked";
        info_.title = "Networked";
        info_.weight_files = {"net/small.safetensors", "net/free.safetensors"};
    }

    const EngineInfo& info() const override { return info_; }
    Reconstruction reconstruct(const ImageSet& images,
                               const Settings& settings,
                               JobContext& job) override {
        return quick_->reconstruct(images, settings, job);
    }
    Prediction predict(const ImageSet& headers,
                       const Settings& settings,
                       int threads) const override {
        return quick_->predict(headers, settings, threads);
    }
    std::vector<std::string> verifyWeights(const std::filesystem::path& folder,
                                           const Task& task) const override {
        const WeightFiles files = locateWeights(weightsFolder(folder), info_.weight_files);
        for (const auto& [name, path] : files) {
            task.at(name, 0.5);
            if (readFile(path).find("\"w\":") == std::string::npos) {
                throw Error(Error::Kind::BadWeights, name + ": 'w' is missing", "Fetch it again.");
            }
        }
        return {"net/free.safetensors: nobody reads 'w'"};
    }

private:
    std::unique_ptr<Engine> quick_;
    EngineInfo info_;
};

}  // namespace

std::unique_ptr<Engine> makeNetworkedEngine() {
    return std::make_unique<NetworkedEngine>();
}

}  // namespace bozzetto::testing
