# SPDX-License-Identifier: Apache-2.0

# Partitions and images: the two functions that a project calls.
#
#   postern_add_partition(<NAME> SOURCES <file>... [INCLUDES <directory>...] [LIBRARIES <target, archive or flag>...]
#                         [DEFINES <NAME[=VALUE]>...] [OPTIONS <compiler option>...])
#       Declares the sources of the partition whose manifest has `name: <NAME>`: SOURCES, LIBRARIES or both. It is built
#       only for images whose manifest lists contain it. Each partition gets its own copy of a library, and of the
#       libraries that a target links to. DEFINES and OPTIONS are for SOURCES.
#   postern_add_image(<image> NS_SOURCES <file>... [MANIFEST_LISTS <list>...] [NS_INCLUDES <directory>...]
#                     [NS_LIBRARIES <target or archive>...] [DEFINES <NAME=VALUE>...]
#                     [NS_INTERFACE BARE|RTOS] [SECURE_SYMBOLS] [TEST <kind> <word>...])
#       A whole system: an SPM of its own against its own generated tables, the partitions that its lists name, the
#       services of partitions/ that are switched on, and the non-secure program. The result is
#       <build>/<image>/<image>_s.elf and <image>_ns.elf, on the host one program.
#       Libraries that need the image's headers link to <image>_headers.
#       NS_INTERFACE RTOS: PSA calls of the non-secure program take a lock of its RTOS (include/os_wrapper/mutex.h).
#       SECURE_SYMBOLS: the non-secure program gets the addresses of all secure symbols, as tests of the boundary need.
#       DEFINES are for all partitions and for the non-secure program.
#       TEST: with POSTERN_TESTS, the image is a CTest test:
#         STORIES                          it tells stories (test/harness), each of which can run alone
#         WHOLE <word>...                  it runs as a whole, with these words as arguments
#         HALTS <partition> <rule> [<line>] it panics and halts, after it has printed this line
#
# In DEFINES, <NAME>=ON defines the macro as 1, and <NAME>=OFF leaves it undefined.
# The order of the two does not matter: images are put together when the whole tree has been read.

set(POSTERN_ROOT "${CMAKE_CURRENT_LIST_DIR}/..")
cmake_path(NORMAL_PATH POSTERN_ROOT)
string(REGEX REPLACE "/$" "" POSTERN_ROOT "${POSTERN_ROOT}")
file(STRINGS "${POSTERN_ROOT}/VERSION" POSTERN_VERSION)
set(POSTERN_BOARD "${POSTERN_ROOT}/board/${TFM_PLATFORM}")
if(NOT EXISTS "${POSTERN_BOARD}")
  cmake_path(ABSOLUTE_PATH TFM_PLATFORM BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE POSTERN_BOARD)
endif()
string(TOLOWER "${CONFIG_TFM_SPM_BACKEND}" POSTERN_BACKEND)

# The flags are fixed when a build directory is configured for the first time.
if(DEFINED POSTERN_FIRST_FLAGS AND NOT POSTERN_FIRST_FLAGS STREQUAL POSTERN_PROCESSOR_FLAGS)
  message(FATAL_ERROR "This build directory is configured with \"${POSTERN_FIRST_FLAGS}\", and TFM_PLATFORM=${TFM_PLATFORM}, "
                      "CONFIG_TFM_ENABLE_FP and CONFIG_TFM_ENABLE_MVE need \"${POSTERN_PROCESSOR_FLAGS}\". Use a new build directory.")
endif()
if(NOT TFM_PLATFORM STREQUAL "host" AND NOT CMAKE_C_FLAGS MATCHES "-mfloat-abi=${CONFIG_TFM_FLOAT_ABI}( |$)")
  message(FATAL_ERROR "This build directory is configured with \"${CMAKE_C_FLAGS}\", and CONFIG_TFM_ENABLE_FP and "
                      "CONFIG_TFM_ENABLE_MVE need \"${POSTERN_PROCESSOR_FLAGS}\". Use a new build directory.")
endif()
set(POSTERN_FIRST_FLAGS "${POSTERN_PROCESSOR_FLAGS}" CACHE INTERNAL "The flags of the first configuration")

# For sources of this tree; partitions from outside are compiled with the compiler's default warnings.
set(POSTERN_WARNINGS -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Werror)

# The platform code of this tree's non-secure programs (client/platform/ns_platform.h).
if(TFM_PLATFORM STREQUAL "host")
  set(POSTERN_NS_PLATFORM "${POSTERN_ROOT}/client/platform/host.c")
else()
  set(POSTERN_NS_PLATFORM "${POSTERN_ROOT}/client/platform/mps.c")
endif()

# The functions of the PSA API that the kernel implements, one per line: the rows of its table.
set(POSTERN_CALLS "${CMAKE_BINARY_DIR}/kernel_calls.txt")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${POSTERN_ROOT}/spm/calls/calls.hpp")
file(READ "${POSTERN_ROOT}/spm/calls/calls.hpp" _calls)
string(REGEX MATCHALL "  CALL\\([A-Z_]+, [a-z_]+" _calls "${_calls}")
list(TRANSFORM _calls REPLACE ".*, (.+)" "\\1\n")
list(JOIN _calls "" _calls)
file(CONFIGURE OUTPUT "${POSTERN_CALLS}" CONTENT "${_calls}" @ONLY)

function(_postern_is_ours files result)
  list(POP_FRONT files first)
  cmake_path(IS_PREFIX POSTERN_ROOT "${first}" NORMALIZE ours)
  set(${result} ${ours} PARENT_SCOPE)
endfunction()

# What every partition is linked with, in the same form: compiled once. A partition takes what it uses.
function(_postern_add_runtime)
  if(TARGET postern_runtime)
    return()
  endif()
  set(sources cxx construct_${POSTERN_BACKEND} ${POSTERN_SHARED_RUNTIME})
  list(TRANSFORM sources REPLACE "(.+)" "${POSTERN_ROOT}/runtime/\\1.c")
  add_library(postern_runtime OBJECT ${sources})
  add_library(postern_no_heap OBJECT "${POSTERN_ROOT}/runtime/no_heap.c")
  foreach(target IN ITEMS postern_runtime postern_no_heap)
    target_compile_features(${target} PRIVATE c_std_11)
    target_include_directories(${target} PRIVATE "${POSTERN_ROOT}/include" "${POSTERN_ROOT}/runtime")
    target_compile_options(${target} PRIVATE ${POSTERN_COMPILE} ${POSTERN_WARNINGS} -fno-builtin)
  endforeach()
endfunction()

# Compiles a partition, <image>.<name>, with what its backend, its model and its heap need of runtime/. `objects` is set
# to all that is to be linked.
function(_postern_compile_partition image name objects)
  set(target ${image}.${name})
  set(runtime ${POSTERN_RUNTIME} psa_${POSTERN_BACKEND} boot_data log)
  set(heap postern_no_heap)
  if(POSTERN_BACKEND STREQUAL "ipc")
    string(TOLOWER "start_${POSTERN_${name}_MODEL}" start)
    list(APPEND runtime ${start})
  endif()
  if(POSTERN_${name}_HEAP)
    list(APPEND runtime heap)
    set(heap)
  endif()
  list(TRANSFORM runtime REPLACE "(.+)" "${POSTERN_ROOT}/runtime/\\1.c")
  add_library(${target} OBJECT ${PARTITION_${name}_SOURCES} "${POSTERN_${name}_STORAGE}" ${runtime})
  if(TARGET postern_sources_${name})
    add_dependencies(${target} postern_sources_${name})
  endif()
  target_compile_features(${target} PRIVATE c_std_11 cxx_std_23)
  target_include_directories(${target} PRIVATE ${POSTERN_${name}_INCLUDE_DIRS} "${IMAGE_GENERATED}/include"
                             "${POSTERN_ROOT}/include" ${PARTITION_${name}_INCLUDES} "${POSTERN_ROOT}/runtime" "${POSTERN_PORT}"
                             ${IMAGE_SERVICE_INCLUDES})
  target_compile_definitions(${target} PRIVATE ${IMAGE_PARTITION_DEFINES} ${PARTITION_${name}_DEFINES})
  target_compile_options(${target} PRIVATE ${POSTERN_COMPILE} ${PARTITION_${name}_OPTIONS})
  if(POSTERN_${name}_HEAP)
    target_compile_options(${target} PRIVATE -fno-builtin)  # what the compiler assumes of malloc() does not hold for this one
  endif()
  _postern_is_ours("${PARTITION_${name}_SOURCES}" ours)
  if(ours)
    target_compile_options(${target} PRIVATE ${POSTERN_WARNINGS})
  endif()
  _postern_add_runtime()
  set(all)
  foreach(each IN ITEMS ${target} postern_runtime ${heap})
    list(APPEND all $<TARGET_OBJECTS:${each}>)
  endforeach()
  set(${objects} "${all}" PARENT_SCOPE)
endfunction()

# Files that are compiled together, because every image has a kernel of its own and headers are most of the work. With
# -DCMAKE_UNITY_BUILD=OFF each file is compiled alone, as readers of compile_commands.json need.
function(_postern_compile_together target name)
  set_source_files_properties(${ARGN} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${name})
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
  if(NOT DEFINED CMAKE_UNITY_BUILD)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON)
  endif()
endfunction()

include(PosternTool)
include(Services)
if(POSTERN_TESTS)
  include(Tests)
endif()
if(TFM_PLATFORM STREQUAL "host")
  include(host)
else()
  include(target)
  include(Install)
endif()

# Restores the variables of this folder in directories that are not part of Postern: an integrator's project that has
# this one as a subdirectory.
macro(_postern_restore_variables)
  get_property(_names GLOBAL PROPERTY POSTERN_VARIABLES)
  foreach(_name IN LISTS _names)
    get_property(${_name} GLOBAL PROPERTY POSTERN_VARIABLE_${_name})
  endforeach()
endmacro()

function(_postern_save_variables)
  get_cmake_property(names VARIABLES)
  list(FILTER names INCLUDE REGEX "^POSTERN_")
  foreach(name IN LISTS names)
    set_property(GLOBAL PROPERTY POSTERN_VARIABLE_${name} "${${name}}")
  endforeach()
  set_property(GLOBAL PROPERTY POSTERN_VARIABLES "${names}")
endfunction()

function(_postern_words_not_known words result)
  set(text)
  if(words)
    list(GET words 0 word)
    set(text "${word} is none of its words. ")
  endif()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

function(postern_add_partition name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;INCLUDES;LIBRARIES;DEFINES;OPTIONS")
  if(arg_UNPARSED_ARGUMENTS OR NOT (arg_SOURCES OR arg_LIBRARIES))
    _postern_words_not_known("${arg_UNPARSED_ARGUMENTS}" unknown)
    message(FATAL_ERROR "postern_add_partition(${name}): ${unknown}SOURCES <file>... [INCLUDES <directory>...] "
                        "[LIBRARIES <target, archive or flag>...] [DEFINES <NAME[=VALUE]>...] [OPTIONS <compiler option>...] "
                        "is expected.")
  endif()
  _postern_switches(arg_DEFINES)
  _postern_absolute(arg_SOURCES)
  _postern_absolute(arg_INCLUDES)
  get_property(others GLOBAL PROPERTY POSTERN_${name}_SOURCES)
  if(others AND NOT "${others}" STREQUAL "${arg_SOURCES}")
    message(FATAL_ERROR "postern_add_partition(${name}): a partition of this name already has other sources: ${others}")
  endif()
  # Other directories cannot make the files that a command of this one generates.
  set(generated)
  foreach(source IN LISTS arg_SOURCES)
    get_source_file_property(is_generated "${source}" GENERATED)
    if(is_generated)
      list(APPEND generated "${source}")
    endif()
  endforeach()
  if(generated)
    add_custom_target(postern_sources_${name} DEPENDS ${generated})
  endif()
  foreach(property IN ITEMS SOURCES INCLUDES LIBRARIES DEFINES OPTIONS)
    set_property(GLOBAL PROPERTY POSTERN_${name}_${property} "${arg_${property}}")
  endforeach()
endfunction()

function(postern_add_image image)
  _postern_restore_variables()
  if(NOT image MATCHES "^[A-Za-z0-9_][A-Za-z0-9_.+-]*$")
    message(FATAL_ERROR "postern_add_image(${image}): the name of an image has letters, digits and _ . + - only.")
  endif()
  get_property(others GLOBAL PROPERTY POSTERN_IMAGES)
  if(image IN_LIST others)
    message(FATAL_ERROR "postern_add_image(${image}): there is an image of this name already.")
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "SECURE_SYMBOLS" "NS_INTERFACE" "MANIFEST_LISTS;NS_SOURCES;NS_INCLUDES;NS_LIBRARIES;DEFINES;TEST")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_NS_SOURCES)
    _postern_words_not_known("${arg_UNPARSED_ARGUMENTS}" unknown)
    message(FATAL_ERROR "postern_add_image(${image}): ${unknown}NS_SOURCES <file>... [MANIFEST_LISTS <list>...] "
                        "[NS_INCLUDES <directory>...] [NS_LIBRARIES <target or archive>...] "
                        "[DEFINES <NAME=VALUE>...] [NS_INTERFACE BARE|RTOS] [SECURE_SYMBOLS] [TEST <kind> <word>...] is expected.")
  endif()
  if(NOT arg_NS_INTERFACE)
    set(arg_NS_INTERFACE BARE)
  endif()
  if(NOT arg_NS_INTERFACE MATCHES "^(BARE|RTOS)$")
    message(FATAL_ERROR "postern_add_image(${image}): NS_INTERFACE is \"${arg_NS_INTERFACE}\"; valid: BARE, RTOS.")
  endif()
  set(given_defines "${arg_DEFINES}")
  _postern_switches(arg_DEFINES)
  foreach(files IN ITEMS arg_MANIFEST_LISTS arg_NS_SOURCES arg_NS_INCLUDES)
    _postern_absolute(${files})
  endforeach()
  if(image STREQUAL "demo")
    foreach(list IN LISTS TFM_EXTRA_MANIFEST_LIST_FILES)
      cmake_path(ABSOLUTE_PATH list BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE)
      list(APPEND arg_MANIFEST_LISTS "${list}")
    endforeach()
  endif()
  _postern_add_services(${image} "${given_defines}" arg_MANIFEST_LISTS)
  if(NOT arg_MANIFEST_LISTS)
    message(FATAL_ERROR "postern_add_image(${image}): the image has no partition. MANIFEST_LISTS <list>..., or the option of "
                        "a service in DEFINES, is expected.")
  endif()
  foreach(property IN ITEMS MANIFEST_LISTS NS_SOURCES NS_INCLUDES NS_LIBRARIES DEFINES NS_INTERFACE SECURE_SYMBOLS)
    set_property(GLOBAL PROPERTY POSTERN_IMAGE_${image}_${property} "${arg_${property}}")
  endforeach()
  set_property(GLOBAL APPEND PROPERTY POSTERN_IMAGES ${image})
  postern_generate(${image})
  _postern_add_headers(${image})
  if(POSTERN_TESTS)
    if(NOT arg_TEST)
      message(FATAL_ERROR "postern_add_image(${image}): with POSTERN_TESTS every image is a test; TEST <kind> is expected.")
    endif()
    _postern_add_tests(${image} ${arg_TEST})
  endif()
endfunction()

# For integrators' libraries; targets of this tree name their directories themselves.
function(_postern_add_headers image)
  set(generated "${CMAKE_BINARY_DIR}/${image}/generated")
  include("${generated}/partitions.cmake")
  add_library(${image}_headers INTERFACE)
  target_include_directories(${image}_headers INTERFACE "${generated}/include" "${POSTERN_ROOT}/include")
  foreach(name IN LISTS POSTERN_PARTITIONS)
    target_include_directories(${image}_headers INTERFACE ${POSTERN_${name}_INCLUDE_DIRS})
  endforeach()
endfunction()

# The files and the linker flags of libraries and of all that they link to. The linker searches them as one group.
function(_postern_library_files files flags)
  set(found)
  set(linked)
  set(seen)
  set(pending ${ARGN})
  while(pending)
    list(POP_FRONT pending library)
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.+)>$" "\\1" library "${library}")
    if(library IN_LIST seen OR library MATCHES "^::@")  # CMake's mark for names of another directory
      continue()
    endif()
    list(APPEND seen "${library}")
    if(TARGET "${library}")
      get_target_property(type "${library}" TYPE)
      if(type STREQUAL "STATIC_LIBRARY")
        list(APPEND found "$<TARGET_FILE:${library}>")
      elseif(type STREQUAL "OBJECT_LIBRARY")
        list(APPEND found "$<TARGET_OBJECTS:${library}>")
      elseif(NOT type STREQUAL "INTERFACE_LIBRARY")
        message(FATAL_ERROR "LIBRARIES: ${library} is of the type ${type}; STATIC, OBJECT or INTERFACE is expected.")
      endif()
      get_target_property(next "${library}" INTERFACE_LINK_LIBRARIES)
      if(next)
        list(APPEND pending ${next})
      endif()
    elseif(library MATCHES "\\$<|::")
      message(FATAL_ERROR "LIBRARIES: ${library} is neither a target nor an archive nor a flag.")
    elseif(library MATCHES "^-")
      list(APPEND linked "${library}")
    elseif(library MATCHES "[/.]")
      list(APPEND found "${library}")
    else()
      list(APPEND linked "-l${library}")
    endif()
  endwhile()
  set(${files} "${found}" PARENT_SCOPE)
  set(${flags} "${linked}" PARENT_SCOPE)
endfunction()

# Definitions as CMake's options are written: ON is 1, and what is OFF is not defined.
function(_postern_switches variable)
  set(defines ${${variable}})
  list(FILTER defines EXCLUDE REGEX "=OFF$")
  list(TRANSFORM defines REPLACE "=ON$" "=1")
  set(${variable} "${defines}" PARENT_SCOPE)
endfunction()

function(_postern_absolute variable)
  set(result)
  foreach(path IN LISTS ${variable})
    cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND result "${path}")
  endforeach()
  set(${variable} "${result}" PARENT_SCOPE)
endfunction()

# The sources of the non-secure library, with the interface to the gates that the image asks for.
function(_postern_client_sources result)
  file(GLOB sources CONFIGURE_DEPENDS "${POSTERN_ROOT}/client/*.c")
  if(IMAGE_NS_INTERFACE STREQUAL "RTOS")
    list(FILTER sources EXCLUDE REGEX "/tfm_ns_interface_bare\\.c$")
    list(APPEND sources "${POSTERN_ROOT}/client/rtos/tfm_ns_interface_rtos.c")
  endif()
  set(${result} "${sources}" PARENT_SCOPE)
endfunction()

# The IPC backend's table of traps is compiled last: it contains the calls that the linked partitions make.
function(_postern_build_entries image result)
  set(${result} PARENT_SCOPE)
  if(POSTERN_BACKEND STREQUAL "sfn")
    return()
  endif()
  set(header "${IMAGE_GENERATED}/calls_made.hpp")
  add_custom_command(
    OUTPUT "${header}"
    COMMAND "${POSTERN_COMMAND}" link calls ${ARGN} --output "${header}"
    DEPENDS ${ARGN} "${POSTERN_COMMAND}"
    VERBATIM)
  _postern_build_kernel(${image}.spm_entries "${POSTERN_ROOT}/spm/ipc/enter.cpp" "${header}")
  set(${result} $<TARGET_OBJECTS:${image}.spm_entries> PARENT_SCOPE)
endfunction()

# The definitions for partitions: the image's own, and the options that it does not set itself.
function(_postern_partition_defines result)
  set(defines ${ARGN})
  if(NOT "${defines}" MATCHES "(^|;)TFM_PARTITION_LOG_LEVEL=")
    list(APPEND defines "TFM_PARTITION_LOG_LEVEL=${TFM_PARTITION_LOG_LEVEL}")
  endif()
  foreach(header IN ITEMS TARGET_CONFIG_HEADER_FILE PROJECT_CONFIG_HEADER_FILE)
    if(${header} AND NOT "${defines}" MATCHES "(^|;)${header}=")
      cmake_path(ABSOLUTE_PATH ${header} BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE path)
      list(APPEND defines "${header}=\"${path}\"")
    endif()
  endforeach()
  set(${result} "${defines}" PARENT_SCOPE)
endfunction()

# Every partition of an image must have been declared by now. Sets the variables that postern_build_image() uses.
function(_postern_build_images)
  _postern_restore_variables()
  _postern_check_names()
  get_property(images GLOBAL PROPERTY POSTERN_IMAGES)
  foreach(image IN LISTS images)
    foreach(property IN ITEMS MANIFEST_LISTS NS_SOURCES NS_INCLUDES NS_LIBRARIES DEFINES NS_INTERFACE SECURE_SYMBOLS
                             SERVICE_CLIENT SERVICE_HEADERS SERVICE_LIBRARY_INCLUDES SERVICE_BOOT_SOURCES
                             SERVICE_BOOT_NAMES)
      get_property(IMAGE_${property} GLOBAL PROPERTY POSTERN_IMAGE_${image}_${property})
    endforeach()
    _postern_partition_defines(IMAGE_PARTITION_DEFINES ${IMAGE_DEFINES})
    set(IMAGE_DIRECTORY "${CMAKE_BINARY_DIR}/${image}")
    set(IMAGE_GENERATED "${IMAGE_DIRECTORY}/generated")
    _postern_service_includes(IMAGE_SERVICE_INCLUDES)
    _postern_add_service_clients(${image} partition IMAGE_PARTITION_SERVICES ${POSTERN_COMPILE})
    _postern_add_service_clients(${image} non_secure IMAGE_NS_SERVICES ${POSTERN_NS_COMPILE})
    include("${IMAGE_GENERATED}/partitions.cmake")
    foreach(name IN LISTS POSTERN_PARTITIONS)
      get_property(declared GLOBAL PROPERTY POSTERN_${name}_SOURCES SET)
      if(NOT declared)
        message(FATAL_ERROR "The image ${image} contains the partition ${name}, but no postern_add_partition(${name} "
                            "SOURCES ...) declares its sources.")
      endif()
      foreach(property IN ITEMS SOURCES INCLUDES LIBRARIES DEFINES OPTIONS)
        get_property(PARTITION_${name}_${property} GLOBAL PROPERTY POSTERN_${name}_${property})
      endforeach()
    endforeach()
    postern_build_image(${image})
    if(COMMAND _postern_install_image AND NOT POSTERN_TESTS AND NOT POSTERN_BENCH)
      _postern_install_image(${image})
    endif()
  endforeach()
endfunction()

_postern_save_variables()
cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _postern_build_images)
