// SPDX-License-Identifier: Apache-2.0
#include "camera/own_references.h"

#include "base/error.h"
#include "base/files.h"

#include <algorithm>
#include <filesystem>
#include <random>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kKeyLength = 64;  // hexadecimal digits

bool isKey(const std::string& text) {
    return text.size() == kKeyLength &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string newKey() {
    std::random_device random;  // the system's generator
    std::string key;
    while (key.size() < kKeyLength) {
        constexpr char kDigits[] = "0123456789abcdef";
        key += kDigits[random() & 15];
    }
    return key;
}

/// Empty if there is none.
std::string readKey(const fs::path& path) {
    try {
        const std::string key = readFile(path, kKeyLength);
        return isKey(key) ? key : std::string();
    } catch (const Error&) {
        return {};
    }
}

enum class IfMissing { Make, Leave };

/// Empty if there is none and none can be made.
std::string userKey(IfMissing if_missing) {
    const fs::path folder = cacheFolder("keys");
    if (folder.empty()) {
        return {};
    }
    const fs::path path = folder / "camera-files";
    std::string key = readKey(path);
    if (!key.empty() || if_missing == IfMissing::Leave) {
        return key;
    }
    std::error_code error;
    fs::create_directories(folder, error);
    fs::permissions(folder, fs::perms::owner_all, error);
    if (error) {
        return {};
    }
    try {
        const TemporaryFolder scratch(folder);
        writeFileAtomically(scratch.path() / "key", newKey());
        // Of two programs that do this at once, one wins; both read its key.
        fs::create_hard_link(scratch.path() / "key", path, error);
    } catch (const Error&) {
        return {};
    }
    return readKey(path);
}

std::string sealWith(const std::string& key, std::span<const std::string> references) {
    std::string text = key;
    for (const std::string& reference : references) {
        text += reference;
        text += '\0';
    }
    return sha256(key + sha256(text));
}

}  // namespace

std::string sealOf(std::span<const std::string> references) {
    const std::string key = userKey(IfMissing::Make);
    return key.empty() ? std::string() : sealWith(key, references);
}

bool isOwnSeal(const std::string& seal, std::span<const std::string> references) {
    const std::string key = seal.empty() ? std::string() : userKey(IfMissing::Leave);
    return !key.empty() && seal == sealWith(key, references);
}

}  // namespace bozzetto
