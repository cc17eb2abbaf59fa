# SPDX-License-Identifier: Apache-2.0
# Third-party packages and the quirks of finding them. Nothing is downloaded here.
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(OpenCV 4.5 REQUIRED COMPONENTS core imgproc imgcodecs calib3d features2d)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBEXIF REQUIRED IMPORTED_TARGET libexif)
pkg_check_modules(LCMS2 REQUIRED IMPORTED_TARGET lcms2)
pkg_check_modules(LIBHEIF REQUIRED IMPORTED_TARGET libheif)
# The one of LibRaw's two libraries that may be used on several threads. Its pkg-config file asks for OpenMP's flags, which are not needed.
find_library(LIBRAW_LIBRARY raw_r REQUIRED)
find_path(LIBRAW_INCLUDE_DIR libraw/libraw.h REQUIRED)
add_library(bozzetto_libraw INTERFACE)
target_link_libraries(bozzetto_libraw INTERFACE "${LIBRAW_LIBRARY}")
target_include_directories(bozzetto_libraw SYSTEM INTERFACE "${LIBRAW_INCLUDE_DIR}")
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(SQLite3 3.34 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(pugixml 1.12 REQUIRED)
pkg_check_modules(MINIZIP REQUIRED IMPORTED_TARGET minizip)

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
