// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/run_events.h"

#include <optional>

namespace bozzetto::ui {

/// How a child process ended, as far as is known when it is gone.
struct RunEnding {
    // Its last words, if it said any:
    std::optional<ResultEvent> result;
    std::optional<ErrorEvent> error;
    std::optional<InterruptedEvent> interrupted;

    bool stop_asked = false;
    bool ran_out_of_memory = false;  // the system killed some process for memory meanwhile
    int signal = 0;                  // that ended it; 0: it left by itself
    int exit_code = 0;
    bool has_checkpoint = false;
};

/// The outcome in words, with a remedy where something went wrong.
RunOutcome describeEnding(const RunEnding& ending);
/// `program` could not be started at all.
RunOutcome describeStartFailure(const QString& program, const QString& reason);

}  // namespace bozzetto::ui
