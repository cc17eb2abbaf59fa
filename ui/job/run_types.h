// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/log.h"
#include "mesh/preview_mesh.h"
#include "pipeline/job_file.h"

#include <QMetaType>
#include <QString>

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

namespace bozzetto::ui {

/// What a run does with what an earlier one left in its output folder.
enum class RunStart {
    Fresh,      // refuses a folder that holds a result or an interrupted run
    Resume,     // continues from the checkpoint; from the beginning if there is none
    Overwrite,  // discards the checkpoint, replaces the result
};

struct RunRequest {
    JobFile job;  // absolute paths
    RunStart start = RunStart::Fresh;
    std::filesystem::path job_path;  // where the job file for the child is written
    QString title;                   // for the log
};

/// The child has read its pictures and begins.
struct RunStarted {
    QString engine, preset, device;
    int views = 0, skipped = 0, threads = 0;
};

struct RunProgress {
    QString stage;
    qint64 step = 0, steps = 0;  // of the stage
    double fraction = 0;         // of the whole run, 0 to 1
    double elapsed_s = 0;
    double left_s = -1;  // negative while unknown
};

/// How a run ended.
struct RunOutcome {
    enum class State {
        Done,
        Incomplete,  // a result is written, cut short by the time limit or by "finish now"
        Stopped,     // by the user; nothing went wrong
        Failed,      // the engine or the program said why
        Crashed,     // the child died without a word
    };
    State state = State::Failed;
    QString folder;                                  // of the result; empty without one
    std::vector<std::pair<QString, double>> scores;  // finite ones, in the engine's order
    double seconds = 0;                              // computing time
    quint64 peak_memory_bytes = 0;                   // 0: not known
    QString code;                                    // "out_of_memory", ...: Error::Kind or "usage"
    QString reason, hint;                            // for a person; empty when all went well
    QString last_words;                              // end of what the child wrote to stderr
    QString log_path;                                // the run's log file; empty if there is none
    bool resumable = false;                          // there is a checkpoint to go on from
    int exit_code = 0;                               // 128 + signal when the child was killed

    bool hasResult() const { return state == State::Done || state == State::Incomplete; }
    bool wentWrong() const { return state == State::Failed || state == State::Crashed; }
};

using PreviewPointer = std::shared_ptr<const PreviewMesh>;

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::LogLevel)
Q_DECLARE_METATYPE(bozzetto::ui::RunRequest)
Q_DECLARE_METATYPE(bozzetto::ui::RunStarted)
Q_DECLARE_METATYPE(bozzetto::ui::RunProgress)
Q_DECLARE_METATYPE(bozzetto::ui::RunOutcome)
Q_DECLARE_METATYPE(bozzetto::ui::PreviewPointer)
