// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QByteArrayList>

namespace bozzetto::ui {

/// Cuts a stream into lines. However long a line is, no more than `max_bytes` of it are kept.
class LineBuffer {
public:
    explicit LineBuffer(qsizetype max_bytes) : max_bytes_(max_bytes) {}

    /// Takes the next bytes of the stream and returns the lines that they complete, without their
    /// ends; empty ones are left out.
    QByteArrayList append(const QByteArray& bytes);
    /// What stands after the last line end.
    QByteArray takeRest();

private:
    void keep(const char* bytes, qsizetype count);
    qsizetype max_bytes_;
    QByteArray line_;
};

}  // namespace bozzetto::ui
