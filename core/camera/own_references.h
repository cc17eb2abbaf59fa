// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>

namespace bozzetto {

/// A camera file may name pictures outside of its folder only if this program wrote it for this
/// user: one out of a foreign archive must not pull private pictures into a set. So what is written
/// gets a seal over its references: a keyed hash (HMAC's nested form, RFC 2104, with SHA-256) whose
/// key, 32 random bytes, is made once and kept in cacheFolder("keys"). A file that was changed, or
/// comes from another computer or user, does not match; the pictures' folder and the file itself
/// can then still be given together.

/// The seal as hexadecimal; empty where no key can be kept (no home folder, nothing writable).
std::string sealOf(std::span<const std::string> references);
/// Whether `seal` was made here for these very references, in this order. False for an empty one.
bool isOwnSeal(const std::string& seal, std::span<const std::string> references);

}  // namespace bozzetto
