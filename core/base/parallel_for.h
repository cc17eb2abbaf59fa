// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

namespace bozzetto {

/// Threads used by parallelFor and parallelTasks, the caller's included; at least 1. Default: the
/// hardware's count.
int threadCount();
void setThreadCount(int count);

/// Calls fn(begin, end, worker) on a partition of [0, count) into at most threadCount() contiguous
/// ranges, each of at least `grain` elements (the last may be shorter). Range i goes to worker i:
/// the partition depends only on count, grain and threadCount(), so per-worker buffers reduced in
/// worker order give the same bits on every run. Returns when all are done; the first exception of
/// a worker is rethrown here. Nested calls run on the calling thread.
void parallelFor(int64_t count,
                 int64_t grain,
                 const std::function<void(int64_t begin, int64_t end, int worker)>& fn);

/// Calls fn(task, worker) for every task in [0, count), handed out dynamically: for tasks of uneven
/// cost that write only their own output (results must not depend on `worker`).
void parallelTasks(int64_t count, const std::function<void(int64_t task, int worker)>& fn);

/// Runs different tasks at the same time, on as many threads as there are, each to its end. Of
/// those that throw, the first in the list is the one whose exception is rethrown here.
void parallelRun(const std::vector<std::function<void()>>& tasks);

}  // namespace bozzetto
