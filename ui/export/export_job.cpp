// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_job.h"

#include "base/error.h"
#include "ui/common/background_task.h"

#include <atomic>
#include <optional>

namespace bozzetto::ui {
namespace {

constexpr int kTickMs = 50;

}  // namespace

MeshFacts factsOf(const ExportSubject& subject) {
    return subject.textured  ? bozzetto::factsOf(*subject.textured, subject.frame)
           : subject.preview ? bozzetto::factsOf(*subject.preview, subject.frame)
                             : MeshFacts{};
}

struct ExportJob::Shared {
    std::atomic<bool> cancel{false};
    std::atomic<int> step{0};
    std::atomic<double> fraction{0};
};

ExportJob::ExportJob(QObject* parent) : QObject(parent) {
    timer_.setInterval(kTickMs);
    connect(&timer_, &QTimer::timeout, this, &ExportJob::tick);
}

ExportJob::~ExportJob() {
    cancel();
}

void ExportJob::cancel() {
    if (shared_) {
        shared_->cancel = true;
    }
}

void ExportJob::tick() {
    Q_EMIT progressed(static_cast<ExportStep>(shared_->step.load()), shared_->fraction.load());
}

void ExportJob::start(const ExportSubject& subject,
                      const ExportOptions& options,
                      const QString& folder,
                      Existing existing) {
    if (shared_) {
        return;
    }
    shared_ = std::make_shared<Shared>();
    timer_.start();
    const auto end = [this] {
        timer_.stop();
        shared_.reset();
    };
    // No result: it was cancelled.
    inBackground(
        this,
        [subject, options, path = toPath(folder), existing, shared = shared_]()
            -> std::optional<ExportResult> {
            const ExportProgress progress = [&](ExportStep step, double fraction) {
                if (shared->cancel) {
                    throw Cancelled();
                }
                shared->step = static_cast<int>(step);
                shared->fraction = fraction;
            };
            try {
                return subject.textured
                           ? exportMesh(*subject.textured, options, path, existing, progress)
                           : exportMesh(*subject.preview, options, path, existing, progress);
            } catch (const Cancelled&) {
                return std::nullopt;
            }
        },
        [this, end](const std::optional<ExportResult>& result) {
            end();
            if (result) {
                Q_EMIT done(*result);
            } else {
                Q_EMIT cancelled();
            }
        },
        [this, end](const Problem& problem) {
            end();
            Q_EMIT failed(problem);
        });
}

}  // namespace bozzetto::ui
