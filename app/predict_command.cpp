// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "app/job_request.h"
#include "app/prepare_images.h"
#include "base/byte_words.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace bozzetto {
namespace {

using Terms = std::vector<std::pair<std::string, uint64_t>>;

nlohmann::ordered_json asJson(const Terms& terms) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const auto& [what, bytes] : terms) {
        json[what] = bytes;
    }
    return json;
}

std::string asJson(const Prediction& prediction) {
    const nlohmann::ordered_json root = {{"v", 1},
                                         {"peak_memory_bytes", prediction.peakBytes()},
                                         {"seconds", prediction.seconds},
                                         {"terms", asJson(prediction.memory)},
                                         {"peak_device_memory_bytes", prediction.peakDeviceBytes()},
                                         {"device_terms", asJson(prediction.device_memory)}};
    return root.dump(1) + "\n";
}

std::string asText(const Terms& terms) {
    std::string text;
    for (const auto& [what, bytes] : terms) {
        text += "    " + mebibytes(bytes) + "  " + what + "\n";
    }
    return text;
}

std::string asText(const Prediction& prediction) {
    std::string text = "about " + mebibytes(prediction.peakBytes()) + " of memory, about " +
                       std::to_string(std::lround(prediction.seconds)) + " s on the processor\n" +
                       asText(prediction.memory);
    if (!prediction.device_memory.empty()) {
        text += "on a GPU about " + mebibytes(prediction.peakDeviceBytes()) + " of its memory\n" +
                asText(prediction.device_memory);
    }
    return text;
}

}  // namespace

int runPredict(const PredictArguments& arguments, Program& program) {
    ReconstructArguments of_run;
    of_run.job = arguments.job;
    of_run.output = ".";  // not used: nothing is written
    const JobRequest request = makeJobRequest(of_run, program);
    const SetSource set = findJobSet(request.job);
    const ImageSet headers = loadJobSet(set, LoadOptions::Pixels::HeadersOnly);
    if (!lacksCameras(set)) {  // else they will be estimated
        checkEnoughViews(headers, request.engine->info());
    }
    const Prediction prediction =
        request.engine->predict(headers, request.job.settings, request.job.threads);
    printOut(arguments.json ? asJson(prediction) : asText(prediction));
    return kExitDone;
}

}  // namespace bozzetto
