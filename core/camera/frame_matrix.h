// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace bozzetto {

/// The 'transform_matrix' of a frame as its file has it.
struct FrameMatrix {
    double numbers[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};  // row by row
    std::string refusal;                // why there is none; empty if there is one
    std::vector<std::string> warnings;  // about its numbers
};
/// 4 (or 3) rows of 4 numbers, or 16 (or 12) numbers in a row.
FrameMatrix readFrameMatrix(const nlohmann::json& frame);

/// A way of writing matrices that all frames of a file share; nothing of it is guessed from one.
enum class MatrixLayout {
    Usual,
    ColumnMajor,  // the position is the last row, the last column is 0 0 0 1
    Mirrored,     // left-handed world: all rotations have the determinant -1
};
/// frames: of a transforms file, an array. Usual for fewer than three matrices.
MatrixLayout commonLayout(const nlohmann::json& frames);

/// Makes a matrix of that layout a usual one: turned, or with the world's z negated.
void makeUsual(double (&numbers)[16], MatrixLayout layout);

}  // namespace bozzetto
