// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QMetaEnum>
#include <QStringList>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace bozzetto::testing {

/// Processor time of the calling thread: what other programs took is not in it.
inline double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Measures for how long the event loop does not come round, painting and everything else
/// included. Looks every few milliseconds, so that it takes next to no time itself; a stall is
/// given up to that much too long, never too short.
class LoopWatch {
public:
    LoopWatch() {
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.setInterval(kLookEveryMs);
        QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { look(); });
        restart();
        timer_.start();
    }
    void restart() {
        longest_ms_ = longest_own_ms_ = 0;
        turns_ = 0;
        clock_.start();
        cpu_ = threadMs();
    }
    double longestMs() const { return longest_ms_; }
    /// The same in processor time of this thread.
    double longestOwnMs() const { return longest_own_ms_; }
    int turns() const { return turns_; }

private:
    static constexpr int kLookEveryMs = 3;

    void look() {
        const double cpu = threadMs();
        longest_ms_ = std::max(longest_ms_, static_cast<double>(clock_.nsecsElapsed()) / 1e6);
        longest_own_ms_ = std::max(longest_own_ms_, cpu - cpu_);
        ++turns_;
        clock_.restart();
        cpu_ = cpu;
    }

    QTimer timer_;
    QElapsedTimer clock_;
    double cpu_ = 0, longest_ms_ = 0, longest_own_ms_ = 0;
    int turns_ = 0;
};

/// Notes which events took long to handle, to find the cause of a stall: with those inside them,
/// the innermost first.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (QThread::currentThread() != thread()) {
            return QApplication::notify(receiver, event);  // of another thread's loop
        }
        // Neither need be there afterwards.
        const QString name =
            QLatin1String(receiver->metaObject()->className()) + u'/' + receiver->objectName();
        const int type = event->type();
        const double cpu = threadMs();
        QElapsedTimer clock;
        clock.start();
        ++depth_;
        const bool handled = QApplication::notify(receiver, event);
        --depth_;
        const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        if (ms >= kSlowMs && slow_.size() < kMaxNotes) {
            const char* key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
            slow_.append(QStringLiteral("%1%2 %3: %4 ms, %5 of them ours")
                             .arg(QString(2 * depth_, u' '), name)
                             .arg(key != nullptr ? QLatin1String(key) : QLatin1String("event"))
                             .arg(ms, 0, 'f', 0)
                             .arg(threadMs() - cpu, 0, 'f', 0));
        }
        return handled;
    }
    QStringList takeSlowEvents() { return std::exchange(slow_, {}); }

private:
    static constexpr double kSlowMs = 40;
    static constexpr int kMaxNotes = 200;

    QStringList slow_;
    int depth_ = 0;
};

}  // namespace bozzetto::testing
