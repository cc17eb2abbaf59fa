# SPDX-License-Identifier: Apache-2.0
# Third-party packages and the quirks of finding them. Nothing is downloaded here.
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(OpenCV 4.5 REQUIRED COMPONENTS core imgproc imgcodecs calib3d features2d)

# bozzetto_find_library(NAME HEADER LIBRARY): target bozzetto_NAME for a library that has no CMake package of its own.
function(bozzetto_find_library name header library)
  string(TOUPPER ${name} upper)
  find_library(${upper}_LIBRARY ${library} REQUIRED)
  find_path(${upper}_INCLUDE_DIR ${header} REQUIRED)
  add_library(bozzetto_${name} INTERFACE)
  target_link_libraries(bozzetto_${name} INTERFACE "${${upper}_LIBRARY}")
  target_include_directories(bozzetto_${name} SYSTEM INTERFACE "${${upper}_INCLUDE_DIR}")
endfunction()
bozzetto_find_library(libexif libexif/exif-data.h exif)
bozzetto_find_library(lcms2 lcms2.h lcms2)
bozzetto_find_library(minizip minizip/unzip.h minizip)
# Without them a build reads no HEIC/AVIF and no camera raw files, and says so when it meets one.
option(BOZZETTO_HEIF "Read HEIC and AVIF pictures (needs libheif)" ON)
option(BOZZETTO_RAW "Read camera raw files (needs LibRaw)" ON)
if(BOZZETTO_TESTS AND NOT (BOZZETTO_HEIF AND BOZZETTO_RAW))
  message(FATAL_ERROR "BOZZETTO_TESTS=ON needs BOZZETTO_HEIF and BOZZETTO_RAW: the tests read such pictures.")
endif()
if(BOZZETTO_HEIF)
  bozzetto_find_library(libheif libheif/heif.h heif)
endif()
if(BOZZETTO_RAW)
  bozzetto_find_library(libraw libraw/libraw.h raw_r)  # the one of LibRaw's two libraries that may be used on several threads
endif()
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(SQLite3 3.34 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(pugixml 1.12 REQUIRED)

# BOZZETTO_TORCH_DIR (environment or cache) names a LibTorch of the user's own, for example a CUDA build.
if(NOT BOZZETTO_TORCH_DIR AND DEFINED ENV{BOZZETTO_TORCH_DIR})
  set(BOZZETTO_TORCH_DIR "$ENV{BOZZETTO_TORCH_DIR}")
endif()
if(BOZZETTO_TORCH_DIR)
  list(PREPEND CMAKE_PREFIX_PATH "${BOZZETTO_TORCH_DIR}")
endif()
find_package(Torch REQUIRED)
# TORCH_CXX_FLAGS may carry the ABI switch; torch/torch.h itself is banned (18 s of compile time).
add_library(bozzetto_torch INTERFACE)
target_link_libraries(bozzetto_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(bozzetto_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(bozzetto_torch INTERFACE ${torch_flags})
# The standard library goes first: LibTorch of pytorch.org exports parts of an older one, and its std::filesystem::remove_all crashes.
target_link_options(bozzetto_torch INTERFACE "LINKER:--push-state,--no-as-needed,-l:libstdc++.so.6,--pop-state")
bozzetto_decide_cuda()

if(BOZZETTO_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
endif()
if(BOZZETTO_UI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Concurrent DBus Svg LinguistTools)
  # VTK's CMake files ask for MPI's C package. Found once, for window and tests together: VTK's targets live where it is first found.
  # Only the components that a target names are linked.
  find_package(MPI REQUIRED COMPONENTS C)
  set(vtk_of_tests)
  if(BOZZETTO_TESTS)
    set(vtk_of_tests IOGeometry IOImage IOImport IOPLY)
    find_package(assimp REQUIRED)
  endif()
  find_package(VTK 9.1 REQUIRED COMPONENTS CommonCore CommonDataModel CommonExecutionModel CommonMath CommonTransforms
    FiltersCore FiltersSources ImagingCore InteractionStyle RenderingCore RenderingOpenGL2 ${vtk_of_tests})
endif()
