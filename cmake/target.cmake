# SPDX-License-Identifier: Apache-2.0

# Images for an Armv8-M board: the secure ELF file, linked from the SPM and one linked object for each partition, and
# the non-secure ELF file, linked against the gates of the secure one.

set(POSTERN_PORT "${POSTERN_ROOT}/port/armv8m")
# The same sources make the same image, byte for byte, wherever they are: debug information and assert() name files from
# these folders on. Of folders inside each other, the last one counts. A source is named relative to a build folder
# inside the tree, so that folder keeps its place.
set(POSTERN_FOLDERS)
set(_build build)
cmake_path(IS_PREFIX CMAKE_SOURCE_DIR "${CMAKE_BINARY_DIR}" _is_inside)
if(_is_inside)
  cmake_path(RELATIVE_PATH CMAKE_BINARY_DIR BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE _build)
endif()
foreach(_name IN ITEMS "${POSTERN_ROOT}=." "${CMAKE_SOURCE_DIR}=." "${CMAKE_BINARY_DIR}=${_build}")
  list(APPEND POSTERN_FOLDERS "-ffile-prefix-map=${_name}")
  if(CMAKE_ASM_COMPILER_ID STREQUAL "GNU")  # clang applies the first option to assembler too
    list(APPEND POSTERN_FOLDERS "$<$<COMPILE_LANGUAGE:ASM>:-Wa,--debug-prefix-map=${_name}>")
  endif()
endforeach()
set(POSTERN_COMPILE -g ${POSTERN_FOLDERS} -ffreestanding -ffunction-sections -fdata-sections -fno-common
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-threadsafe-statics>
                    $<$<COMPILE_LANGUAGE:CXX>:-fno-use-cxa-atexit>)
# What each compiler calls the same: code without the FPU, the kernel compiled as a whole (a call runs through many small
# functions of different files), loops of memcpy() and the others that do not become calls of the same functions. What
# clang compiles is linked by GNU Arm, which cannot link what clang would compile at the link.
set(POSTERN_LINK_WITHOUT_FPU -mgeneral-regs-only -mfloat-abi=soft)
if(CMAKE_C_COMPILER_ID MATCHES "Clang")
  set(POSTERN_WITHOUT_FPU -mfpu=none -mfloat-abi=soft)
  set(POSTERN_WHOLE_KERNEL)
  set(POSTERN_LOOPS_STAY)  # -ffreestanding is enough
else()
  set(POSTERN_WITHOUT_FPU ${POSTERN_LINK_WITHOUT_FPU})
  set(POSTERN_WHOLE_KERNEL $<$<NOT:$<CONFIG:Debug>>:-flto>)
  set(POSTERN_LOOPS_STAY -fno-tree-loop-distribute-patterns)
endif()
# The kernel uses no FPU; partitions only if they may. No float passes between them, so their ABIs fit: a linked partition
# does not tell its own.
set(POSTERN_PARTITION_ABI)
if(POSTERN_FP)
  set(POSTERN_PARTITION_ABI --remove-section=.ARM.attributes)
else()
  list(APPEND POSTERN_COMPILE ${POSTERN_WITHOUT_FPU})
endif()
set_source_files_properties("${POSTERN_ROOT}/runtime/string.c" DIRECTORY "${CMAKE_SOURCE_DIR}"
                            PROPERTIES COMPILE_OPTIONS "${POSTERN_LOOPS_STAY}")

file(GLOB POSTERN_KERNEL_SOURCES CONFIGURE_DEPENDS "${POSTERN_ROOT}/spm/*.cpp" "${POSTERN_ROOT}/spm/calls/*.cpp"
     "${POSTERN_ROOT}/spm/${POSTERN_BACKEND}/*.cpp")
list(FILTER POSTERN_KERNEL_SOURCES EXCLUDE REGEX "/ipc/enter\\.cpp$")
file(GLOB POSTERN_PORT_SOURCES CONFIGURE_DEPENDS "${POSTERN_PORT}/*.cpp")
list(APPEND POSTERN_PORT_SOURCES "${POSTERN_PORT}/exceptions.S" "${POSTERN_PORT}/row_fault.S"
     "${POSTERN_PORT}/mapped_fault.S" "${POSTERN_PORT}/non_secure.S" "${POSTERN_PORT}/trap_${POSTERN_BACKEND}.S"
     "${POSTERN_PORT}/gates_${POSTERN_BACKEND}.S" "${POSTERN_PORT}/board_text.S")
set(_layout "${POSTERN_LAYOUT_FILE}")
if(NOT _layout)
  set(_layout "${CMAKE_BINARY_DIR}/no_layout.yaml")
  file(TOUCH "${_layout}")
endif()
set_source_files_properties("${POSTERN_PORT}/board_text.S" DIRECTORY "${CMAKE_SOURCE_DIR}" PROPERTIES
                            COMPILE_DEFINITIONS "POSTERN_BOARD_TEXT=\"${POSTERN_BOARD}/board.yaml\";POSTERN_LAYOUT_TEXT=\"${_layout}\""
                            OBJECT_DEPENDS "${POSTERN_BOARD}/board.yaml;${_layout}")
# A board is data; the code for its security controller and its UART is common.
file(GLOB POSTERN_BOARD_SOURCES CONFIGURE_DEPENDS "${POSTERN_BOARD}/*.cpp" "${POSTERN_ROOT}/board/arm/common/*.cpp")

# For the services' functions in the non-secure program.
set(POSTERN_NS_COMPILE ${POSTERN_FOLDERS})

# Of runtime/, for each partition and for all of them.
set(POSTERN_RUNTIME string)
set(POSTERN_SHARED_RUNTIME libc)

# One object file, <image>/partitions/<name>.o, in which only the entry points are global.
function(_postern_build_partition image name)
  set(target ${image}.${name})
  _postern_compile_partition(${image} ${name} objects)
  set(script "${IMAGE_GENERATED}/partitions/${name}/partition.ld")

  set(roots)
  set(renames)
  foreach(export IN LISTS POSTERN_${name}_EXPORTS)
    string(REGEX MATCH "^([^=]+)=(.+)$" matched "${export}")
    list(APPEND roots "-Wl,-u,${CMAKE_MATCH_1}")
    list(APPEND renames "--redefine-sym=${export}" "--keep-global-symbol=${CMAKE_MATCH_2}")
  endforeach()
  foreach(written IN LISTS IMAGE_SERVICE_BOOT_NAMES)
    list(APPEND renames "--redefine-sym=${written}=${name}.${written}" "--keep-global-symbol=${name}.${written}")
  endforeach()
  # The linker keeps names that only dropped functions called; each would keep its part of the kernel in the image.
  set(allowed)
  set(allowed_names)
  set(strip)
  if(POSTERN_BACKEND STREQUAL "sfn")
    set(allowed "${POSTERN_CALLS}")
    set(strip "--strip-unneeded-symbols=${allowed}")
    set(allowed_names --allowed "${allowed}")
  endif()

  _postern_library_files(libraries flags ${PARTITION_${name}_LIBRARIES} ${IMAGE_PARTITION_SERVICES})
  target_link_libraries(${target} PRIVATE ${PARTITION_${name}_LIBRARIES})

  # Objects that may define a stray name.
  set(others)
  foreach(other IN LISTS POSTERN_PARTITIONS)
    if(NOT other STREQUAL name)
      list(APPEND others $<TARGET_OBJECTS:${image}.${other}>)
    endif()
  endforeach()

  set(object "${IMAGE_DIRECTORY}/partitions/${name}.o")
  # Code that is to be optimised at the link becomes machine code here, so partitions are not mixed with one another.
  set(link ${POSTERN_LINK} -r -nostdlib -flinker-output=nolto-rel)
  add_custom_command(
    OUTPUT "${object}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${IMAGE_DIRECTORY}/partitions"
    COMMAND "${POSTERN_COMMAND}" link script ${objects} ${libraries} --output "${object}.collected.ld"
    COMMAND ${link} -Wl,--gc-sections -Wl,--unique ${roots} -T "${object}.collected.ld" -Wl,-Map,${object}.collected.map
            -o "${object}.collected" ${objects} -Wl,--start-group ${libraries} ${flags} -lc_nano -lgcc -Wl,--end-group
    COMMAND "${POSTERN_COMMAND}" link place "${object}.collected" --map "${object}.collected.map" --owner "partition ${name}"
            --prefix .partition.${name}
    COMMAND ${link} -Wl,--orphan-handling=error -T "${script}" -o "${object}.linked" "${object}.collected"
    COMMAND "${POSTERN_COMMAND}" link undefined "${object}.linked" --nulls "${object}.nulls" --owner "partition ${name}"
            ${allowed_names} --other $<TARGET_OBJECTS:${image}.spm> ${others}
    COMMAND "${CMAKE_OBJCOPY}" "--redefine-syms=${object}.nulls" ${renames} ${strip} ${POSTERN_PARTITION_ABI} "${object}.linked" "${object}"
    DEPENDS ${objects} ${libraries} "${script}" ${allowed} "${POSTERN_COMMAND}"
    COMMENT "Linking the partition ${name} of ${image}"
    COMMAND_EXPAND_LISTS VERBATIM)
endfunction()

function(_postern_build_kernel target)
  add_library(${target} OBJECT ${ARGN})
  target_compile_features(${target} PRIVATE c_std_11 cxx_std_23)
  target_include_directories(${target} PRIVATE "${POSTERN_ROOT}" "${POSTERN_ROOT}/include" "${POSTERN_PORT}"
                             "${POSTERN_BOARD}" "${IMAGE_GENERATED}/include" "${IMAGE_GENERATED}")
  target_compile_options(${target} PRIVATE ${POSTERN_COMPILE} ${POSTERN_WITHOUT_FPU} -mcmse
                         $<$<COMPILE_LANGUAGE:CXX>:${POSTERN_WHOLE_KERNEL}>
                         $<$<COMPILE_LANGUAGE:C,CXX>:${POSTERN_WARNINGS}>)
endfunction()

# Links the non-secure image with a script of the secure image's symbols.
function(_postern_add_secure_symbols image)
  set(script "${IMAGE_DIRECTORY}/secure_symbols.ld")
  add_custom_command(
    OUTPUT "${script}"
    COMMAND "${POSTERN_COMMAND}" link symbols "$<TARGET_FILE:${image}_s>" --output "${script}"
    DEPENDS ${image}_s "${POSTERN_COMMAND}"
    VERBATIM)
  add_custom_target(${image}_symbols DEPENDS "${script}")
  add_dependencies(${image}_ns ${image}_symbols)
  set_property(TARGET ${image}_ns APPEND PROPERTY LINK_DEPENDS "${script}")
  target_link_options(${image}_ns PRIVATE "${script}")
endfunction()

# Of newlib; another library is not known.
function(_postern_c_library result)
  execute_process(COMMAND "${CMAKE_C_COMPILER}" -dM -E -x c -include newlib.h /dev/null OUTPUT_VARIABLE macros ERROR_QUIET)
  set(library "C-library NOASSERTION")
  if(macros MATCHES "#define _NEWLIB_VERSION \"([^\"]+)\"")
    set(library "newlib ${CMAKE_MATCH_1}")
  endif()
  set(${result} "${library}" PARENT_SCOPE)
endfunction()
_postern_c_library(POSTERN_C_LIBRARY)

# What the secure image is made of, <image>_s.spdx beside it: Sbom.cmake.
function(_postern_write_sbom image)
  set(input "${IMAGE_DIRECTORY}/${image}_s.spdx.cmake")
  set(text "set(SBOM_NAME [==[${image}]==])\nset(SBOM_VERSION ${POSTERN_VERSION})\nset(SBOM_BOARD [==[${TFM_PLATFORM}]==])
set(SBOM_BOARD_FILE [==[${POSTERN_BOARD}/board.yaml]==])\nset(SBOM_COMPILER [==[${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}]==])
set(SBOM_LIBRARY [==[${POSTERN_C_LIBRARY}]==])\nset(SBOM_ROOTS [==[${CMAKE_SOURCE_DIR};${POSTERN_ROOT};${CMAKE_BINARY_DIR}]==])
set(SBOM_PARTITIONS [==[${POSTERN_PARTITIONS}]==])\n")
  set(all)
  foreach(name IN LISTS POSTERN_PARTITIONS)
    _postern_library_files(libraries flags ${PARTITION_${name}_LIBRARIES})
    set(files ${PARTITION_${name}_SOURCES} ${libraries})
    string(APPEND text "set(SBOM_FILES_${name} [==[${files}]==])\n")
    list(APPEND all ${files})
  endforeach()
  file(GENERATE OUTPUT "${input}" CONTENT "${text}")
  add_custom_command(
    OUTPUT "${IMAGE_DIRECTORY}/${image}_s.spdx"
    COMMAND "${CMAKE_COMMAND}" "-DINPUT=${input}" "-DIMAGE=$<TARGET_FILE:${image}_s>"
            "-DOUTPUT=${IMAGE_DIRECTORY}/${image}_s.spdx" -P "${POSTERN_ROOT}/cmake/Sbom.cmake"
    DEPENDS ${image}_s "${input}" "${POSTERN_ROOT}/cmake/Sbom.cmake" "${POSTERN_BOARD}/board.yaml" ${all}
    VERBATIM)
  add_custom_target(${image}_sbom ALL DEPENDS "${IMAGE_DIRECTORY}/${image}_s.spdx")
endfunction()

function(postern_build_image image)
  separate_arguments(flags NATIVE_COMMAND "${CMAKE_C_FLAGS}")
  set(POSTERN_LINK "${CMAKE_C_COMPILER}" ${flags})
  if(POSTERN_LINKER)
    separate_arguments(POSTERN_LINK NATIVE_COMMAND "${POSTERN_LINKER}")
  endif()
  set(boot ${IMAGE_SERVICE_BOOT_SOURCES})
  if(NOT boot)
    set(boot "${POSTERN_PORT}/services/none.cpp")
  endif()
  _postern_build_kernel(${image}.spm ${POSTERN_KERNEL_SOURCES} ${POSTERN_PORT_SOURCES} ${POSTERN_BOARD_SOURCES} ${boot}
                        "${POSTERN_ROOT}/runtime/string.c")
  _postern_compile_together(${image}.spm kernel ${POSTERN_KERNEL_SOURCES} ${POSTERN_PORT_SOURCES} ${boot} ${POSTERN_BOARD_SOURCES})
  # On the SFN backend calls/ is a compilation of its own: together with the rest, a long copy costs two instructions more.
  if(POSTERN_BACKEND STREQUAL "sfn")
    set(calls ${POSTERN_KERNEL_SOURCES})
    list(FILTER calls INCLUDE REGEX "/spm/calls/")
    _postern_compile_together(${image}.spm calls ${calls})
  endif()
  set(objects)
  foreach(name IN LISTS POSTERN_PARTITIONS)
    _postern_build_partition(${image} ${name})
    list(APPEND objects "${IMAGE_DIRECTORY}/partitions/${name}.o")
  endforeach()
  _postern_build_entries(${image} entries ${objects})

  set(gates "${IMAGE_DIRECTORY}/${image}_gates.o")
  add_executable(${image}_s $<TARGET_OBJECTS:${image}.spm> ${entries} ${objects})
  set_source_files_properties(${objects} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
  set_target_properties(${image}_s PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${IMAGE_DIRECTORY}" SUFFIX .elf
                        LINK_DEPENDS "${IMAGE_GENERATED}/image.ld" LINKER_LANGUAGE C)
  set(folders ${POSTERN_FOLDERS})
  list(FILTER folders INCLUDE REGEX "^-f")
  target_link_options(${image}_s PRIVATE ${POSTERN_LINK_WITHOUT_FPU} ${folders} -nostdlib -ffunction-sections -Wl,--gc-sections -Wl,--no-warn-rwx-segments -Wl,--fatal-warnings
                      -Wl,--orphan-handling=error
                      ${POSTERN_WHOLE_KERNEL} -flto-partition=one
                      -T "${IMAGE_GENERATED}/image.ld" -Wl,-Map,${IMAGE_DIRECTORY}/${image}_s.map
                      -Wl,--cmse-implib -Wl,--out-implib=${gates})
  target_link_libraries(${image}_s PRIVATE gcc)
  # A stack that is too small: a warning, or an error that leaves the image out of date.
  add_custom_command(TARGET ${image}_s POST_BUILD VERBATIM
                     COMMAND "${POSTERN_COMMAND}" link stacks $<$<BOOL:${POSTERN_STRICT_STACKS}>:--error> $<TARGET_FILE:${image}_s> COMMAND_EXPAND_LISTS)

  _postern_client_sources(client)
  add_executable(${image}_ns ${IMAGE_NS_SOURCES} ${client})
  add_dependencies(${image}_ns ${image}_s)
  target_compile_features(${image}_ns PRIVATE c_std_11)
  target_include_directories(${image}_ns PRIVATE ${IMAGE_NS_INCLUDES} "${IMAGE_GENERATED}/include"
                             "${POSTERN_ROOT}/include" "${POSTERN_ROOT}/client/platform" "${POSTERN_BOARD}" ${IMAGE_SERVICE_INCLUDES})
  target_compile_definitions(${image}_ns PRIVATE ${IMAGE_DEFINES})
  target_compile_options(${image}_ns PRIVATE ${POSTERN_FOLDERS} -ffunction-sections -fdata-sections)
  _postern_is_ours("${IMAGE_NS_SOURCES}" ours)
  if(ours)
    target_compile_options(${image}_ns PRIVATE ${POSTERN_WARNINGS})
  endif()
  target_link_libraries(${image}_ns PRIVATE ${IMAGE_NS_LIBRARIES} ${IMAGE_NS_SERVICES})
  set_target_properties(${image}_ns PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${IMAGE_DIRECTORY}" SUFFIX .elf
                        LINK_DEPENDS "${IMAGE_GENERATED}/ns.ld;${IMAGE_DIRECTORY}/${image}_s.elf")
  target_link_options(${image}_ns PRIVATE -nostartfiles --specs=nano.specs -Wl,--gc-sections -Wl,--no-warn-rwx-segments
                      -Wl,--orphan-handling=error -T "${IMAGE_GENERATED}/ns.ld" -Wl,-Map,${IMAGE_DIRECTORY}/${image}_ns.map "${gates}")
  if(IMAGE_SECURE_SYMBOLS)
    _postern_add_secure_symbols(${image})
  endif()
  _postern_write_sbom(${image})
  add_custom_target(${image} DEPENDS ${image}_s ${image}_ns ${image}_sbom)
endfunction()
