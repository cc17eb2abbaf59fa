// SPDX-License-Identifier: Apache-2.0
#include "ui/common/line_buffer.h"

#include <algorithm>
#include <utility>

namespace bozzetto::ui {

QByteArrayList LineBuffer::append(const QByteArray& bytes) {
    QByteArrayList lines;
    qsizetype begin = 0;
    for (qsizetype end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', begin)) {
        keep(bytes.constData() + begin, end - begin);
        if (const QByteArray line = takeRest(); !line.isEmpty()) {
            lines.append(line);
        }
        begin = end + 1;
    }
    keep(bytes.constData() + begin, bytes.size() - begin);
    return lines;
}

QByteArray LineBuffer::takeRest() {
    if (line_.endsWith('\r')) {
        line_.chop(1);
    }
    return std::exchange(line_, {});
}

void LineBuffer::keep(const char* bytes, qsizetype count) {
    line_.append(bytes, std::min(count, max_bytes_ - line_.size()));
}

}  // namespace bozzetto::ui
