// SPDX-License-Identifier: Apache-2.0
// The queue as a model: what views show of it, and reordering by drag.
#include "ui/common/text.h"
#include "ui/job/job_queue.h"

#include <QLocale>

#include <algorithm>

namespace bozzetto::ui {

QString jobStateText(JobState state) {
    switch (state) {
        case JobState::Waiting:
            return JobQueue::tr("Waiting");
        case JobState::Running:
            return JobQueue::tr("Running");
        case JobState::Pausing:
            return JobQueue::tr("Pausing");
        case JobState::Paused:
            return JobQueue::tr("Paused");
        case JobState::Stopping:
            return JobQueue::tr("Stopping");
        case JobState::Finishing:
            return JobQueue::tr("Finishing");
        case JobState::Done:
            return JobQueue::tr("Done");
        case JobState::Incomplete:
            return JobQueue::tr("Finished early");
        case JobState::Stopped:
            return JobQueue::tr("Stopped");
        case JobState::Failed:
            return JobQueue::tr("Failed");
        case JobState::Crashed:
            return JobQueue::tr("Crashed");
        case JobState::Skipped:
            return JobQueue::tr("Skipped");
    }
    return {};
}

bool isActive(JobState state) {
    return state == JobState::Running || state == JobState::Pausing || state == JobState::Paused ||
           state == JobState::Stopping || state == JobState::Finishing;
}

int JobQueue::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant JobQueue::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count()) {
        return {};
    }
    const Entry& entry = entries_[static_cast<size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return entry.job.title;
        case Qt::ToolTipRole:
            return toQt(entry.job.file.output);
        case Qt::AccessibleTextRole:
            return tr("%1, %2: %3")
                .arg(entry.job.title, toQt(entry.job.file.engine), stateText(entry));
        case IdRole:
            return entry.job.id;
        case EngineRole:
            return toQt(entry.job.file.engine);
        case PresetRole:
            return toQt(entry.job.file.settings.preset);
        case StateRole:
            return static_cast<int>(entry.state);
        case StateTextRole:
            return stateText(entry);
        case FractionRole:
            return entry.progress.fraction;
        case GroupRole:
            return entry.job.group;
        default:
            return {};
    }
}

QString JobQueue::stateText(const Entry& entry) const {
    const QString state = jobStateText(entry.state);
    if (entry.outcome && entry.outcome->hasResult()) {
        return tr("%1 in %2").arg(state, formatDuration(entry.outcome->seconds));
    }
    if (entry.outcome && entry.outcome->wentWrong()) {
        return tr("%1: %2").arg(state, entry.outcome->reason);
    }
    if (entry.state == JobState::Skipped) {
        return tr("%1: the one before gave no result").arg(state);
    }
    if (!isActive(entry.state) || entry.progress.fraction <= 0) {
        return state;
    }
    const QString percent =
        tr("%1 %").arg(QLocale().toString(static_cast<int>(entry.progress.fraction * 100)));
    return entry.state == JobState::Running && entry.progress.left_s >= 0
               ? tr("%1, %2 left").arg(percent, formatDuration(entry.progress.left_s))
               : tr("%1, %2").arg(state, percent);
}

QHash<int, QByteArray> JobQueue::roleNames() const {
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"},
                  {EngineRole, "engine"},
                  {PresetRole, "preset"},
                  {StateRole, "state"},
                  {StateTextRole, "stateText"},
                  {FractionRole, "fraction"},
                  {GroupRole, "group"}});
    return names;
}

Qt::ItemFlags JobQueue::flags(const QModelIndex& index) const {
    // A drop goes between jobs, never onto one.
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled |
                                 Qt::ItemNeverHasChildren
                           : Qt::ItemIsDropEnabled;
}

bool JobQueue::moveRows(const QModelIndex& source_parent,
                        int source_row,
                        int rows,
                        const QModelIndex& target_parent,
                        int target_row) {
    if (source_parent.isValid() || target_parent.isValid() || source_row < 0 || rows < 1 ||
        source_row + rows > count() || target_row < 0 || target_row > count() ||
        !beginMoveRows({}, source_row, source_row + rows - 1, {}, target_row)) {
        return false;
    }
    const auto begin = entries_.begin();
    if (target_row > source_row) {
        std::rotate(begin + source_row, begin + source_row + rows, begin + target_row);
    } else {
        std::rotate(begin + target_row, begin + source_row, begin + source_row + rows);
    }
    endMoveRows();
    return true;
}

}  // namespace bozzetto::ui
