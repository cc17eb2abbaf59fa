// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/text.h"
#include "weights_store/http.h"

#include <algorithm>
#include <cctype>
#include <curl/curl.h>
#include <exception>
#include <memory>

namespace bozzetto {
namespace {

constexpr long kConnectSeconds = 20, kSilentSeconds = 30, kMaxRedirects = 10;
constexpr int kPollMilliseconds = 100;

struct CurlReady {
    CurlReady() { curl_global_init(CURL_GLOBAL_DEFAULT); }
};

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return result;
}

std::optional<uint64_t> wholeNumber(std::string_view text) {
    const auto number = parseInteger(text);
    return number && *number >= 0 ? std::optional<uint64_t>(static_cast<uint64_t>(*number))
                                  : std::nullopt;
}

std::string withoutQuotes(std::string_view text) {
    return std::string(text.size() >= 2 && text.front() == '"' && text.back() == '"'
                           ? text.substr(1, text.size() - 2)
                           : text);
}

bool isSha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// One transfer. libcurl is C: no exception may pass through it, so they wait in `thrown_`.
class Transfer {
public:
    Transfer(const HttpRequest& request, const HttpSink& sink) : request_(request), sink_(sink) {
        static const CurlReady ready;
        easy_.reset(curl_easy_init());
        multi_.reset(curl_multi_init());
        require(easy_ && multi_, "libcurl is not available");
        setUp();
    }
    ~Transfer() { curl_multi_remove_handle(multi_.get(), easy_.get()); }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    HttpAnswer run() {
        require(curl_multi_add_handle(multi_.get(), easy_.get()) == CURLM_OK, "libcurl refuses");
        int running = 1;
        while (running > 0) {
            sink_.poll();
            if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) {
                throw HttpFailure("the transfer failed", true);
            }
            if (thrown_) {
                std::rethrow_exception(thrown_);
            }
            if (running > 0) {
                curl_multi_poll(multi_.get(), nullptr, 0, kPollMilliseconds, nullptr);
            }
        }
        checkEnd();
        tellAnswer();  // an answer without a body
        return answer_;
    }

private:
    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(easy_.get(), option, value);
    }

    void setUp() {
        set(CURLOPT_URL, request_.url.c_str());
        set(CURLOPT_USERAGENT, "Bozzetto/" BOZZETTO_VERSION);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_REDIR_PROTOCOLS_STR,
            request_.url.starts_with("https://") ? "https" : "http,https");
        set(CURLOPT_FOLLOWLOCATION, 1L);
        set(CURLOPT_MAXREDIRS, kMaxRedirects);
        set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
        set(CURLOPT_LOW_SPEED_LIMIT, 1L);
        set(CURLOPT_LOW_SPEED_TIME, kSilentSeconds);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_QUICK_EXIT, 1L);  // a name that is being looked up must not delay a cancel
        set(CURLOPT_ERRORBUFFER, static_cast<char*>(words_));
        set(CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
        set(CURLOPT_HEADERDATA, static_cast<void*>(this));
        set(CURLOPT_WRITEFUNCTION, &Transfer::onBody);
        set(CURLOPT_WRITEDATA, static_cast<void*>(this));
        if (request_.offset > 0) {
            range_ = std::to_string(request_.offset) + "-";
            set(CURLOPT_RANGE, range_.c_str());
            if (!request_.if_range.empty()) {
                headers_.reset(curl_slist_append(
                    nullptr, ("If-Range: \"" + request_.if_range + "\"").c_str()));
                set(CURLOPT_HTTPHEADER, headers_.get());
            }
        }
    }

    static size_t onHeader(char* data, size_t, size_t count, void* self) {
        static_cast<Transfer*>(self)->takeHeader({data, count});
        return count;
    }
    static size_t onBody(char* data, size_t, size_t count, void* self) {
        return static_cast<Transfer*>(self)->takeBody({data, count}) ? count : 0;
    }

    void takeHeader(std::string_view line) {
        if (line.starts_with("HTTP/")) {  // of the next answer in a row of redirects
            const std::string sha256 = answer_.sha256;
            answer_ = {};
            answer_.sha256 = sha256;
            curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &answer_.status);
            return;
        }
        const size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            return;
        }
        const std::string name = lower(line.substr(0, colon));
        const std::string_view value = trim(line.substr(colon + 1));
        if (name == "etag" && value.starts_with('"')) {
            answer_.etag = withoutQuotes(value);
        } else if (name == "x-linked-etag" && isSha256(withoutQuotes(value))) {
            answer_.sha256 = withoutQuotes(value);
        } else if (name == "content-type") {
            answer_.content_type = lower(value);
        } else if (name == "content-length") {
            answer_.length = wholeNumber(value);
        } else if (name == "retry-after") {
            answer_.retry_after = static_cast<long>(wholeNumber(value).value_or(0));
        } else if (name == "content-range" && value.starts_with("bytes ")) {
            takeRange(value.substr(6));
        }
    }

    /// "100-199/200"
    void takeRange(std::string_view range) {
        const size_t dash = range.find('-'), slash = range.find('/');
        if (dash != std::string_view::npos && slash != std::string_view::npos) {
            answer_.range_begin = wholeNumber(range.substr(0, dash));
            answer_.range_total = wholeNumber(range.substr(slash + 1));
        }
    }

    bool takeBody(std::string_view bytes) {
        try {
            tellAnswer();
            sink_.on_bytes(bytes);
            sink_.poll();
            return true;
        } catch (...) {
            thrown_ = std::current_exception();
            return false;
        }
    }

    void tellAnswer() {
        if (!told_) {
            told_ = true;
            curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &answer_.status);
            sink_.on_answer(answer_);
        }
    }

    void checkEnd() {
        int left = 0;
        const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
        if (message == nullptr || message->msg != CURLMSG_DONE ||
            message->data.result == CURLE_OK) {
            return;
        }
        const CURLcode code = message->data.result;
        const bool hopeless =
            code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
            code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
            code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY ||
            code == CURLE_TOO_MANY_REDIRECTS;
        throw HttpFailure(words_[0] != '\0' ? words_ : curl_easy_strerror(code), !hopeless);
    }

    // CURL and CURLM are both void.
    struct CloseList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    struct CloseEasy {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    };
    struct CloseMulti {
        void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
    };

    const HttpRequest& request_;
    const HttpSink& sink_;
    std::string range_;
    std::unique_ptr<curl_slist, CloseList> headers_;
    std::unique_ptr<CURL, CloseEasy> easy_;
    std::unique_ptr<CURLM, CloseMulti> multi_;
    char words_[CURL_ERROR_SIZE] = {};
    HttpAnswer answer_;
    bool told_ = false;
    std::exception_ptr thrown_;
};

}  // namespace

HttpAnswer httpGet(const HttpRequest& request, const HttpSink& sink) {
    return Transfer(request, sink).run();
}

}  // namespace bozzetto
