# SPDX-License-Identifier: Apache-2.0
# CUDA. Included before the third-party packages, because a CUDA LibTorch asks for CUDA's compiler too and changes its flags.
#   BOZZETTO_CUDA=AUTO  with nvcc and a CUDA LibTorch the program gets the CUDA kernels; with nvcc alone they are only compiled, as a check
#                 ON    the same, but it is an error if the program cannot have them;  OFF  nvcc is not asked for
#   BOZZETTO_CUDA_CHECK  a build without CUDA compiles the kernels with everything else (target cuda_kernels), for the oldest and the newest architecture
set(BOZZETTO_CUDA AUTO CACHE STRING "CUDA kernels: AUTO, ON or OFF")
set_property(CACHE BOZZETTO_CUDA PROPERTY STRINGS AUTO ON OFF)
option(BOZZETTO_CUDA_CHECK "Compile the CUDA kernels as part of everything in a build without CUDA" OFF)
set(bozzetto_cuda_architectures 75 80 86 89 90)
set(bozzetto_cuda_checked 75-real 90-real)  # the ends of the range: each more costs a check a minute and a half

set(bozzetto_has_nvcc OFF)
if(NOT BOZZETTO_CUDA STREQUAL "OFF")
  include(CheckLanguage)
  if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
    find_program(BOZZETTO_NVCC nvcc HINTS /usr/local/cuda/bin /opt/cuda/bin)
    if(BOZZETTO_NVCC)
      set(ENV{CUDACXX} "${BOZZETTO_NVCC}")
    endif()
  endif()
  if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES ${bozzetto_cuda_architectures})
  endif()
  set(CMAKE_CUDA_RUNTIME_LIBRARY Shared)  # LibTorch's own
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    enable_language(CUDA)
    set(bozzetto_has_nvcc ON)
    set(CMAKE_CUDA_STANDARD 20)
    set(CMAKE_CUDA_STANDARD_REQUIRED ON)
    set(CMAKE_CUDA_EXTENSIONS OFF)
    if(NOT DEFINED CMAKE_CUDA20_STANDARD_COMPILE_OPTION)  # CMake 3.25 does not know it
      set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
      set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
    endif()
    if(BOZZETTO_CCACHE)
      set(CMAKE_CUDA_COMPILER_LAUNCHER ${BOZZETTO_CCACHE})
    endif()
  endif()
endif()
# Kept from LibTorch's package, which appends architectures and switches of its own.
set(bozzetto_cuda_flags "${CMAKE_CUDA_FLAGS}")
set(bozzetto_cuda_wanted_architectures "${CMAKE_CUDA_ARCHITECTURES}")

# Called once LibTorch has been found: decides whether the program has CUDA kernels.
macro(bozzetto_decide_cuda)
  set(CMAKE_CUDA_FLAGS "${bozzetto_cuda_flags}")
  set(CMAKE_CUDA_ARCHITECTURES "${bozzetto_cuda_wanted_architectures}")
  set(bozzetto_cuda_build OFF)
  if(bozzetto_has_nvcc AND TARGET torch_cuda)
    set(bozzetto_cuda_build ON)
    find_package(CUDAToolkit REQUIRED)
    target_compile_definitions(bozzetto_options INTERFACE BOZZETTO_CUDA)
    target_link_libraries(bozzetto_torch INTERFACE CUDA::cudart)  # LibTorch's CUDA headers include the runtime's
  endif()
  if(bozzetto_cuda_build)
    message(STATUS "CUDA kernels: in the program, for ${CMAKE_CUDA_ARCHITECTURES}")
  elseif(BOZZETTO_CUDA STREQUAL "ON")
    message(FATAL_ERROR "BOZZETTO_CUDA=ON needs nvcc (found: ${bozzetto_has_nvcc}) and a CUDA build of LibTorch.")
  elseif(bozzetto_has_nvcc)
    message(STATUS "CUDA kernels: not in the program (LibTorch is a CPU build); target cuda_kernels compiles them for "
      "${bozzetto_cuda_checked}")
  else()
    message(STATUS "CUDA kernels: skipped: no nvcc")
  endif()
  if(bozzetto_has_nvcc AND NOT bozzetto_cuda_build)
    if(BOZZETTO_CUDA_CHECK)
      add_custom_target(cuda_kernels ALL)
    else()
      add_custom_target(cuda_kernels)
    endif()
  endif()
endmacro()

# bozzetto_cuda_objects(MODULE a_cuda.cu ...): an object library bozzetto_MODULE_cuda, without LibTorch's headers and flags.
# --expt-relaxed-constexpr: the formulas use constexpr functions of the standard library.
function(bozzetto_cuda_objects module)
  add_library(bozzetto_${module}_cuda OBJECT ${ARGN})
  target_include_directories(bozzetto_${module}_cuda PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/core")
  target_compile_definitions(bozzetto_${module}_cuda PRIVATE BOZZETTO_CUDA)
  # A check needs no fast code, and all architectures at -O3 would take most of a build.
  if(bozzetto_cuda_build)
    set(effort -O3)
  else()
    set(effort "SHELL:-Xcicc -O1" "SHELL:-Xptxas -O1" -Xcompiler=-O0)
  endif()
  target_compile_options(bozzetto_${module}_cuda PRIVATE ${effort} --expt-relaxed-constexpr -Werror all-warnings
    -Xcompiler=-Wall,-Wextra,-Wno-psabi,-ffp-contract=off)
  if(NOT bozzetto_cuda_build)
    set_target_properties(bozzetto_${module}_cuda PROPERTIES EXCLUDE_FROM_ALL ON CUDA_ARCHITECTURES "${bozzetto_cuda_checked}")
    add_dependencies(cuda_kernels bozzetto_${module}_cuda)
    set_property(GLOBAL APPEND PROPERTY bozzetto_cuda_check_objects $<TARGET_OBJECTS:bozzetto_${module}_cuda>)
  endif()
endfunction()
