# SPDX-License-Identifier: Apache-2.0

# The services of partitions/. An option with TF-M's name switches each on: for all images of a build, or for one image
# in its DEFINES. partitions/<folder>/service.cmake is read for an image that has the service. It declares the partition
# with postern_add_partition(), and sets
#
#   SERVICE_MANIFEST_LIST  the manifest list to add to the image's
#   SERVICE_CLIENT         the sources of the API's functions, below interface/src, for partitions and the non-secure program
#   SERVICE_HEADERS        their headers, below interface/include
#   SERVICE_BOARD_FILES    board files that the manifest needs, as in POSTERN_EXTRA_BOARD_FILES (optional)
#   SERVICE_LIBRARY_INCLUDES  folders behind interface/include, where a library has the headers of the API (optional)
#   SERVICE_SIZES          macros of config_tfm.h that the manifest uses: the SFN backend adds up the stacks before anything is
#                          compiled (optional)
#   SERVICE_BOOT_SOURCES   what the boot of a device does for the service, in place of port/armv8m/services/none.cpp; one service
#                          of an image can have them (optional)
#   SERVICE_BOOT_NAMES     the partition's variables that these write, which they call <partition>.<name> (optional)
#
# A product replaces a service by a partition of its own: a manifest list of the image that has the option as a condition
# brings that partition, and the one of partitions/ stays out.

# <option>=<folder>, for each that OptionTable.cmake has
set(POSTERN_SERVICES TFM_PARTITION_INTERNAL_TRUSTED_STORAGE=its TFM_PARTITION_PLATFORM=platform TFM_PARTITION_CRYPTO=crypto
    TFM_PARTITION_PROTECTED_STORAGE=ps
    TFM_PARTITION_INITIAL_ATTESTATION=attestation)

# Whether an image with these DEFINES and manifest lists has the service of partitions/.
function(_postern_has_service option defines lists result)
  set(value "${${option}}")
  if("${defines}" MATCHES "(^|;)${option}=([^;]*)")
    set(value "${CMAKE_MATCH_2}")
  elseif(option IN_LIST defines)
    set(value ON)
  endif()
  foreach(list IN LISTS lists)
    set(text)
    if(value AND EXISTS "${list}")
      file(READ "${list}" text)
    endif()
    if(text MATCHES "(^|[^A-Za-z0-9_])${option}([^A-Za-z0-9_]|$)")
      set(value OFF)
    endif()
  endforeach()
  set(${result} "${value}" PARENT_SCOPE)
endfunction()

# Whether a file of POSTERN_EXTRA_BOARD_FILES names this region.
function(_postern_product_has_region NAME result)
  set(${result} FALSE PARENT_SCOPE)
  foreach(extra IN LISTS POSTERN_EXTRA_BOARD_FILES)
    cmake_path(ABSOLUTE_PATH extra BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE)
    file(STRINGS "${extra}" region REGEX "^ *${NAME}:")
    if(region)
      set(${result} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# For a service.cmake: `source` is the product's file of the option, or the file of the board's folder, or nothing.
function(_postern_source_of option file result)
  set(source)
  if(${option})
    cmake_path(ABSOLUTE_PATH ${option} BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE source)
  elseif(EXISTS "${POSTERN_BOARD}/${file}")
    set(source "${POSTERN_BOARD}/${file}")
  endif()
  set(${result} "${source}" PARENT_SCOPE)
endfunction()

# For a service.cmake whose service has flash: `driver` is set to the source of the driver of NAME's flash. That is
# POSTERN_<NAME>_FLASH_DRIVER, or flash/<name>_flash.cpp of the board's folder, or that of the boards of QEMU. The region
# <NAME>_FLASH is an entry of a file in POSTERN_EXTRA_BOARD_FILES; otherwise SERVICE_BOARD_FILES is set to flash/<file> of
# the board's folder. No file: nothing has a fixed address there. `page` tells about both.
function(_postern_use_flash NAME file page driver)
  string(TOLOWER "${NAME}_flash.cpp" own)
  _postern_source_of(POSTERN_${NAME}_FLASH_DRIVER "flash/${own}" source)
  if(NOT source)
    set(source "${POSTERN_ROOT}/board/arm/common/flash/${own}")
  endif()
  set(${driver} "${source}" PARENT_SCOPE)
  _postern_product_has_region(${NAME}_FLASH is_named)
  if(is_named OR NOT file)
    return()
  endif()
  if(NOT EXISTS "${POSTERN_BOARD}/flash/${file}")
    message(FATAL_ERROR "${option}=ON needs flash, and ${TFM_PLATFORM} has no flash/${file}. Name a region ${NAME}_FLASH in a "
                        "file of POSTERN_EXTRA_BOARD_FILES, and its driver in POSTERN_${NAME}_FLASH_DRIVER: ${page}.")
  endif()
  set(SERVICE_BOARD_FILES "${POSTERN_BOARD}/flash/${file}" PARENT_SCOPE)
endfunction()

# NAME...: as NAME=VALUE, from config_tfm.h and the product's headers before it.
function(_postern_values_of_config result)
  set(values)
  if(ARGN)
    set(text "#include \"config_tfm.h\"\n")
    foreach(name IN LISTS ARGN)
      string(APPEND text "postern_value \"${name}\" ${name}\n")
    endforeach()
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/config_values.c" CONTENT "${text}" @ONLY)
    _postern_partition_defines(defines)
    list(TRANSFORM defines PREPEND "-D")
    execute_process(COMMAND "${CMAKE_C_COMPILER}" -E -P ${defines} "-I${POSTERN_ROOT}/include" "${CMAKE_BINARY_DIR}/config_values.c"
                    OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
    foreach(name IN LISTS ARGN)
      if(text MATCHES "postern_value \"${name}\" ([^\n]+)")
        list(APPEND values "${name}=${CMAKE_MATCH_1}")
      endif()
    endforeach()
    set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${POSTERN_ROOT}/include/config_tfm.h"
                 ${PROJECT_CONFIG_HEADER_FILE} ${TARGET_CONFIG_HEADER_FILE})
  endif()
  set(${result} "${values}" PARENT_SCOPE)
endfunction()

# Appends the manifest lists of the image's services to `lists`, and sets the image's properties SERVICE_CLIENT,
# SERVICE_HEADERS and so on.
function(_postern_add_services image defines lists)
  set(added ${${lists}})
  foreach(service IN LISTS POSTERN_SERVICES)
    string(REGEX MATCH "^(.+)=(.+)$" service "${service}")
    set(option "${CMAKE_MATCH_1}")
    set(folder "${POSTERN_ROOT}/partitions/${CMAKE_MATCH_2}")
    _postern_has_service(${option} "${defines}" "${${lists}}" is_on)
    if(NOT is_on)
      continue()
    endif()
    set(SERVICE_BOARD_FILES)
    set(SERVICE_LIBRARY_INCLUDES)
    set(SERVICE_SIZES)
    set(SERVICE_BOOT_SOURCES)
    set(SERVICE_BOOT_NAMES)
    include("${folder}/service.cmake")
    list(APPEND added "${SERVICE_MANIFEST_LIST}")
    list(TRANSFORM SERVICE_CLIENT PREPEND "${POSTERN_ROOT}/interface/src/")
    list(TRANSFORM SERVICE_HEADERS PREPEND "${POSTERN_ROOT}/interface/include/")
    _postern_values_of_config(SERVICE_SIZES ${SERVICE_SIZES})
    foreach(property IN ITEMS SERVICE_CLIENT SERVICE_HEADERS SERVICE_BOARD_FILES SERVICE_SIZES
                             SERVICE_LIBRARY_INCLUDES SERVICE_BOOT_SOURCES SERVICE_BOOT_NAMES)
      set_property(GLOBAL APPEND PROPERTY POSTERN_IMAGE_${image}_${property} ${${property}})
    endforeach()
    set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${folder}/service.cmake")
  endforeach()
  set(${lists} "${added}" PARENT_SCOPE)
endfunction()

# The functions of the services' APIs as <image>.<user>_services, an archive: who calls none of them, or brings its own,
# links none. `library` is set to its name, or to nothing.
function(_postern_add_service_clients image user library)
  set(${library} PARENT_SCOPE)
  if(NOT IMAGE_SERVICE_CLIENT)
    return()
  endif()
  set(target ${image}.${user}_services)
  add_library(${target} STATIC EXCLUDE_FROM_ALL ${IMAGE_SERVICE_CLIENT})
  target_compile_features(${target} PRIVATE c_std_11)
  target_include_directories(${target} PRIVATE "${POSTERN_ROOT}/interface/include" "${IMAGE_GENERATED}/include"
                             "${POSTERN_ROOT}/include" ${IMAGE_SERVICE_LIBRARY_INCLUDES})
  target_compile_options(${target} PRIVATE ${ARGN} ${POSTERN_WARNINGS} -ffunction-sections -fdata-sections)
  set(${library} ${target} PARENT_SCOPE)
endfunction()

# The headers of the services' APIs, where the image has services.
function(_postern_service_includes result)
  set(${result} PARENT_SCOPE)
  if(IMAGE_SERVICE_HEADERS)
    set(${result} "${POSTERN_ROOT}/interface/include" ${IMAGE_SERVICE_LIBRARY_INCLUDES} PARENT_SCOPE)
  endif()
endfunction()

# The file of such an archive, for a link by hand.
function(_postern_service_archive library result)
  set(${result} PARENT_SCOPE)
  if(library)
    set(${result} $<TARGET_FILE:${library}> PARENT_SCOPE)
  endif()
endfunction()

# For a non-secure project: the functions of the image's services and their headers.
function(_postern_install_services image to)
  foreach(header IN LISTS IMAGE_SERVICE_HEADERS)
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${POSTERN_ROOT}/interface/include" OUTPUT_VARIABLE name)
    cmake_path(GET name PARENT_PATH folder)
    install(FILES "${header}" DESTINATION "${to}/interface/include/${folder}")
  endforeach()
  install(FILES ${IMAGE_SERVICE_CLIENT} DESTINATION "${to}/interface/src")
  foreach(folder IN LISTS IMAGE_SERVICE_LIBRARY_INCLUDES)
    install(DIRECTORY "${folder}/" DESTINATION "${to}/interface/library" FILES_MATCHING PATTERN "*.h")
  endforeach()
endfunction()
