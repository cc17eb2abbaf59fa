// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "pipeline/job_context.h"
#include "pipeline/run_job.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace bozzetto::device_test {

/// Photographs [side, side] of a ball in two colours from `views` places around it.
ImageSet makePhotographs(int side, int views);

/// Keeps what a job warns of; `on_metric` is called with every loss that the job reports.
class JobLog : public JobSink {
public:
    std::vector<std::string> warnings;
    std::function<void()> on_metric;

    void onStage(const std::string&, int64_t, double) override {}
    void onProgress(int64_t, int64_t) override {}
    void onMetric(const std::string&, double, int64_t) override {
        if (on_metric) {
            on_metric();
        }
    }
    void onWarning(const std::string& message) override { warnings.push_back(message); }
    void onPreview(const PreviewMesh&) override {}
};

/// nvdiffrec on the first GPU.
JobOutcome reconstructOnGpu(const ImageSet& photographs,
                            const Settings& settings,
                            JobLog& log,
                            uint64_t seed = 0);

/// Settings of a job of a second or less; `changed` wins.
Settings quickJob(const std::map<std::string, std::string>& changed = {});

}  // namespace bozzetto::device_test
