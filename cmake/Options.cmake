# The options of a build, checked before anything is built. An invalid value, or two values that exclude each other,
# stop the configuration with a message that names the valid ones (CFG-50).

function(_postern_reject_obsolete name replacement)
  if(DEFINED ${name})
    message(FATAL_ERROR "${name} is an option of old versions; use ${replacement} instead.")
  endif()
endfunction()

_postern_reject_obsolete(TFM_LVL "-DTFM_ISOLATION_LEVEL=${TFM_LVL}")
_postern_reject_obsolete(TFM_PSA_API "-DCONFIG_TFM_SPM_BACKEND=IPC (or SFN)")
_postern_reject_obsolete(TFM_LIB_MODEL "-DCONFIG_TFM_SPM_BACKEND=SFN")

function(_postern_check_choice name)
  if(NOT "${${name}}" IN_LIST ARGN)
    list(JOIN ARGN ", " valid)
    message(FATAL_ERROR "${name} is \"${${name}}\"; valid: ${valid}.")
  endif()
endfunction()

# A platform is a directory with a board.yaml.
file(GLOB_RECURSE _boards RELATIVE "${CMAKE_CURRENT_LIST_DIR}/../board" "${CMAKE_CURRENT_LIST_DIR}/../board/board.yaml"
     "${CMAKE_CURRENT_LIST_DIR}/../board/*/board.yaml")
list(TRANSFORM _boards REPLACE "/board.yaml$" "" OUTPUT_VARIABLE POSTERN_PLATFORMS)

set(TFM_PLATFORM "" CACHE STRING "The board to build for")
if(TFM_PLATFORM STREQUAL "")
  list(JOIN POSTERN_PLATFORMS ", " _valid)
  message(FATAL_ERROR "TFM_PLATFORM is not set; valid: ${_valid}. For example: -DTFM_PLATFORM=arm/mps2/an521")
endif()
_postern_check_choice(TFM_PLATFORM ${POSTERN_PLATFORMS})

set(CONFIG_TFM_SPM_BACKEND "IPC" CACHE STRING "IPC: a thread for each partition; SFN: one thread, calls are function calls")
_postern_check_choice(CONFIG_TFM_SPM_BACKEND IPC SFN)

set(TFM_ISOLATION_LEVEL 1 CACHE STRING "Isolation level")
_postern_check_choice(TFM_ISOLATION_LEVEL 1 2 3)
if(CONFIG_TFM_SPM_BACKEND STREQUAL "SFN" AND TFM_ISOLATION_LEVEL GREATER 1)
  message(FATAL_ERROR "CONFIG_TFM_SPM_BACKEND=SFN and TFM_ISOLATION_LEVEL=${TFM_ISOLATION_LEVEL} exclude each other: "
                      "the SFN backend has isolation level 1 only. Use CONFIG_TFM_SPM_BACKEND=IPC or "
                      "TFM_ISOLATION_LEVEL=1.")
endif()

set(TFM_SPM_LOG_LEVEL "LOG_LEVEL_ERROR" CACHE STRING "What the SPM writes to the secure log")
_postern_check_choice(TFM_SPM_LOG_LEVEL LOG_LEVEL_NONE LOG_LEVEL_ERROR LOG_LEVEL_NOTICE LOG_LEVEL_WARNING
                      LOG_LEVEL_INFO LOG_LEVEL_VERBOSE)

set(CONFIG_TFM_CONN_HANDLE_MAX_NUM 8 CACHE STRING "Connections that can exist at the same time")
if(NOT CONFIG_TFM_CONN_HANDLE_MAX_NUM MATCHES "^[1-9][0-9]*$")
  message(FATAL_ERROR "CONFIG_TFM_CONN_HANDLE_MAX_NUM is \"${CONFIG_TFM_CONN_HANDLE_MAX_NUM}\"; "
                      "a whole number of at least 1 is expected.")
endif()

set(TFM_PARTITION_LOG_LEVEL "LOG_LEVEL_NONE" CACHE STRING "What partitions write to the secure log (tfm_log_unpriv.h)")
_postern_check_choice(TFM_PARTITION_LOG_LEVEL LOG_LEVEL_NONE LOG_LEVEL_ERROR LOG_LEVEL_NOTICE LOG_LEVEL_WARNING
                      LOG_LEVEL_INFO LOG_LEVEL_VERBOSE)

# A platform's and a project's header of component options, which come before the defaults of config_tfm.h.
set(TARGET_CONFIG_HEADER_FILE "" CACHE FILEPATH "A platform's header of component options")
set(PROJECT_CONFIG_HEADER_FILE "" CACHE FILEPATH "A project's header of component options")
foreach(_header IN ITEMS TARGET_CONFIG_HEADER_FILE PROJECT_CONFIG_HEADER_FILE)
  if(${_header})
    cmake_path(ABSOLUTE_PATH ${_header} BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _path)
    if(NOT EXISTS "${_path}")
      message(FATAL_ERROR "${_header} is \"${${_header}}\", which does not exist.")
    endif()
  endif()
endforeach()

option(CONFIG_TFM_HALT_ON_CORE_PANIC "After a panic, halt instead of reset" OFF)
option(PSA_FRAMEWORK_HAS_MM_IOVEC "Services can map the vectors of a call (the manifest must ask for it too)" OFF)
option(CONFIG_TFM_SCHEDULE_WHEN_NS_INTERRUPTED "A secure interrupt over non-secure code lets its owner run at once" OFF)
option(POSTERN_SOFTWARE_INTERRUPTS "Partitions can pend interrupts themselves, to try services without their device" OFF)
option(POSTERN_BOOT_SELF_TEST "Try the memory protection at boot; a board that fails stays stopped" ON)
option(POSTERN_TESTS "Build the images of this tree's tests, and register them with CTest" OFF)
option(POSTERN_BENCH "Build what ./run bench measures, and only that" OFF)
option(TFM_NS_MANAGE_NSID "The non-secure kernel tells which client calls (tfm_ns_client_ext.h)" OFF)
set(TFM_EXTRA_MANIFEST_LIST_FILES "" CACHE STRING "Manifest lists from outside the tree, for the demo image")
set(TFM_EXTRA_PARTITION_PATHS "" CACHE STRING "Directories that declare partitions from outside the tree")
set(POSTERN_EXTRA_BOARD_FILES "" CACHE STRING "YAML files that add devices and interrupt names to the board's")
set(POSTERN_TOOL "" CACHE FILEPATH "The postern command to use; if unset, it is built from tool/")

include("${CMAKE_CURRENT_LIST_DIR}/Processor.cmake")

# Floating point and vectors (CFG-17 to CFG-22).
if(POSTERN_FP AND TFM_PLATFORM STREQUAL "host")
  message(FATAL_ERROR "CONFIG_TFM_ENABLE_FP and CONFIG_TFM_ENABLE_MVE are for boards: on the host, programs use floating "
                      "point without an option. Leave them out.")
endif()
foreach(_needed IN ITEMS CONFIG_TFM_ENABLE_FP CONFIG_TFM_ENABLE_CP10CP11)
  if(${_needed} AND NOT _fact_fpu)
    message(FATAL_ERROR "${_needed}=ON is not possible on ${TFM_PLATFORM}, whose board.yaml states no `fpu: true`. "
                        "Use ${_needed}=OFF.")
  endif()
endforeach()
if(CONFIG_TFM_ENABLE_MVE AND NOT _fact_mve)
  message(FATAL_ERROR "CONFIG_TFM_ENABLE_MVE=ON is not possible on ${TFM_PLATFORM}, whose board.yaml states no "
                      "`mve: true`. Use CONFIG_TFM_ENABLE_MVE=OFF.")
endif()
if(CONFIG_TFM_ENABLE_MVE_FP AND NOT (CONFIG_TFM_ENABLE_MVE AND CONFIG_TFM_ENABLE_FP))
  message(FATAL_ERROR "CONFIG_TFM_ENABLE_MVE_FP=ON needs CONFIG_TFM_ENABLE_MVE=ON and CONFIG_TFM_ENABLE_FP=ON.")
endif()
if(CONFIG_TFM_DISABLE_CP10CP11)
  foreach(_excluded IN ITEMS CONFIG_TFM_ENABLE_FP CONFIG_TFM_ENABLE_MVE CONFIG_TFM_ENABLE_CP10CP11)
    if(${_excluded})
      message(FATAL_ERROR "CONFIG_TFM_DISABLE_CP10CP11=ON and ${_excluded}=ON exclude each other: the first forbids the "
                          "FPU to all code. Set one of them OFF.")
    endif()
  endforeach()
endif()
if(POSTERN_FP AND NOT CONFIG_TFM_ENABLE_CP10CP11)
  message(FATAL_ERROR "CONFIG_TFM_ENABLE_FP=ON and CONFIG_TFM_ENABLE_MVE=ON need CONFIG_TFM_ENABLE_CP10CP11=ON, which is "
                      "the default.")
endif()
if(CONFIG_TFM_LAZY_STACKING AND NOT POSTERN_FP)
  message(FATAL_ERROR "CONFIG_TFM_LAZY_STACKING=ON needs CONFIG_TFM_ENABLE_FP=ON or CONFIG_TFM_ENABLE_MVE=ON.")
endif()

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE MinSizeRel CACHE STRING "Kind of build" FORCE)
endif()
