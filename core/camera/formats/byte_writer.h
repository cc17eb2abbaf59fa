// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace bozzetto {

/// Collects little-endian numbers (this code runs on little-endian machines only).
class ByteWriter {
public:
    template <class Number>
    void number(Number value) {
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void text(std::string_view text) { bytes_.append(text); }
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

}  // namespace bozzetto
