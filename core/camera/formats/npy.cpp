// SPDX-License-Identifier: Apache-2.0
// Source: NumPy manual, "numpy.lib.format": magic string, version, length of the header, header as
// the text of a Python dictionary, values.
#include "camera/formats/npy.h"

#include "base/text.h"
#include "camera/formats/byte_reader.h"
#include "camera/formats/byte_writer.h"

#include <optional>

namespace bozzetto {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

/// What stands after 'key': in the header, up to `end`.
std::optional<std::string_view> valueOf(std::string_view header,
                                        const std::string& key,
                                        std::string_view end) {
    for (const char quote : {'\'', '"'}) {
        const std::string mark = quote + key + quote;
        if (const std::size_t place = header.find(mark); place != std::string_view::npos) {
            std::string_view rest = trim(header.substr(place + mark.size()));
            if (!rest.starts_with(':')) {
                return std::nullopt;
            }
            rest = trim(rest.substr(1));
            const std::size_t stop = rest.find_first_of(end, 1);
            return stop == std::string_view::npos ? std::nullopt
                                                  : std::optional(rest.substr(0, stop));
        }
    }
    return std::nullopt;
}

std::vector<std::size_t> shapeFrom(std::string_view text, const ByteReader& in) {
    std::vector<std::size_t> shape;
    text.remove_prefix(text.starts_with('(') ? 1 : 0);
    while (!trim(text).empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view word = trim(text.substr(0, comma));
        const std::optional<long long> side = parseInteger(word);
        if (!side || *side < 0 || shape.size() >= 8) {
            in.refuse("the array's shape is not a list of sizes");
        }
        shape.push_back(static_cast<std::size_t>(*side));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return shape;
}

struct Header {
    std::string type;
    bool column_major = false;
    std::vector<std::size_t> shape;
};

Header readHeader(ByteReader& in) {
    if (in.take(kMagic.size(), "the NumPy mark") != kMagic) {
        in.refuse("it is no NumPy file");
    }
    const auto version = in.number<uint8_t>("the NumPy version");
    in.number<uint8_t>("the NumPy version");
    const uint64_t length = version == 1 ? in.number<uint16_t>("the header's length")
                                         : in.number<uint32_t>("the header's length");
    const std::string_view text = in.take(length, "the header");
    const auto type = valueOf(text, "descr", ",}");
    const auto order = valueOf(text, "fortran_order", ",}");
    const auto shape = valueOf(text, "shape", ")");
    if (!type || !order || !shape) {
        in.refuse("the header does not tell type, order and shape");
    }
    Header header;
    header.type = std::string(trim(*type));
    header.column_major = trim(*order) == "True";
    header.shape = shapeFrom(*shape, in);
    return header;
}

template <class Number>
std::vector<double> readValues(ByteReader& in, std::size_t count) {
    std::vector<double> values(count);
    for (double& value : values) {
        value = static_cast<double>(in.number<Number>("the array's values"));
    }
    return values;
}

/// Rows and columns exchanged, for two dimensions.
void makeRowMajor(NumpyArray& array, const ByteReader& in) {
    if (array.shape.size() != 2) {
        if (array.shape.size() > 2) {
            in.refuse("the array is stored by columns; store it by rows");
        }
        return;
    }
    const std::size_t rows = array.shape[0], columns = array.shape[1];
    std::vector<double> values(array.values.size());
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            values[i * columns + j] = array.values[j * rows + i];
        }
    }
    array.values = std::move(values);
}

}  // namespace

NumpyArray decodeNumpy(std::string_view bytes, const std::filesystem::path& path) {
    ByteReader in(path, bytes);
    const Header header = readHeader(in);
    const std::string type =
        header.type.size() > 2 ? header.type.substr(1, header.type.size() - 2) : header.type;
    const bool known = type == "<f8" || type == "<f4" || type == "<i8" || type == "<i4";
    if (!known) {
        in.refuse("the array's type " + header.type +
                  " is not read, only little-endian numbers of 32 or 64 bits");
    }
    const uint64_t size = type.back() == '8' ? 8 : 4;
    std::size_t count = 1;
    for (const std::size_t side : header.shape) {
        in.checkCount(side, "a side of the array", 1);
        count *= side;  // below the file's size, as each product before
        in.checkCount(count, "the array's size", size);
    }
    NumpyArray array;
    array.shape = header.shape;
    array.values = type == "<f8"   ? readValues<double>(in, count)
                   : type == "<f4" ? readValues<float>(in, count)
                   : type == "<i8" ? readValues<int64_t>(in, count)
                                   : readValues<int32_t>(in, count);
    if (header.column_major) {
        makeRowMajor(array, in);
    }
    return array;
}

std::string encodeNumpy(const NumpyArray& array) {
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (";
    for (const std::size_t side : array.shape) {
        header += std::to_string(side) + ", ";
    }
    header += "), }";
    constexpr std::size_t kBefore = 10, kAlignment = 64;
    header.append(kAlignment - 1 - (kBefore + header.size()) % kAlignment, ' ');
    header += '\n';
    ByteWriter out;
    out.text(kMagic);
    out.number<uint8_t>(1);
    out.number<uint8_t>(0);
    out.number<uint16_t>(static_cast<uint16_t>(header.size()));
    out.text(header);
    for (const double value : array.values) {
        out.number(value);
    }
    return out.bytes();
}

}  // namespace bozzetto
