// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"

#include <QDeadlineTimer>
#include <QUndoCommand>

#include <functional>

namespace bozzetto::ui {

/// Which listeners an edit is of interest to.
enum class ProjectPart { Inputs, Scene, Settings, Runs };

/// One step of the undo list: two functions that change the project, each the other's reverse.
class EditCommand : public QUndoCommand {
public:
    using Edit = std::function<void(Project&)>;
    /// Changes the document's project and tells the listeners.
    using Apply = std::function<void(ProjectPart, const Edit&)>;

    EditCommand(const QString& text,
                ProjectPart part,
                Apply apply,
                Edit forward,
                Edit backward,
                QString drag)
        : QUndoCommand(text),
          part_(part),
          apply_(std::move(apply)),
          forward_(std::move(forward)),
          backward_(std::move(backward)),
          drag_(std::move(drag)) {}

    void redo() override { apply_(part_, forward_); }
    void undo() override { apply_(part_, backward_); }

    int id() const override { return drag_.isEmpty() ? -1 : 1; }
    /// The steps of one drag become one: back to before the first, forward to after the last. Two
    /// drags of the same slider are told apart by the time between them.
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = dynamic_cast<const EditCommand*>(other);
        if (next == nullptr || next->drag_ != drag_ || next->part_ != part_ ||
            mergeable_.hasExpired()) {
            return false;
        }
        forward_ = next->forward_;
        mergeable_ = QDeadlineTimer(kDragPauseMs);
        return true;
    }

private:
    static constexpr int kDragPauseMs = 2000;

    ProjectPart part_;
    Apply apply_;
    Edit forward_, backward_;
    QString drag_;
    QDeadlineTimer mergeable_{kDragPauseMs};
};

}  // namespace bozzetto::ui
