// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"

#include <QDateTime>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace bozzetto::ui {

class FileQueue;

struct RecentEntry {
    QString path;
    bool is_project = false;  // else an image set
    QDateTime time;           // last opened
    bool missing = false;     // as of the last refresh
};

/// What was opened lately: at most 20 projects and 20 image sets, newest first, shared by all
/// windows through recent.json in stateFolder(). Files are read and written off the UI thread.
class RecentList : public QObject {
    Q_OBJECT

public:
    /// `file` empty: stateFolder()/recent.json.
    explicit RecentList(QObject* parent = nullptr, const QString& file = {});
    ~RecentList() override;

    const std::vector<RecentEntry>& entries() const { return entries_; }

public Q_SLOTS:
    void add(const QString& path, bool is_project);
    void remove(const QString& path);
    void clear();
    /// Reads the file again and looks which entries are missing.
    void refresh();

Q_SIGNALS:
    void changed();

private:
    void apply(std::function<bool(std::vector<RecentEntry>&)> change);

    QString file_;
    std::unique_ptr<FileQueue> files_;
    std::vector<RecentEntry> entries_;
};

}  // namespace bozzetto::ui
