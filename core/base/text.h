// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// The whole of `text` as a finite number with a '.' decimal point, whatever the locale; nullopt
/// otherwise.
std::optional<double> parseNumber(std::string_view text);
/// The whole of `text` as a decimal integer that fits; nullopt otherwise.
std::optional<long long> parseInteger(std::string_view text);

/// Shortest text that reads back as exactly this number, '.' decimal point, whatever the locale.
std::string formatNumber(float value);
std::string formatNumber(double value);

/// The candidate that `word` was probably meant to be (few edits, case ignored); nullopt if none is
/// near.
std::optional<std::string> nearestWord(std::string_view word,
                                       std::span<const std::string> candidates);

/// "a, b or c".
std::string listWords(std::span<const std::string> words, std::string_view last_separator = " or ");

/// Two lower-case hexadecimal digits a byte.
std::string hexOf(std::span<const unsigned char> bytes);

/// Without blanks, tabs and line ends on both sides.
std::string_view trim(std::string_view text);

}  // namespace bozzetto
