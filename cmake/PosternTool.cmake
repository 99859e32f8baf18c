# SPDX-License-Identifier: Apache-2.0

# Finds or builds the manifest compiler, and runs it for each image while the tree is configured.

# Built with the host's compiler, in a project of its own, because this one may be a cross build.
function(_postern_build_tool directory)
  message(STATUS "Building the postern command in ${directory}")
  set(targets postern)
  if(POSTERN_TESTS)
    list(APPEND targets runner)
  endif()
  foreach(command IN ITEMS "-S;${POSTERN_ROOT}/tool;-B;${directory};-DCMAKE_BUILD_TYPE=Release"
                           "--build;${directory};--parallel;2;--target;${targets}")
    execute_process(COMMAND "${CMAKE_COMMAND}" -E env --unset=CC --unset=CXX --unset=CFLAGS --unset=CXXFLAGS
                            "${CMAKE_COMMAND}" ${command}
                    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
      message(NOTICE "${output}")
      message(FATAL_ERROR "The postern command could not be built; see above.")
    endif()
  endforeach()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${POSTERN_ROOT}/tool/*.cpp" "${POSTERN_ROOT}/tool/*.hpp"
       "${POSTERN_ROOT}/encoding/*.hpp")
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
               ${sources} "${POSTERN_ROOT}/tool/CMakeLists.txt" "${POSTERN_ROOT}/tool/elf/CMakeLists.txt")
endfunction()

if(POSTERN_TOOL)
  cmake_path(ABSOLUTE_PATH POSTERN_TOOL BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE POSTERN_COMMAND)
else()
  set(_directory "${CMAKE_BINARY_DIR}/postern-tool")
  if(POSTERN_TESTS)
    set(_directory "${POSTERN_ROOT}/build/tool")  # one for all configurations
  endif()
  _postern_build_tool("${_directory}")
  set(POSTERN_COMMAND "${_directory}/postern")
endif()
if(NOT EXISTS "${POSTERN_COMMAND}")
  message(FATAL_ERROR "There is no postern command at ${POSTERN_COMMAND}.")
endif()

set(POSTERN_LAYOUT_FILE)
if(POSTERN_LAYOUT)
  cmake_path(ABSOLUTE_PATH POSTERN_LAYOUT BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE POSTERN_LAYOUT_FILE)
endif()

# Only files whose content changes are written, so an edit of a manifest recompiles only what depends on it.
function(postern_generate image)
  set(output "${CMAKE_BINARY_DIR}/${image}/generated")
  set(lists)
  get_property(files GLOBAL PROPERTY POSTERN_IMAGE_${image}_MANIFEST_LISTS)
  foreach(file IN LISTS files)
    list(APPEND lists --list "${file}")
  endforeach()

  set(extras)
  if(POSTERN_LAYOUT_FILE)
    list(APPEND extras --layout "${POSTERN_LAYOUT_FILE}")
    set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${POSTERN_LAYOUT_FILE}")
  endif()
  get_property(board_files GLOBAL PROPERTY POSTERN_IMAGE_${image}_SERVICE_BOARD_FILES)
  foreach(file IN LISTS POSTERN_EXTRA_BOARD_FILES board_files)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE)
    list(APPEND extras --board-extra "${file}")
  endforeach()

  set(definitions)
  get_property(values GLOBAL PROPERTY POSTERN_IMAGE_${image}_DEFINES)
  # An image that exists for an option sets that option itself.
  _postern_conditions(conditions ${files})
  foreach(option IN LISTS POSTERN_OPTION_MACROS conditions)
    set(value "${${option}}")
    if(value STREQUAL "")
      set(value "${POSTERN_DERIVED_${option}}")
    endif()
    if(NOT value STREQUAL "" AND NOT values MATCHES "(^|;)${option}=")
      list(APPEND values "${option}=${value}")
    endif()
  endforeach()
  get_property(sizes GLOBAL PROPERTY POSTERN_IMAGE_${image}_SERVICE_SIZES)
  foreach(size IN LISTS sizes)
    string(REGEX REPLACE "=.*" "" option "${size}")
    if(NOT values MATCHES "(^|;)${option}=")
      list(APPEND values "${size}")
    endif()
  endforeach()
  # TF-M's own manifest list has conditions on all of TF-M's services.
  foreach(option IN LISTS POSTERN_OTHER_OPTIONS)
    if("OFF" IN_LIST POSTERN_ACCEPTED_${option} AND NOT option MATCHES "\\*$" AND NOT values MATCHES "(^|;)${option}=")
      list(APPEND values "${option}=OFF")
    endif()
  endforeach()
  foreach(value IN LISTS values)
    list(APPEND definitions --define "${value}")
  endforeach()

  execute_process(
    COMMAND "${POSTERN_COMMAND}" generate ${lists} --board "${POSTERN_BOARD}/board.yaml" ${extras}
            --backend ${CONFIG_TFM_SPM_BACKEND} --level ${TFM_ISOLATION_LEVEL} ${definitions} --output "${output}"
    ERROR_VARIABLE diagnostics RESULT_VARIABLE result)
  if(diagnostics)
    message(NOTICE "${diagnostics}")
  endif()
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "The manifests of the image ${image} are invalid; see above.")
  endif()

  include("${output}/partitions.cmake")
  set_property(GLOBAL APPEND PROPERTY POSTERN_CONDITIONS ${conditions})
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
               ${POSTERN_INPUTS} "${POSTERN_BOARD}/board.yaml" "${POSTERN_COMMAND}")
endfunction()
