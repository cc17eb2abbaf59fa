// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFileInfo>
#include <QTemporaryDir>

namespace bozzetto::testing {

/// Where a test that writes thousands of files (each with its fsync) puts them: in memory where the
/// system offers that, else in the usual place.
inline QString memoryFolderTemplate() {
    const QFileInfo memory("/dev/shm");
    return memory.isDir() && memory.isWritable() ? QString("/dev/shm/bozzetto-test-XXXXXX")
                                                 : QDir::tempPath() + "/bozzetto-test-XXXXXX";
}

}  // namespace bozzetto::testing
