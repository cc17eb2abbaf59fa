// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "weights_store/fetch.h"
#include "weights_store/http.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bozzetto {

/// One file's bytes on their way into "<file>.part". Beside it, "<file>.part.json" holds by what
/// the server tells whether the file is still the same ({"etag", "total", "sha256"}).
class Download {
public:
    using OnBytes = std::function<void(uint64_t done, uint64_t total)>;
    Download(const WeightFile& file,
             const std::filesystem::path& partial,
             const FetchOptions& options,
             const Task& task,
             OnBytes on_bytes);
    ~Download();
    Download(const Download&) = delete;
    Download& operator=(const Download&) = delete;

    /// Asks the addresses in turn until one has the file. All its bytes are in `partial` then.
    /// Returns the SHA-256 that the server announced; empty if none. Throws as fetchWeights; what
    /// came is kept for the next time.
    std::string run(const std::vector<std::string>& addresses);
    /// The file beside the bytes is no longer needed.
    void forget();

private:
    enum class End { Complete, Broken, Absent };
    End tryOnce(const std::string& address);
    End judge(const HttpAnswer& answer, const std::string& address);
    void begin(const HttpAnswer& answer);
    void append(std::string_view bytes);
    void startAfresh();
    void wait(long retry_after, int failures);
    void readNote();
    void writeNote() const;
    [[noreturn]] void refuse(const std::string& what, const std::string& hint) const;

    const WeightFile& file_;
    const std::filesystem::path partial_, note_;
    const FetchOptions& options_;
    const Task& task_;
    const OnBytes on_bytes_;
    int fd_ = -1;
    uint64_t done_ = 0, total_ = 0;  // total 0: unknown
    std::string etag_, sha256_, reason_;
    long retry_after_ = 0;
};

}  // namespace bozzetto
