// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace bozzetto {
namespace {

thread_local bool inside_parallel = false;

/// Workers that sleep between jobs. One job at a time; the caller takes part as worker 0.
class Pool {
public:
    ~Pool() { stop(); }

    int size() const { return static_cast<int>(threads_.size()) + 1; }

    void resize(int count) {
        stop();
        stopping_ = false;
        // A new worker must wait for the next job, not run the last one again: it starts from
        // today's number.
        const uint64_t current = generation_;
        for (int i = 1; i < count; ++i) {
            threads_.emplace_back([this, i, current] { work(i, current); });
        }
    }

    void run(int workers, const std::function<void(int)>& job) {
        const std::lock_guard one_job(job_mutex_);
        {
            const std::lock_guard lock(mutex_);
            job_ = &job;
            job_workers_ = workers;
            pending_ = workers - 1;
            error_ = nullptr;
            ++generation_;
        }
        wake_.notify_all();
        call(job, 0);
        std::unique_lock lock(mutex_);
        done_.wait(lock, [this] { return pending_ == 0; });
        job_ = nullptr;
        if (error_) {
            std::rethrow_exception(error_);
        }
    }

private:
    void call(const std::function<void(int)>& job, int worker) {
        inside_parallel = true;
        try {
            job(worker);
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!error_) {
                error_ = std::current_exception();
            }
        }
        inside_parallel = false;
    }

    void work(int worker, uint64_t seen) {
        for (;;) {
            const std::function<void(int)>* job = nullptr;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [&] { return stopping_ || generation_ != seen; });
                if (stopping_) {
                    return;
                }
                seen = generation_;
                if (worker >= job_workers_) {
                    continue;
                }
                job = job_;
            }
            call(*job, worker);
            const std::lock_guard lock(mutex_);
            if (--pending_ == 0) {
                done_.notify_one();
            }
        }
    }

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) {
            thread.join();
        }
        threads_.clear();
    }

    std::vector<std::thread> threads_;
    std::mutex job_mutex_, mutex_;
    std::condition_variable wake_, done_;
    const std::function<void(int)>* job_ = nullptr;
    int job_workers_ = 0, pending_ = 0;
    uint64_t generation_ = 0;
    bool stopping_ = false;
    std::exception_ptr error_;
};

std::atomic<int> requested_threads{0};

int defaultThreads() {
    return std::max(1u, std::thread::hardware_concurrency());
}

Pool& pool() {
    static std::mutex mutex;
    static Pool instance;
    const std::lock_guard lock(mutex);
    if (instance.size() != threadCount()) {
        instance.resize(threadCount());
    }
    return instance;
}

}  // namespace

int threadCount() {
    const int requested = requested_threads.load();
    return requested > 0 ? requested : defaultThreads();
}

void setThreadCount(int count) {
    requested_threads = std::max(1, count);
}

void parallelFor(int64_t count,
                 int64_t grain,
                 const std::function<void(int64_t, int64_t, int)>& fn) {
    if (count <= 0) {
        return;
    }
    const int64_t ranges =
        std::clamp<int64_t>(count / std::max<int64_t>(1, grain), 1, threadCount());
    if (ranges == 1 || inside_parallel) {
        for (int64_t i = 0; i < ranges; ++i) {  // the same partition, whoever runs it
            fn(count * i / ranges, count * (i + 1) / ranges, static_cast<int>(i));
        }
        return;
    }
    pool().run(static_cast<int>(ranges), [&](int worker) {
        fn(count * worker / ranges, count * (worker + 1) / ranges, worker);
    });
}

void parallelTasks(int64_t count, const std::function<void(int64_t, int)>& fn) {
    const int workers = static_cast<int>(std::min<int64_t>(count, threadCount()));
    if (workers <= 1 || inside_parallel) {
        for (int64_t i = 0; i < count; ++i) {
            fn(i, 0);
        }
        return;
    }
    std::atomic<int64_t> next{0};
    pool().run(workers, [&](int worker) {
        for (int64_t i = next++; i < count; i = next++) {
            fn(i, worker);
        }
    });
}

void parallelRun(const std::vector<std::function<void()>>& tasks) {
    std::vector<std::exception_ptr> errors(tasks.size());
    parallelTasks(static_cast<int64_t>(tasks.size()), [&](int64_t task, int) {
        try {
            tasks[task]();
        } catch (...) {
            errors[task] = std::current_exception();
        }
    });
    for (const std::exception_ptr& error : errors) {
        if (error) {
            std::rethrow_exception(error);
        }
    }
}

}  // namespace bozzetto
