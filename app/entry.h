// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The one function of the library that bozzetto-cli opens when there is work to do: LibTorch and
/// OpenCV take half a second to load, which --help must not wait for. Returns the exit code.
extern "C" int bozzettoRunCli(int argc, const char* const* argv);

inline constexpr const char* kRunCliSymbol = "bozzettoRunCli";
inline constexpr const char* kCliLibrary = "libbozzetto_cli.so";
