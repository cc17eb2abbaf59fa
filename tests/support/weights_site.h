// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/files.h"
#include "support/web_server.h"
#include "weights_store/manifest.h"

#include <nlohmann/json.hpp>

#include <string>

namespace bozzetto {

/// A whole, valid safetensors file of one tensor of `count` bytes.
inline std::string safetensorsOf(size_t count, char value = 'w') {
    const std::string n = std::to_string(count);
    std::string header =
        "{\"w\":{\"dtype\":\"U8\",\"shape\":[" + n + "],\"data_offsets\":[0," + n + "]}}";
    std::string bytes;
    for (int i = 0; i < 8; ++i) {
        bytes.push_back(static_cast<char>(header.size() >> 8 * i & 0xff));
    }
    bytes += header;
    for (size_t i = 0; i < count; ++i) {
        bytes.push_back(static_cast<char>(value + static_cast<char>(i % 23)));
    }
    return bytes;
}

/// A list of weights whose files are on a WebServer: a small network, its sizes, and one that is
/// not for commercial use.
struct WeightsSite {
    explicit WeightsSite(std::string server) : address(std::move(server)) {}

    std::string address;
    std::string small = safetensorsOf(300'000), free = safetensorsOf(50'000, 'f');
    bool sure = true;  // bytes and checksum of the small network are known, not predicted

    std::string manifest() const {
        using Json = nlohmann::ordered_json;
        const auto file = [&](const char* name, const char* licence) {
            return Json{{"name", name},
                        {"title", std::string("Network ") + name},
                        {"repository", "somebody/net"},
                        {"revision", "main"},
                        {"path", std::string(name).substr(std::string(name).find('/') + 1)},
                        {"url", address + "/" + name},
                        {"licence", licence},
                        {"engines", {"reconviagen"}},
                        {"vram", 1'000'000}};
        };
        Json weights = file("net/small.safetensors", "NC");
        weights["bytes"] = small.size();
        weights["sha256"] = sha256(small);
        weights["predicted"] = !sure;
        Json other = file("net/free.safetensors", "Free");
        other["bytes"] = free.size();
        return Json{{"format", "bozzetto-weights"},
                    {"version", 1},
                    {"licences",
                     {{{"id", "NC"},
                       {"title", "For study"},
                       {"summary", "Not for commercial use."},
                       {"url", "https://example.org/nc"},
                       {"commercial", false}},
                      {{"id", "Free"},
                       {"title", "For all"},
                       {"summary", "Any use."},
                       {"url", "https://example.org/free"},
                       {"commercial", true}}}},
                    {"files", {weights, other, file("net/sizes.json", "Free")}}}
            .dump(1);
    }
    WeightManifest parsed() const { return parseManifest(manifest(), "the test's list"); }

    void serveAll(WebServer& server) const {
        server.set("/net/small.safetensors", {.bytes = small, .etag = "s1"});
        server.set("/net/free.safetensors", {.bytes = free, .etag = "f1"});
        server.set("/net/sizes.json", {.bytes = "{\"a\": 1}", .etag = "j1"});
    }
};

}  // namespace bozzetto
