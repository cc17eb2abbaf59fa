// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_history.h"

#include <QUndoCommand>

#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kMostSteps = 500;

}  // namespace

class MaskHistory::Step : public QUndoCommand {
public:
    Step(MaskHistory* history, const QString& text, MaskFiles::Deltas deltas)
        : QUndoCommand(text), history_(history), deltas_(std::move(deltas)) {
        for (const auto& [name, delta] : *deltas_) {
            bytes_ += delta.bytes();
        }
        history_->bytes_ += bytes_;
        history_->steps_.append(this);
    }
    ~Step() override {
        forget();
        history_->steps_.removeOne(this);
    }
    /// It cannot be taken back any more; the list drops it when it gets there.
    void forget() {
        history_->bytes_ -= std::exchange(bytes_, 0);
        deltas_.reset();
        setObsolete(true);
    }
    bool isForgotten() const { return deltas_ == nullptr; }

    void undo() override { run(); }
    void redo() override {
        if (!std::exchange(is_new_, false)) {
            run();
        }
    }

private:
    void run() {
        if (deltas_) {
            history_->apply_(deltas_);
        }
    }

    MaskHistory* history_;
    MaskFiles::Deltas deltas_;
    qint64 bytes_ = 0;
    bool is_new_ = true;  // the change has been made
};

MaskHistory::MaskHistory(Apply apply, qint64 max_bytes)
    : apply_(std::move(apply)), max_bytes_(max_bytes) {
    stack_.setUndoLimit(kMostSteps);
}

void MaskHistory::add(const QString& text, const MaskFiles::Deltas& deltas) {
    stack_.push(new Step(this, text, deltas));
    forgetOldest();
}

void MaskHistory::clear() {
    stack_.clear();
}

void MaskHistory::forgetOldest() {
    for (Step* step : steps_) {
        if (bytes_ <= max_bytes_) {
            return;
        }
        if (step != steps_.back()) {
            step->forget();
        }
    }
}

}  // namespace bozzetto::ui
