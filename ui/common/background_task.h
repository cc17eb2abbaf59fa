// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <functional>
#include <memory>
#include <type_traits>
#include <variant>

namespace bozzetto::ui {

/// Runs `work()` on the thread pool and hands its value to `done(value)` in the UI thread, or the
/// exception to `failed(Problem)`. Call it in the UI thread. Nothing is called once `receiver` is
/// gone; the work itself goes on, so it must own all that it touches.
template <class Work, class Done, class Failed>
void inBackground(QObject* receiver, Work work, Done done, Failed failed) {
    using Value = std::invoke_result_t<Work>;
    using Outcome = std::shared_ptr<std::variant<Value, Problem>>;
    auto* watcher = new QFutureWatcher<Outcome>(receiver);
    QObject::connect(watcher,
                     &QFutureWatcherBase::finished,
                     receiver,
                     [watcher, done = std::move(done), failed = std::move(failed)]() mutable {
                         const Outcome outcome = watcher->result();
                         watcher->deleteLater();
                         if (auto* problem = std::get_if<Problem>(outcome.get())) {
                             failed(*problem);
                         } else {
                             done(std::move(std::get<Value>(*outcome)));
                         }
                     });
    watcher->setFuture(QtConcurrent::run([work = std::move(work)]() mutable -> Outcome {
        try {
            return std::make_shared<std::variant<Value, Problem>>(work());
        } catch (const std::exception& exception) {
            return std::make_shared<std::variant<Value, Problem>>(toProblem(exception));
        }
    }));
}

}  // namespace bozzetto::ui
