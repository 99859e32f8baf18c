# SPDX-License-Identifier: Apache-2.0

# Images as host programs: the SPM, one linked object for each partition and one for the non-secure program, in one ELF
# file. Everything is compiled for AddressSanitizer and UndefinedBehaviorSanitizer.
#
# The generated tables contain addresses as constants, so the program is linked for a fixed address.

set(POSTERN_PORT "${POSTERN_ROOT}/port/host")
set(POSTERN_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all)
set(POSTERN_COMPILE -O1 -g -fno-pie -fno-omit-frame-pointer -ffunction-sections -fdata-sections -fno-common
                    -fno-stack-protector ${POSTERN_SANITIZERS}
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-threadsafe-statics>
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-use-cxa-atexit>)

set(POSTERN_NS_COMPILE ${POSTERN_COMPILE})  # for the services' functions in the non-secure program

file(GLOB POSTERN_KERNEL_SOURCES CONFIGURE_DEPENDS "${POSTERN_ROOT}/spm/*.cpp" "${POSTERN_ROOT}/spm/calls/*.cpp"
     "${POSTERN_ROOT}/spm/${POSTERN_BACKEND}/*.cpp")
list(FILTER POSTERN_KERNEL_SOURCES EXCLUDE REGEX "/ipc/enter\\.cpp$")
file(GLOB POSTERN_PORT_SOURCES CONFIGURE_DEPENDS "${POSTERN_PORT}/*.cpp")
list(FILTER POSTERN_PORT_SOURCES EXCLUDE REGEX "/trap_[a-z]+\\.cpp$")
list(APPEND POSTERN_PORT_SOURCES "${POSTERN_PORT}/trap_${POSTERN_BACKEND}.cpp")

# The names that a linked object may leave undefined: those of the C library, which a device's partition contains, and
# those that the sanitizers add to every function.
function(_postern_library_symbols result)
  set(names)
  foreach(library IN ITEMS libc.so.6 libm.so.6 libasan.so libubsan.so)
    execute_process(COMMAND "${CMAKE_C_COMPILER}" -print-file-name=${library} OUTPUT_VARIABLE path
                    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    set(beginnings)
    if(library MATCHES "^lib(a|ub)san")
      set(beginnings --beginning __asan_ __ubsan_ __sanitizer_)
    endif()
    execute_process(COMMAND "${POSTERN_COMMAND}" link exports "${path}" ${beginnings} OUTPUT_VARIABLE symbols
                    COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL "[^\n]+" symbols "${symbols}")
    list(APPEND names ${symbols})
  endforeach()
  list(REMOVE_DUPLICATES names)
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

# Writes the file of names that `postern link undefined` accepts.
function(_postern_write_allowed file)
  list(JOIN ARGN "\n" text)
  file(GENERATE OUTPUT "${file}" CONTENT "${text}\n")
endfunction()

_postern_library_symbols(POSTERN_LIBRARY_SYMBOLS)
set(POSTERN_RAISE_SYMBOLS postern_raise postern_raise_at_gate postern_raise_when_idle)
set(POSTERN_ALLOWED_PARTITION "${CMAKE_BINARY_DIR}/partition_symbols.txt")
set(POSTERN_ALLOWED_NON_SECURE "${CMAKE_BINARY_DIR}/non_secure_symbols.txt")
file(STRINGS "${POSTERN_CALLS}" _api)
if(POSTERN_BACKEND STREQUAL "ipc")
  set(_api postern_trap)
endif()
set(_library ${POSTERN_LIBRARY_SYMBOLS})
list(REMOVE_ITEM _library malloc calloc realloc free)  # a partition has its own (runtime/heap.c, runtime/no_heap.c)
_postern_write_allowed("${POSTERN_ALLOWED_PARTITION}" ${_library} ${POSTERN_RAISE_SYMBOLS} ${_api})
_postern_write_allowed("${POSTERN_ALLOWED_NON_SECURE}" ${POSTERN_LIBRARY_SYMBOLS} ${POSTERN_RAISE_SYMBOLS}
                       tfm_psa_framework_version_veneer tfm_psa_version_veneer tfm_psa_connect_veneer
                       tfm_psa_call_veneer tfm_psa_close_veneer postern_in_non_secure_handler postern_set_handler tfm_nsce_init
                       tfm_nsce_acquire_ctx tfm_nsce_release_ctx tfm_nsce_load_ctx tfm_nsce_save_ctx)

# Links `objects` into `object`, in sections whose names begin with `prefix`. Only the exports (local=global) stay global.
function(_postern_finish_object image objects prefix script object allowed)
  set(roots)
  set(renames)
  foreach(export IN LISTS ARGN)
    string(REGEX MATCH "^([^=]+)=(.+)$" matched "${export}")
    list(APPEND roots "-Wl,-u,${CMAKE_MATCH_1}")
    list(APPEND renames "--redefine-sym=${export}" "--keep-global-symbol=${CMAKE_MATCH_2}")
  endforeach()
  string(REGEX REPLACE "^partition\\." "" name "${prefix}")
  set(owner "the non-secure program")
  if(NOT name STREQUAL prefix)
    set(owner "partition ${name}")
  endif()
  cmake_path(GET object PARENT_PATH directory)
  set(link "${CMAKE_C_COMPILER}" -r -nostdlib -flinker-output=nolto-rel)
  add_custom_command(
    OUTPUT "${object}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${directory}"
    COMMAND "${POSTERN_COMMAND}" link script ${objects} --output "${object}.collected.ld"
    COMMAND ${link} -Wl,--gc-sections -Wl,--unique ${roots} -T "${object}.collected.ld" -Wl,-Map,${object}.collected.map
            -o "${object}.collected" ${objects}
    COMMAND "${POSTERN_COMMAND}" link place "${object}.collected" --map "${object}.collected.map" --owner ${owner}
            --prefix .${prefix} --host
    COMMAND ${link} -Wl,--orphan-handling=error -T "${script}" -o "${object}.linked" "${object}.collected"
    COMMAND "${POSTERN_COMMAND}" link undefined "${object}.linked" --nulls "${object}.nulls" --owner ${owner} --allowed "${allowed}"
            --other $<TARGET_OBJECTS:${image}.spm>
    COMMAND "${CMAKE_OBJCOPY}" "--redefine-syms=${object}.nulls" ${renames} "${object}.linked" "${object}"
    DEPENDS ${objects} "${script}" "${allowed}" "${POSTERN_COMMAND}"
    COMMENT "Linking ${name} of ${image}"
    COMMAND_EXPAND_LISTS VERBATIM)
  set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
endfunction()

# A compiled library has no sanitizers and may not run on a fibre, so a test with one would show little.
function(_postern_refuse_libraries owner)
  if(ARGN)
    message(FATAL_ERROR "${owner} has libraries (${ARGN}); the platform host takes sources only.")
  endif()
endfunction()

# One object file, <image>/partitions/<name>.o
function(_postern_build_partition image name)
  _postern_refuse_libraries(${name} ${PARTITION_${name}_LIBRARIES})
  _postern_compile_partition(${image} ${name} objects)
  _postern_service_archive("${IMAGE_PARTITION_SERVICES}" archive)
  list(APPEND objects ${archive})
  _postern_finish_object(${image} "${objects}" partition.${name} "${IMAGE_GENERATED}/partitions/${name}/partition.ld"
                         "${IMAGE_DIRECTORY}/partitions/${name}.o"
                         "${POSTERN_ALLOWED_PARTITION}" ${POSTERN_${name}_EXPORTS})
endfunction()

function(_postern_build_kernel target)
  add_library(${target} OBJECT ${ARGN})
  target_compile_features(${target} PRIVATE cxx_std_23)
  target_include_directories(${target} PRIVATE "${POSTERN_ROOT}" "${POSTERN_ROOT}/include" "${POSTERN_PORT}"
                             "${IMAGE_GENERATED}/include" "${IMAGE_GENERATED}")
  target_compile_options(${target} PRIVATE ${POSTERN_COMPILE} ${POSTERN_WARNINGS})
endfunction()

# The non-secure program, without a device's startup code (ns_start.c): the port calls its main().
function(_postern_build_non_secure image)
  _postern_refuse_libraries(${image} ${IMAGE_NS_LIBRARIES})
  set(target ${image}.non_secure)
  _postern_client_sources(client)
  list(FILTER client EXCLUDE REGEX "/ns_start\\.c$")
  add_library(${target} OBJECT ${IMAGE_NS_SOURCES} ${client})
  target_compile_features(${target} PRIVATE c_std_11)
  target_include_directories(${target} PRIVATE ${IMAGE_NS_INCLUDES} "${IMAGE_GENERATED}/include"
                             "${POSTERN_ROOT}/include" "${POSTERN_ROOT}/client/platform" "${POSTERN_PORT}" ${IMAGE_SERVICE_INCLUDES})
  target_compile_definitions(${target} PRIVATE ${IMAGE_DEFINES})
  target_compile_options(${target} PRIVATE ${POSTERN_COMPILE})
  _postern_is_ours("${IMAGE_NS_SOURCES}" ours)
  if(ours)
    target_compile_options(${target} PRIVATE ${POSTERN_WARNINGS})
  endif()
  _postern_service_archive("${IMAGE_NS_SERVICES}" archive)
  _postern_finish_object(${image} "$<TARGET_OBJECTS:${target}>;${archive}" non_secure "${IMAGE_GENERATED}/non_secure.ld"
                         "${IMAGE_DIRECTORY}/non_secure.o" "${POSTERN_ALLOWED_NON_SECURE}"
                         ns_run=non_secure.main)
endfunction()

function(postern_build_image image)
  _postern_build_kernel(${image}.spm ${POSTERN_KERNEL_SOURCES} ${POSTERN_PORT_SOURCES})
  _postern_compile_together(${image}.spm kernel ${POSTERN_KERNEL_SOURCES} ${POSTERN_PORT_SOURCES})
  set(objects)
  foreach(name IN LISTS POSTERN_PARTITIONS)
    _postern_build_partition(${image} ${name})
    list(APPEND objects "${IMAGE_DIRECTORY}/partitions/${name}.o")
  endforeach()
  _postern_build_entries(${image} entries ${objects})
  _postern_build_non_secure(${image})
  set(script "${IMAGE_GENERATED}/image.ld")

  add_executable(${image} $<TARGET_OBJECTS:${image}.spm> ${entries} ${objects} "${IMAGE_DIRECTORY}/non_secure.o")
  set_target_properties(${image} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${IMAGE_DIRECTORY}" LINK_DEPENDS "${script}"
                        LINKER_LANGUAGE CXX)
  target_link_options(${image} PRIVATE -no-pie ${POSTERN_SANITIZERS} -T "${script}" -Wl,--fatal-warnings
                      -Wl,-Map,${IMAGE_DIRECTORY}/${image}.map)
endfunction()
