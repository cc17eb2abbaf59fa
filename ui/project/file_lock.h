// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QLockFile>
#include <QString>

#include <memory>

namespace bozzetto::ui {

/// A lock file held by this process until the last owner is gone, or why there is none. That of a
/// process which died is taken over.
struct FileLock {
    std::shared_ptr<QLockFile> held;
    QString refusal;  // for a person: who holds it, or why it cannot be made
};
FileLock takeFileLock(const QString& path);

/// Where the lock of a project file stands: a hidden file beside it.
QString lockPathOf(const QString& project_path);

}  // namespace bozzetto::ui
