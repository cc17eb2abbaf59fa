// SPDX-License-Identifier: Apache-2.0
#include "ui/job/run_ending.h"

#include "ui/common/core_words.h"

#include <QCoreApplication>

#include <csignal>

namespace bozzetto::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::RunEnding)

public:
    static QString goOn(bool resumable) {
        return resumable ? tr("Resume goes on from the last checkpoint.")
                         : tr("Nothing was saved yet: try again from the beginning.");
    }

    static QString needLess(bool resumable) {
        return tr("Close other programs, or choose a lower preset or fewer pictures. %1")
            .arg(goOn(resumable));
    }

    static void describeOutOfMemory(RunOutcome& outcome) {
        outcome.code = QStringLiteral("out_of_memory");
        outcome.reason = tr("The system ended the engine because the memory ran out.");
        outcome.hint = needLess(outcome.resumable);
    }

    static void describeSignal(int signal, RunOutcome& outcome) {
        if (signal == SIGKILL || signal == SIGTERM) {
            outcome.reason = tr("The engine was ended from outside.");
            outcome.hint = tr("Another program or the system did it, perhaps to free memory. %1")
                               .arg(goOn(outcome.resumable));
            return;
        }
        outcome.reason = signal == SIGILL
                             ? tr("This processor lacks an instruction that the engine needs.")
                             : tr("The engine crashed (signal %1).").arg(signal);
        outcome.hint = tr("If it happens again, copy the details and report them. %1")
                           .arg(goOn(outcome.resumable));
    }

    static void describeSilence(int exit_code, RunOutcome& outcome) {
        outcome.reason = tr("The engine ended without a result (exit code %1).").arg(exit_code);
        outcome.hint = tr("The log may say more. %1").arg(goOn(outcome.resumable));
    }

    static void describeError(const ErrorEvent& error, RunOutcome& outcome) {
        outcome.code = error.code;
        outcome.reason = coreText(error.reason);
        outcome.hint = coreText(error.hint);
        // What the command line advises in these two cases names its own options.
        if (error.code == QLatin1String("out_of_memory")) {
            outcome.hint = needLess(outcome.resumable);
        }
        if (error.code != QLatin1String("locked")) {
            return;
        }
        outcome.hint =
            outcome.resumable
                ? tr("Resume continues the interrupted run; Start over discards it.")
                : tr("Try again replaces what is there; or choose another output folder.");
    }

    static RunOutcome startFailure(const QString& program, const QString& reason) {
        RunOutcome outcome;
        outcome.reason = tr("The engine could not be started: %1 (%2)").arg(program, reason);
        outcome.hint = tr("Install Bozzetto again: a part of it is missing.");
        return outcome;
    }
};

void takeResult(const ResultEvent& result, RunOutcome& outcome) {
    outcome.state = result.complete ? RunOutcome::State::Done : RunOutcome::State::Incomplete;
    outcome.folder = result.folder;
    outcome.scores = result.scores;
    outcome.seconds = result.seconds;
    outcome.peak_memory_bytes = result.peak_memory_bytes;
}

}  // namespace

RunOutcome describeEnding(const RunEnding& ending) {
    RunOutcome outcome;
    outcome.exit_code = ending.signal != 0 ? 128 + ending.signal : ending.exit_code;
    outcome.resumable = ending.has_checkpoint;
    if (ending.result) {
        takeResult(*ending.result, outcome);
    } else if (ending.error) {
        outcome.state = RunOutcome::State::Failed;
        Words::describeError(*ending.error, outcome);
    } else if (ending.interrupted || ending.stop_asked) {
        outcome.state = RunOutcome::State::Stopped;
    } else if (ending.signal != 0) {
        outcome.state = RunOutcome::State::Crashed;
        if (ending.signal == SIGKILL && ending.ran_out_of_memory) {
            Words::describeOutOfMemory(outcome);
        } else {
            Words::describeSignal(ending.signal, outcome);
        }
    } else {
        outcome.state = RunOutcome::State::Crashed;
        Words::describeSilence(ending.exit_code, outcome);
    }
    return outcome;
}

RunOutcome describeStartFailure(const QString& program, const QString& reason) {
    return Words::startFailure(program, reason);
}

}  // namespace bozzetto::ui
