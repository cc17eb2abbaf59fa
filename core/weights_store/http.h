// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bozzetto {

struct HttpRequest {
    std::string url;
    uint64_t offset = 0;   // 0: from the start; else these first bytes are there already
    std::string if_range;  // the rest only if this is still the ETag; may be empty
};

/// What the server said before the bytes (of the last answer, after redirects).
struct HttpAnswer {
    long status = 0;
    std::string etag;                // strong ones only
    std::string sha256;              // X-Linked-ETag of any answer, if it is a SHA-256
    std::string content_type;        // lower case
    std::optional<uint64_t> length;  // of the body
    std::optional<uint64_t> range_begin, range_total;  // Content-Range
    long retry_after = 0;                              // seconds
};

/// The connection failed: no such host, refused, cut, silent, untrusted. what() says why, in the
/// words of libcurl.
class HttpFailure : public std::runtime_error {
public:
    HttpFailure(const std::string& what, bool worth_retrying)
        : std::runtime_error(what), worth_retrying_(worth_retrying) {}
    bool isWorthRetrying() const { return worth_retrying_; }

private:
    bool worth_retrying_;
};

struct HttpSink {
    std::function<void(const HttpAnswer&)> on_answer;      // once, before the first byte
    std::function<void(std::string_view bytes)> on_bytes;  // of any answer that on_answer let pass
    std::function<void()> poll;                            // at least ten times a second
};

/// GET over http or https (an https address is never left for http), through the proxies of the
/// environment, at most ten redirects. What the sink throws ends the transfer and is thrown on.
/// Throws HttpFailure; Error(Unsupported) in a build without libcurl.
HttpAnswer httpGet(const HttpRequest& request, const HttpSink& sink);

}  // namespace bozzetto
