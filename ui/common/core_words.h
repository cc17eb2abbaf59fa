// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QStringList>

namespace bozzetto::ui {

/// A sentence that core wrote in English (an error's reason or hint, a remark about a picture) in
/// the user's language, with a capital: names and numbers in it stay, a path in front too. One that
/// is not known stays English.
QString coreText(const QString& text);

/// All sentences that are known, with %1, %2 ... for what varies: for the test that compares them
/// with core.
QStringList coreSentences();

}  // namespace bozzetto::ui
