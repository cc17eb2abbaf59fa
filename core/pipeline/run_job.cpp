// SPDX-License-Identifier: Apache-2.0
#include "pipeline/run_job.h"

#include "base/log.h"

#include <new>

namespace bozzetto {

Failure outOfMemory(const std::string& detail) {
    return {Error::Kind::OutOfMemory,
            "the computer ran out of memory",
            "Use a smaller preset (--preset draft), fewer threads, or close other programs.",
            {},
            detail};
}

Failure toFailure(const std::exception& exception) {
    if (const auto* error = dynamic_cast<const Error*>(&exception)) {
        Failure failure{
            error->kind(), error->what(), error->hint(), error->path(), error->detail()};
        if (failure.kind == Error::Kind::OutOfMemory && failure.hint.empty()) {
            failure.hint = outOfMemory({}).hint;
        }
        return failure;
    }
    if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr) {
        return outOfMemory(exception.what());
    }
    return {Error::Kind::Internal,
            std::string("something unexpected failed: ") + exception.what(),
            "This is a bug in Bozzetto; please report it with the log.",
            {},
            exception.what()};
}

JobOutcome runJob(Engine& engine,
                  const ImageSet& images,
                  const Settings& settings,
                  JobContext& job) noexcept {
    try {
        validateSettings(engine.info().fields, engine.info().presets, settings);
        Reconstruction result = engine.reconstruct(images, settings, job);
        if (!job.delivered()) {
            job.deliver(result);
        }
        return result;
    } catch (const Cancelled&) {
        return JobCancelled{};
    } catch (const std::exception& exception) {
        Failure failure = toFailure(exception);
        if (failure.kind == Error::Kind::Internal || failure.kind == Error::Kind::Device) {
            logInfo(failure.detail);  // asked for by its hint
        }
        return failure;
    } catch (...) {
        return Failure{Error::Kind::Internal,
                       "something unexpected failed",
                       "This is a bug in Bozzetto; please report it with the log.",
                       {},
                       "an exception of unknown type"};
    }
}

}  // namespace bozzetto
