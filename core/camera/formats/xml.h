// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

namespace bozzetto {

/// An XML file written by somebody else: at most 256 MiB; document types and entities of its own
/// are refused. Throws Error(BadInput) naming line and column.
class XmlFile {
public:
    explicit XmlFile(const std::filesystem::path& path);
    pugi::xml_node root() const { return document_.document_element(); }
    /// "line 12" of an element.
    std::string placeOf(pugi::xml_node element) const;
    /// "<path>: line <n>: <element>: <reason>".
    [[noreturn]] void refuse(pugi::xml_node element,
                             const std::string& reason,
                             const std::string& hint) const;

private:
    int lineAt(std::size_t offset) const;

    std::filesystem::path path_;
    std::string text_;
    std::vector<std::size_t> line_ends_;
    pugi::xml_document document_;
};

/// All numbers of a text, blanks between them; nullopt if a word is no finite number, or if they
/// are not `count`.
std::optional<std::vector<double>> numbersFrom(const std::string& text, std::size_t count);

}  // namespace bozzetto
