// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"

#include <QFutureWatcher>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <memory>
#include <type_traits>
#include <variant>

namespace bozzetto::ui {

/// Like inBackground, but one piece of work after the other, in the order given: what writes a
/// session's files must never overtake what wrote them before. The destructor waits.
class FileQueue {
public:
    FileQueue() { pool_.setMaxThreadCount(1); }
    ~FileQueue() { waitForDone(); }
    FileQueue(const FileQueue&) = delete;
    FileQueue& operator=(const FileQueue&) = delete;

    void waitForDone() { pool_.waitForDone(); }

    /// Runs `work()` off the UI thread; then, in the UI thread and unless `receiver` is gone,
    /// `done(value)` or `failed(Problem)`.
    template <class Work, class Done, class Failed>
    void run(QObject* receiver, Work work, Done done, Failed failed) {
        using Value = std::invoke_result_t<Work>;
        using Outcome = std::shared_ptr<std::variant<Value, Problem>>;
        auto* watcher = new QFutureWatcher<Outcome>(receiver);
        QObject::connect(watcher,
                         &QFutureWatcherBase::finished,
                         receiver,
                         [watcher, done = std::move(done), failed = std::move(failed)]() mutable {
                             const Outcome outcome = watcher->result();
                             watcher->deleteLater();
                             if (const auto* problem = std::get_if<Problem>(outcome.get())) {
                                 failed(*problem);
                             } else {
                                 done(std::move(std::get<Value>(*outcome)));
                             }
                         });
        watcher->setFuture(QtConcurrent::run(&pool_, [work = std::move(work)]() mutable -> Outcome {
            try {
                return std::make_shared<std::variant<Value, Problem>>(work());
            } catch (const std::exception& exception) {
                return std::make_shared<std::variant<Value, Problem>>(toProblem(exception));
            }
        }));
    }

private:
    QThreadPool pool_;
};

}  // namespace bozzetto::ui
