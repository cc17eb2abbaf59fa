// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sys/resource.h>
#include <unistd.h>

namespace bozzetto::ui {

/// Makes the calling thread give way to all others of normal priority. QThread's priorities change
/// nothing under Linux's ordinary scheduler; the nice value is a thread's own there.
inline void lowerThreadPriority() {
    constexpr int kNice = 10;
    static thread_local const int done =
        setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
    static_cast<void>(done);
}

}  // namespace bozzetto::ui
