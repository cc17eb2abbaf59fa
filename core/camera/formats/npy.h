// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// An array of numbers as NumPy stores it, row by row.
struct NumpyArray {
    std::vector<std::size_t> shape;
    std::vector<double> values;
};

/// Decodes a .npy file (format 1.0 to 3.0) of little-endian numbers, 32 or 64 bit: floats or signed
/// integers. path: for errors. Throws Error(BadInput) naming file and byte; nothing is allocated
/// that the file does not hold.
NumpyArray decodeNumpy(std::string_view bytes, const std::filesystem::path& path);
/// A .npy file of 64-bit floats.
std::string encodeNumpy(const NumpyArray& array);

/// The arrays of a .npz file (a zip of .npy, stored or deflated), by name without ".npy", whose
/// name starts with `prefix` and a digit. Throws Error(BadInput).
std::map<std::string, NumpyArray> readNumpyZip(const std::filesystem::path& path,
                                               const std::string& prefix);
/// Throws Error(Output).
void writeNumpyZip(const std::map<std::string, NumpyArray>& arrays,
                   const std::filesystem::path& path);

}  // namespace bozzetto
