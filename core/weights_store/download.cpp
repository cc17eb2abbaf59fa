// SPDX-License-Identifier: Apache-2.0
#include "weights_store/download.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "weights_store/file_checks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

constexpr uint64_t kMaxNoteBytes = 1 << 16;
constexpr uint64_t kMostUnknown = uint64_t{64} << 30;  // of a file whose size nobody knows
constexpr uint64_t kMostJson = 16 << 20;
constexpr long kLongestWait = 60;  // seconds; a server that wants more is left
constexpr auto kSlice = std::chrono::milliseconds(50);

constexpr const char* kByHand =
    "Try later or set another mirror; or get the file another way and give its folder to: "
    "bozzetto-cli weights import FOLDER";

/// More than this is not what was asked for.
uint64_t mostBytes(const WeightFile& file) {
    if (file.bytes > 0 && !file.predicted) {
        return file.bytes;
    }
    return file.name.ends_with(".json") ? kMostJson : kMostUnknown;
}

}  // namespace

Download::Download(const WeightFile& file,
                   const fs::path& partial,
                   const FetchOptions& options,
                   const Task& task,
                   OnBytes on_bytes)
    : file_(file),
      partial_(partial),
      note_(partial.string() + ".json"),
      options_(options),
      task_(task),
      on_bytes_(std::move(on_bytes)) {
    fd_ = ::open(partial_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    struct stat info {};
    if (fd_ < 0 || ::fstat(fd_, &info) != 0 || !S_ISREG(info.st_mode)) {
        const std::string why = fd_ < 0 ? std::strerror(errno) : "is not a regular file";
        if (fd_ >= 0) {
            ::close(fd_);
        }
        throw Error(Error::Kind::Output,
                    displayPath(partial_) + ": cannot be written: " + why,
                    "Check the weights folder, or choose another one with --weights.",
                    partial_.string());
    }
    done_ = static_cast<uint64_t>(info.st_size);
    readNote();
}

Download::~Download() {
    ::close(fd_);
}

std::string Download::run(const std::vector<std::string>& addresses) {
    for (const std::string& address : addresses) {
        int failures = 0;
        for (;;) {
            const uint64_t before = done_;
            const End end = tryOnce(address);
            if (end == End::Complete) {
                return sha256_;
            }
            if (end == End::Absent) {
                break;
            }
            failures = done_ > before ? 1 : failures + 1;
            if (failures >= options_.attempts || retry_after_ > kLongestWait) {
                refuse(reason_, kByHand);
            }
            logInfo(file_.name + ": " + reason_ + "; trying again");
            wait(retry_after_, failures);
        }
    }
    refuse(reason_, kByHand);
}

void Download::forget() {
    std::error_code ignored;
    fs::remove(note_, ignored);
}

Download::End Download::tryOnce(const std::string& address) {
    const std::string sha256 = !file_.sha256.empty() && !file_.predicted ? file_.sha256 : sha256_;
    if (done_ > 0 && etag_.empty() && sha256.empty()) {
        startAfresh();  // nothing would tell that the rest belongs to another version
    }
    if (done_ > 0 && done_ == total_) {
        return End::Complete;  // cut between its last byte and its check
    }
    retry_after_ = 0;
    HttpRequest request{address, done_, etag_};
    HttpSink sink;
    End verdict = End::Broken;
    sink.on_answer = [&](const HttpAnswer& answer) { verdict = judge(answer, address); };
    sink.on_bytes = [&](std::string_view bytes) {
        if (verdict == End::Complete) {
            append(bytes);
        }
    };
    sink.poll = [this] { task_.poll(); };
    try {
        httpGet(request, sink);
    } catch (const HttpFailure& failure) {
        reason_ = address + ": " + failure.what();
        if (!failure.isWorthRetrying()) {
            refuse(reason_, kByHand);
        }
        return End::Broken;
    }
    if (verdict == End::Complete && total_ > 0 && done_ < total_) {
        reason_ =
            address + ": the transfer ended after " + sizeText(done_) + " of " + sizeText(total_);
        return End::Broken;
    }
    return verdict;
}

/// What an answer's first line means. Complete: its bytes are the file's.
Download::End Download::judge(const HttpAnswer& answer, const std::string& address) {
    retry_after_ = answer.retry_after;
    reason_ = address + ": the server answers " + std::to_string(answer.status);
    switch (answer.status) {
        case 200:
        case 206:
            if (answer.content_type.starts_with("text/html")) {
                refuse(address + ": the server sends a web page, not the file", kByHand);
            }
            begin(answer);
            return End::Complete;
        case 404:
        case 410:
            return End::Absent;
        case 416:  // what is here is longer than what is there
            startAfresh();
            return End::Broken;
        case 401:
        case 403:
            refuse(reason_ + ": it wants a login",
                   "Accept the terms on the model's page (" + file_.repository +
                       "), download the file there, and give its folder to: bozzetto-cli weights "
                       "import FOLDER");
        case 408:
        case 425:
        case 429:
            return End::Broken;
        default:
            if (answer.status >= 500) {
                return End::Broken;
            }
            refuse(reason_, kByHand);
    }
}

/// The bytes of a good answer follow: all of the file, or what is missing of it.
void Download::begin(const HttpAnswer& answer) {
    const bool goes_on = answer.status == 206 && done_ > 0 && answer.range_begin == done_ &&
                         (etag_.empty() || answer.etag.empty() || answer.etag == etag_) &&
                         (total_ == 0 || !answer.range_total || *answer.range_total == total_);
    if (!goes_on) {
        startAfresh();
        if (answer.status == 206) {
            throw HttpFailure("the file on the server has changed", true);
        }
    }
    const uint64_t length = answer.length.value_or(0);
    total_ = goes_on ? answer.range_total.value_or(done_ + length) : length;
    etag_ = answer.etag.empty() && goes_on ? etag_ : answer.etag;
    sha256_ = answer.sha256.empty() && goes_on ? sha256_ : answer.sha256;
    const uint64_t most = mostBytes(file_);
    if (total_ > most || (total_ > 0 && total_ < most && file_.bytes > 0 && !file_.predicted)) {
        const uint64_t offered = total_;
        startAfresh();
        refuse("the server offers " + std::to_string(offered) + " bytes for " + file_.name +
                   " where " + std::to_string(most) + " are right",
               kByHand);
    }
    requireFreeSpace(partial_.parent_path(), total_ - std::min(total_, done_));
    writeNote();
}

void Download::append(std::string_view bytes) {
    if (bytes.size() > mostBytes(file_) - std::min(done_, mostBytes(file_))) {
        startAfresh();
        refuse("the server sends more for " + file_.name + " than the file has", kByHand);
    }
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(done_));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            throw Error(
                Error::Kind::Output,
                displayPath(partial_) +
                    ": cannot be written: " + std::strerror(n < 0 ? errno : EIO) +
                    (total_ > done_ ? " (" + sizeText(total_ - done_) + " are missing)" : ""),
                "What came is kept. Free some space and fetch again to go on.",
                partial_.string());
        }
        done_ += static_cast<uint64_t>(n);
        bytes.remove_prefix(static_cast<size_t>(n));
    }
    on_bytes_(done_, std::max(total_, done_));
}

void Download::startAfresh() {
    if (::ftruncate(fd_, 0) != 0) {
        throw Error(Error::Kind::Output,
                    displayPath(partial_) + ": cannot be written: " + std::strerror(errno),
                    "Check the weights folder, or choose another one with --weights.",
                    partial_.string());
    }
    done_ = total_ = 0;
    etag_.clear();
    sha256_.clear();
    forget();
}

void Download::wait(long retry_after, int failures) {
    auto left = options_.first_wait * (1 << std::clamp(failures - 1, 0, 6));
    left = std::max<std::chrono::milliseconds>(left, std::chrono::seconds(retry_after));
    const auto until = std::chrono::steady_clock::now() + left;
    while (std::chrono::steady_clock::now() < until) {
        task_.poll();
        std::this_thread::sleep_for(kSlice);
    }
}

void Download::readNote() {
    std::error_code ignored;
    if (done_ == 0 || !fs::is_regular_file(note_, ignored)) {
        return;
    }
    const Json json = Json::parse(readFile(note_, kMaxNoteBytes), nullptr, false);
    const auto text = [&](const char* key) {
        const bool there = json.is_object() && json.contains(key) && json[key].is_string();
        return there ? json[key].get<std::string>() : std::string();
    };
    etag_ = text("etag");
    sha256_ = text("sha256");
    if (json.is_object() && json.contains("total") && json["total"].is_number_unsigned()) {
        total_ = json["total"].get<uint64_t>();
    }
    // It becomes a line of a request: only what an ETag may consist of.
    const bool plain = std::all_of(etag_.begin(), etag_.end(), [](unsigned char c) {
        return c > 0x20 && c < 0x7f && c != '"';
    });
    etag_ = plain ? etag_ : std::string();
}

void Download::writeNote() const {
    const Json json{{"etag", etag_}, {"sha256", sha256_}, {"total", total_}};
    writeFileAtomically(note_, json.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n");
}

void Download::refuse(const std::string& what, const std::string& hint) const {
    throw Error(Error::Kind::MissingWeights, what, hint, file_.url);
}

}  // namespace bozzetto
