# SPDX-License-Identifier: Apache-2.0

# The installed package: the postern command, the sources that each image is compiled from, and what find_package() reads.
# Included by the build of the tool, which is the only part of the package that is compiled in advance.
include(CMakePackageConfigHelpers)
get_filename_component(_root "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # tests are not installed
install(TARGETS postern RUNTIME DESTINATION bin)
foreach(_folder IN ITEMS board client cmake encoding include interface partitions port runtime spm)
  install(DIRECTORY "${_root}/${_folder}" DESTINATION share/postern
          PATTERN "Package.cmake" EXCLUDE PATTERN "PosternConfig.cmake" EXCLUDE
          PATTERN "Tests.cmake" EXCLUDE PATTERN "discover.cmake.in" EXCLUDE)
endforeach()
install(FILES "${_root}/tool/decode/postern.gdb" DESTINATION share/postern)
install(FILES "${_root}/VERSION" DESTINATION share/postern)
install(FILES "${_root}/LICENSE" DESTINATION share/doc/postern RENAME copyright)

write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/PosternConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${_root}/cmake/PosternConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/PosternConfigVersion.cmake"
        DESTINATION share/cmake/Postern)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME postern)
set(CPACK_PACKAGE_CONTACT "The Postern project")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Secure Partition Manager for Arm Cortex-M")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "cmake (>= 3.22), gcc-arm-none-eabi, libnewlib-arm-none-eabi, libstdc++-arm-none-eabi-newlib")
find_program(_shlibdeps dpkg-shlibdeps)
if(_shlibdeps)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
include(CPack)
