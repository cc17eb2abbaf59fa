// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/masks/mask_files.h"

#include <QUndoStack>

#include <functional>

namespace bozzetto::ui {

/// The undo list of a mask editor: one step for each stroke or command, whatever picture it was in.
/// What the steps keep is bounded: beyond that the oldest are forgotten.
class MaskHistory {
public:
    /// Changes masks; the same call takes the change back.
    using Apply = std::function<void(const MaskFiles::Deltas& deltas)>;

    explicit MaskHistory(Apply apply, qint64 max_bytes = qint64{256} << 20);

    QUndoStack* stack() { return &stack_; }
    /// A change that has been made already.
    void add(const QString& text, const MaskFiles::Deltas& deltas);
    void clear();
    qint64 bytes() const { return bytes_; }

private:
    class Step;
    void forgetOldest();

    Apply apply_;
    qint64 max_bytes_, bytes_ = 0;
    QList<Step*> steps_;  // of the stack, oldest first
    QUndoStack stack_;    // last: its steps leave the list when it goes
};

}  // namespace bozzetto::ui
