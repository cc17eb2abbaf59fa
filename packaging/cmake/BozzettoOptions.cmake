# SPDX-License-Identifier: Apache-2.0
# Flags that every target shares (one set, so that the precompiled header can be reused).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
find_program(BOZZETTO_CCACHE ccache)
if(BOZZETTO_CCACHE)
  # The precompiled header is only cacheable with these two sloppiness words.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${BOZZETTO_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_package(Threads REQUIRED)
option(BOZZETTO_WERROR "Warnings are errors; turn it off for a compiler other than Debian 12's" ON)
add_library(bozzetto_options INTERFACE)
target_include_directories(bozzetto_options INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/core")
# -ffp-contract=off: the CPU and its CUDA twin must take the same decisions from the same formulas.
target_compile_options(bozzetto_options INTERFACE -Wall -Wextra $<$<BOOL:${BOZZETTO_WERROR}>:-Werror> -Wno-psabi -Wno-restrict -fpch-preprocess
  -ffp-contract=off -fno-math-errno)
target_compile_definitions(bozzetto_options INTERFACE BOZZETTO_VERSION="${PROJECT_VERSION}")
target_link_libraries(bozzetto_options INTERFACE Threads::Threads)
