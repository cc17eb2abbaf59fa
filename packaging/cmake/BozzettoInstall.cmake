# SPDX-License-Identifier: Apache-2.0
# What is installed beside the programs (app/CMakeLists.txt), and the Debian package. Translations are inside the program.
set(bozzetto_id io.github.bozzetto.Bozzetto)
set(bozzetto_desktop "${PROJECT_SOURCE_DIR}/packaging/desktop")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/samples/" DESTINATION "${CMAKE_INSTALL_DATADIR}/bozzetto/samples")
install(FILES "${bozzetto_desktop}/copyright" "${PROJECT_SOURCE_DIR}/packaging/licences/libraries.tsv"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/bozzetto")
if(BOZZETTO_UI)
  install(FILES "${bozzetto_desktop}/${bozzetto_id}.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  install(FILES "${bozzetto_desktop}/${bozzetto_id}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
  install(FILES "${bozzetto_desktop}/${bozzetto_id}.mime.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages"
    RENAME "${bozzetto_id}.xml")
  set(icons "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
  install(FILES "${bozzetto_desktop}/${bozzetto_id}.svg" DESTINATION "${icons}/scalable/apps")
  install(FILES "${bozzetto_desktop}/${bozzetto_id}-symbolic.svg" DESTINATION "${icons}/symbolic/apps")
  install(FILES "${bozzetto_desktop}/application-x-bozzetto-project.svg" DESTINATION "${icons}/scalable/mimetypes")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bozzetto)
set(CPACK_PACKAGE_VENDOR "The Bozzetto developers")
set(CPACK_PACKAGE_CONTACT "The Bozzetto developers <bozzetto@users.noreply.github.com>")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://github.com/bozzetto/bozzetto")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "turn photographs into a textured 3D mesh")
set(CPACK_PACKAGE_DESCRIPTION "Reconstructs an object from photographs or rendered views with known cameras as a triangle mesh with
base colour, roughness, metallic and normal maps, and exports it as OBJ, PLY or GLB.
Contains the window (bozzetto) and the command line (bozzetto-cli).")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
# The libraries are found by dpkg-shlibdeps, and bring Qt's platform and SVG plugins and OpenGL with them. What it cannot see: LibTorch
# wants the threaded OpenBLAS. Without what is recommended the window works, but not under Wayland itself, its file dialog speaks English,
# and the file manager does not know a project. Chinese needs letters.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread")
if(BOZZETTO_UI)
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "colmap, ffmpeg, libgl1-mesa-dri, qt6-wayland, qt6-translations-l10n, shared-mime-info, desktop-file-utils")
  set(CPACK_DEBIAN_PACKAGE_SUGGESTS "fonts-noto-cjk | fonts-wqy-microhei")
endif()
# Folders as Debian wants them whatever the umask was.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
