// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/import_review.h"

#include <QString>
#include <QStringList>

namespace bozzetto::ui {

/// "24 pictures, 800 × 800 · masks from transparency · depth for all · cameras from
/// transforms_train.json": what was found and why it matched.
QString summaryOf(const ImportReview& review, const ImportEdits& edits);

/// What is not there and what that means, most important first; then what the reader says about
/// the set as a whole.
QStringList remarksOf(const ImportReview& review, const ImportEdits& edits);

}  // namespace bozzetto::ui
