// SPDX-License-Identifier: Apache-2.0
// Format: 8 bytes little-endian header length, JSON header, one byte buffer that the tensors cover
// exactly.
#include "checkpoint/safetensors_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace bozzetto {
namespace {

using Json = nlohmann::json;

constexpr uint64_t kMaxHeaderBytes = 100'000'000;
constexpr size_t kMaxTensors =
    50'000;  // the largest networks have some 5000: a bound against headers made to be slow
constexpr size_t kMaxDimensions = 16;
constexpr size_t kMaxValues = kMaxTensors * (kMaxDimensions + 4);  // dtype, shape, two offsets

struct DtypeName {
    const char* name;
    at::ScalarType dtype;
};
constexpr DtypeName kDtypes[] = {
    {"F64", at::kDouble},
    {"F32", at::kFloat},
    {"F16", at::kHalf},
    {"BF16", at::kBFloat16},
    {"I64", at::kLong},
    {"I32", at::kInt},
    {"I16", at::kShort},
    {"I8", at::kChar},
    {"U8", at::kByte},
    {"BOOL", at::kBool},
};

/// A first pass over the header that builds nothing: refuses what would be ambiguous (duplicate
/// keys) or slow. (The library's own parse callback would do, but takes quadratic time in the
/// number of keys.)
struct HeaderGuard final : nlohmann::json_sax<Json> {
    std::string problem;
    std::set<std::string> keys[2];  // of the header, of the innermost object
    int depth = 0;
    size_t values = 0;

    bool refuse(const std::string& what) {
        problem = what;
        return false;
    }
    bool enter() { return ++depth <= 3 || refuse("the header is nested too deeply"); }
    bool leave() {
        --depth;
        return true;
    }
    bool start_object(std::size_t) override {
        if (!enter() || depth > 2) {
            return refuse("the header is nested too deeply");
        }
        keys[depth - 1].clear();
        return true;
    }
    bool key(std::string& name) override {
        if (!keys[depth - 1].insert(name).second) {
            return refuse("duplicate key '" + name.substr(0, 200) + "' in the header");
        }
        return keys[depth - 1].size() <= kMaxTensors ||
               refuse("more than " + std::to_string(kMaxTensors) + " tensors in the header");
    }
    bool parse_error(std::size_t, const std::string&, const Json::exception& e) override {
        return refuse(std::string("the header is not JSON: ") + e.what());
    }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override { return leave(); }
    bool end_object() override { return leave(); }
    bool value() { return ++values <= kMaxValues || refuse("the header holds too many values"); }
    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(Json::number_integer_t) override { return value(); }
    bool number_unsigned(Json::number_unsigned_t) override { return value(); }
    bool number_float(Json::number_float_t, const std::string&) override { return value(); }
    bool string(std::string&) override { return value(); }
    bool binary(Json::binary_t&) override { return value(); }
};

class Parser {
public:
    Parser(std::string_view bytes, const std::string& path, Error::Kind kind)
        : bytes_(bytes), path_(path), kind_(kind) {}

    SafetensorsHeader parse() {
        const Json json = parseJson();
        SafetensorsHeader header;
        header.data = data_;
        for (const auto& [name, value] : json.items()) {
            if (name == kSafetensorsMetadata) {
                header.metadata = parseMetadata(value);
            } else {
                header.entries.push_back(parseEntry(name, value));
            }
        }
        checkCoverage(header.entries);
        return header;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(kind_,
                    path_ + ": not a valid safetensors file: " + what,
                    "The file is damaged or of another format; get or make it again.",
                    path_);
    }
    [[noreturn]] void fail(const std::string& tensor, const std::string& what) const {
        fail("tensor '" + tensor.substr(0, 200) + "' " + what);
    }

    Json parseJson() {
        if (bytes_.size() < 8) {
            fail("shorter than its 8-byte header length");
        }
        uint64_t length = 0;
        for (int i = 7; i >= 0; --i) {
            length = length << 8 | static_cast<unsigned char>(bytes_[i]);
        }
        if (length < 2 || length > kMaxHeaderBytes || length > bytes_.size() - 8) {
            fail("header length " + std::to_string(length) + " in a file of " +
                 std::to_string(bytes_.size()) + " bytes (at most 100 MB allowed)");
        }
        const std::string_view text = bytes_.substr(8, length);
        data_ = bytes_.substr(8 + length);
        if (text.front() != '{') {
            fail("the header is not a JSON object");
        }
        HeaderGuard guard;
        if (!Json::sax_parse(text, &guard)) {
            fail(guard.problem);
        }
        return Json::parse(text);
    }

    std::map<std::string, std::string> parseMetadata(const Json& value) const {
        if (!value.is_object()) {
            fail("__metadata__ is not an object");
        }
        std::map<std::string, std::string> metadata;
        for (const auto& [key, text] : value.items()) {
            if (!text.is_string()) {
                fail("__metadata__ holds something other than text");
            }
            metadata.emplace(key, text.get<std::string>());
        }
        return metadata;
    }

    SafetensorsEntry parseEntry(const std::string& name, const Json& value) const {
        if (!value.is_object() || value.size() != 3 || !value.contains("dtype") ||
            !value.contains("shape") || !value.contains("data_offsets")) {
            fail(name, "has not exactly dtype, shape and data_offsets");
        }
        SafetensorsEntry entry;
        entry.name = name;
        entry.dtype = parseDtype(name, value["dtype"]);
        const Json& shape = value["shape"];
        if (!shape.is_array() || shape.size() > kMaxDimensions) {
            fail(name, "has a shape that is not a short list");
        }
        uint64_t size = c10::elementSize(entry.dtype);
        for (const Json& extent : shape) {
            if (!extent.is_number_unsigned() || extent.get<uint64_t>() > uint64_t{INT64_MAX} ||
                __builtin_mul_overflow(size, extent.get<uint64_t>(), &size)) {
                fail(name, "has a shape that is negative, not whole or too large");
            }
            entry.shape.push_back(static_cast<int64_t>(extent.get<uint64_t>()));
        }
        const Json& offsets = value["data_offsets"];
        if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
            !offsets[1].is_number_unsigned()) {
            fail(name, "has data_offsets that are not two whole numbers");
        }
        entry.begin = offsets[0].get<uint64_t>();
        entry.end = offsets[1].get<uint64_t>();
        if (entry.begin > entry.end || entry.end > data_.size()) {
            fail(name,
                 "lies outside of the file (bytes " + std::to_string(entry.begin) + " to " +
                     std::to_string(entry.end) + " of " + std::to_string(data_.size()) +
                     "): is the file cut short?");
        }
        if (entry.end - entry.begin != size) {
            fail(name,
                 "needs " + std::to_string(size) + " bytes by its shape and dtype but has " +
                     std::to_string(entry.end - entry.begin));
        }
        return entry;
    }

    at::ScalarType parseDtype(const std::string& tensor, const Json& value) const {
        if (value.is_string()) {
            for (const DtypeName& known : kDtypes) {
                if (value.get_ref<const std::string&>() == known.name) {
                    return known.dtype;
                }
            }
        }
        fail(tensor, "has the unknown dtype " + value.dump(-1, ' ', true).substr(0, 40));
    }

    void checkCoverage(std::vector<SafetensorsEntry>& entries) const {
        std::sort(entries.begin(),
                  entries.end(),
                  [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
                      return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
                  });
        uint64_t covered = 0;
        size_t empty_here = 0;
        for (const SafetensorsEntry& entry : entries) {
            if (entry.begin != covered) {
                fail(entry.name,
                     entry.begin < covered ? "overlaps another" : "leaves a hole before it");
            }
            empty_here = entry.begin == entry.end ? empty_here + 1 : 0;
            if (empty_here > kMaxEmptyTogether) {
                fail(entry.name, "is empty and shares its offset with too many other empty ones");
            }
            covered = entry.end;
        }
        if (covered != data_.size()) {
            fail(std::to_string(data_.size() - covered) + " bytes belong to no tensor");
        }
    }

    std::string_view bytes_, data_;
    const std::string& path_;
    const Error::Kind kind_;
};

}  // namespace

SafetensorsHeader parseSafetensorsHeader(std::string_view bytes,
                                         const std::string& path,
                                         Error::Kind kind) {
    return Parser(bytes, path, kind).parse();
}

std::string safetensorsDtype(at::ScalarType dtype) {
    for (const DtypeName& known : kDtypes) {
        if (known.dtype == dtype) {
            return known.name;
        }
    }
    throw Error(Error::Kind::Internal,
                std::string("safetensors cannot hold dtype ") + at::toString(dtype),
                "This is a bug in Bozzetto; please report it with the log.");
}

}  // namespace bozzetto
