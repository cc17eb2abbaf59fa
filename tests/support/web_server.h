// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <sstream>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace bozzetto {

/// A web server on loopback that serves pages from memory, and misbehaves as it is told.
class WebServer {
public:
    struct Page {
        std::string bytes, etag;
        std::string type = "application/octet-stream";
        int status = 200;
        std::vector<std::string> headers = {};  // more lines
        bool knows_ranges = true, tells_length = true;
        int64_t length_lie = 0;                   // added to Content-Length
        std::optional<size_t> cut_after = {};     // bytes of the body, then the connection ends
        int cuts = 1 << 30;                       // how often
        int failures = 0;                         // answers 503 that often first
        std::chrono::milliseconds pause_each{0};  // before every piece of 16 kB
    };
    struct Request {
        std::string path, range, if_range;
    };

    WebServer() {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listener_, 8);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~WebServer() {
        stopping_ = true;
        thread_.join();
        ::close(listener_);
    }
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
    void set(const std::string& path, Page page) {
        const std::lock_guard lock(mutex_);
        pages_[path] = std::move(page);
    }
    std::vector<Request> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    void forgetRequests() {
        const std::lock_guard lock(mutex_);
        requests_.clear();
    }

private:
    void serve() {
        while (!stopping_) {
            pollfd entry{listener_, POLLIN, 0};
            if (::poll(&entry, 1, 20) > 0) {
                const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
                if (connection >= 0) {
                    answer(connection);
                    ::shutdown(connection, SHUT_RDWR);
                    ::close(connection);
                }
            }
        }
    }

    std::string readHead(int connection) const {
        std::string head;
        char bytes[2048];
        while (!stopping_ && head.find("\r\n\r\n") == std::string::npos) {
            pollfd entry{connection, POLLIN, 0};
            if (::poll(&entry, 1, 20) > 0) {
                const ssize_t n = ::read(connection, bytes, sizeof bytes);
                if (n <= 0) {
                    return {};
                }
                head.append(bytes, static_cast<size_t>(n));
            }
        }
        return head;
    }

    static std::string header(const std::string& head, const std::string& name) {
        const size_t at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) {
            return {};
        }
        const size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }

    Page pageFor(const Request& request) {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        const auto found = pages_.find(request.path);
        if (found == pages_.end()) {
            return {.bytes = "not here", .etag = {}, .status = 404};
        }
        const Page page = found->second;
        if (page.failures > 0) {
            --found->second.failures;
            return {.bytes = "later", .etag = {}, .status = 503};
        }
        if (page.cut_after && --found->second.cuts <= 0) {
            found->second.cut_after.reset();
        }
        return page;
    }

    void answer(int connection) {
        const std::string head = readHead(connection);
        if (head.empty()) {
            return;
        }
        std::istringstream first(head);
        Request request;
        first >> request.path >> request.path;
        request.range = header(head, "Range");
        request.if_range = header(head, "If-Range");
        const Page page = pageFor(request);
        size_t from = 0;
        const bool same = request.if_range.empty() || request.if_range == "\"" + page.etag + "\"";
        const bool part =
            page.status == 200 && page.knows_ranges && same && request.range.starts_with("bytes=");
        if (part) {
            from = static_cast<size_t>(std::stoull(request.range.substr(6)));
        }
        std::string start = "HTTP/1.1 " + std::to_string(part ? 206 : page.status) + " x\r\n";
        if (part && from >= page.bytes.size()) {
            send(connection, "HTTP/1.1 416 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        const std::string body = page.bytes.substr(from);
        if (part) {
            start += "Content-Range: bytes " + std::to_string(from) + "-" +
                     std::to_string(page.bytes.size() - 1) + "/" +
                     std::to_string(page.bytes.size()) + "\r\n";
        }
        if (page.tells_length) {
            const auto length = static_cast<int64_t>(body.size()) + page.length_lie;
            start += "Content-Length: " + std::to_string(length) + "\r\n";
        }
        if (!page.etag.empty()) {
            start += "ETag: \"" + page.etag + "\"\r\n";
        }
        for (const std::string& line : page.headers) {
            start += line + "\r\n";
        }
        start += "Content-Type: " + page.type + "\r\nConnection: close\r\n\r\n";
        if (send(connection, start)) {
            sendBody(connection, page, page.cut_after ? body.substr(0, *page.cut_after) : body);
        }
    }

    void sendBody(int connection, const Page& page, const std::string& body) const {
        constexpr size_t kPiece = 16 << 10;
        for (size_t at = 0; at < body.size() && !stopping_; at += kPiece) {
            std::this_thread::sleep_for(page.pause_each);
            if (!send(connection, body.substr(at, kPiece))) {
                return;
            }
        }
    }

    static bool send(int connection, const std::string& bytes) {
        size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t n =
                ::send(connection, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
            if (n <= 0) {
                return false;
            }
            done += static_cast<size_t>(n);
        }
        return true;
    }

    int listener_ = -1;
    uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_;
    std::map<std::string, Page> pages_;
    std::vector<Request> requests_;
    std::thread thread_;
};

}  // namespace bozzetto
