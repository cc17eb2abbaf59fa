// SPDX-License-Identifier: Apache-2.0
#include "camera/frame_matrix.h"

#include "camera/json_file.h"

#include <cmath>
#include <utility>

namespace bozzetto {
namespace {

using nlohmann::json;

double determinantOf(const double (&m)[16]) {
    return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) +
           m[2] * (m[4] * m[9] - m[5] * m[8]);
}

bool isColumnMajor(const double (&m)[16]) {
    const bool no_position = m[3] == 0 && m[7] == 0 && m[11] == 0;
    return no_position && m[15] == 1 && (m[12] != 0 || m[13] != 0 || m[14] != 0);
}

}  // namespace

FrameMatrix readFrameMatrix(const json& frame) {
    FrameMatrix result;
    if (!frame.contains("transform_matrix")) {
        result.refusal = "it has no 'transform_matrix'";
        return result;
    }
    std::vector<const json*> values;
    const json& matrix = frame["transform_matrix"];
    bool well_formed = matrix.is_array();
    for (std::size_t i = 0; well_formed && i < matrix.size() && values.size() <= 16; ++i) {
        if (matrix[i].is_array()) {
            well_formed = matrix[i].size() == 4;
            for (const json& value : matrix[i]) {
                values.push_back(&value);
            }
        } else {
            values.push_back(&matrix[i]);
        }
    }
    if (!well_formed || (values.size() != 12 && values.size() != 16)) {
        result.refusal = "its transform_matrix is not 4x4 or 3x4";
        return result;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        result.numbers[i] =
            numberFrom(*values[i], "transform_matrix", result.warnings).value_or(std::nan(""));
    }
    return result;
}

MatrixLayout commonLayout(const json& frames) {
    std::size_t matrices = 0, column_major = 0, mirrored = 0;
    for (const json& frame : frames) {
        const FrameMatrix matrix = frame.is_object() ? readFrameMatrix(frame) : FrameMatrix();
        if (frame.is_object() && matrix.refusal.empty()) {
            ++matrices;
            column_major += isColumnMajor(matrix.numbers) ? 1 : 0;
            mirrored += determinantOf(matrix.numbers) < -0.5 ? 1 : 0;
        }
    }
    constexpr std::size_t kEnough = 3;
    if (matrices >= kEnough && column_major == matrices) {
        return MatrixLayout::ColumnMajor;
    }
    return matrices >= kEnough && mirrored == matrices ? MatrixLayout::Mirrored
                                                       : MatrixLayout::Usual;
}

void makeUsual(double (&numbers)[16], MatrixLayout layout) {
    if (layout == MatrixLayout::ColumnMajor) {
        for (int i = 0; i < 4; ++i) {
            for (int j = 0; j < i; ++j) {
                std::swap(numbers[4 * i + j], numbers[4 * j + i]);
            }
        }
    } else if (layout == MatrixLayout::Mirrored) {
        for (int j = 0; j < 4; ++j) {
            numbers[8 + j] = -numbers[8 + j];
        }
    }
}

}  // namespace bozzetto
