// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace bozzetto::ui {

/// Removes the files of `folder` that match `pattern`, all but the last `keep` by name: names that
/// hold the time (UTC) are in order of age.
void removeOldestFiles(const QString& folder, const QString& pattern, int keep);

}  // namespace bozzetto::ui
