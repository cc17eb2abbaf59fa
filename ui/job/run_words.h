// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/job/run_types.h"

#include <QString>

namespace bozzetto::ui {

// What engines name in machine words, in an artist's. Unknown names are shown as they are.
QString stageTitle(const QString& stage);
QString metricTitle(const QString& metric);
/// "PSNR 31.5 dB", "Silhouette overlap 98.7 %": a score with its unit; empty for one that is only
/// of interest in a report.
QString scoreText(const QString& score, double value);

/// Reason, remedy, exit code, log file and last words, for a message to somebody who can help.
QString detailsText(const QString& title, const RunOutcome& outcome);

}  // namespace bozzetto::ui
