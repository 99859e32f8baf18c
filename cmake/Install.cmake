# SPDX-License-Identifier: Apache-2.0

# What `cmake --install` writes of an image: all that a non-secure project needs of it, under the names that TF-M's
# non-secure projects expect (doc/integration.md). A build with several images writes a folder for each.

function(_postern_install_image image)
  set(to .)
  get_property(images GLOBAL PROPERTY POSTERN_IMAGES)
  list(LENGTH images count)
  if(count GREATER 1)
    set(to "${image}")
  endif()

  install(PROGRAMS "$<TARGET_FILE:${image}_s>" DESTINATION "${to}/bin" RENAME tfm_s.elf)
  foreach(format IN ITEMS binary:bin ihex:hex)
    string(REGEX MATCH "^(.+):(.+)$" matched "${format}")
    install(CODE "execute_process(COMMAND \"${CMAKE_OBJCOPY}\" -O ${CMAKE_MATCH_1} \"$<TARGET_FILE:${image}_s>\"
      \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${to}/bin/tfm_s.${CMAKE_MATCH_2}\" COMMAND_ERROR_IS_FATAL ANY)")
  endforeach()

  install(FILES "${IMAGE_DIRECTORY}/${image}_s.spdx" DESTINATION "${to}/bin" RENAME tfm_s.spdx)

  set(include "${POSTERN_ROOT}/include")
  install(FILES "${include}/psa/client.h" "${include}/psa/error.h" "${IMAGE_GENERATED}/include/psa/framework_feature.h"
          DESTINATION "${to}/interface/include/psa")
  install(FILES "${IMAGE_GENERATED}/include/psa_manifest/sid.h" DESTINATION "${to}/interface/include/psa_manifest")
  install(DIRECTORY "${include}/os_wrapper" DESTINATION "${to}/interface/include")
  install(FILES "${include}/tfm_ns_interface.h" "${include}/tfm_ns_client_ext.h" "${include}/tfm_psa_call_pack.h"
                "${include}/tfm_veneers.h" DESTINATION "${to}/interface/include")
  set(client "${POSTERN_ROOT}/client")
  install(FILES "${client}/psa_client.c" DESTINATION "${to}/interface/src" RENAME tfm_tz_psa_ns_api.c)
  install(FILES "${client}/tfm_ns_interface_bare.c" DESTINATION "${to}/interface/src/os_wrapper"
          RENAME tfm_ns_interface_bare_metal.c)
  install(FILES "${client}/rtos/tfm_ns_interface_rtos.c" DESTINATION "${to}/interface/src/os_wrapper")
  install(FILES "${IMAGE_DIRECTORY}/${image}_gates.o" DESTINATION "${to}/interface/lib" RENAME s_veneers.o)

  install(FILES "${include}/config_tfm.h" "${IMAGE_GENERATED}/include/config_impl.h" DESTINATION "${to}/config")
  install(FILES "${client}/ns_start.c" "${client}/platform/ns_platform.h" "${IMAGE_GENERATED}/include/ns_board.h"
                "${IMAGE_GENERATED}/ns.ld" DESTINATION "${to}/platform")
  _postern_install_services(${image} "${to}")
  install(FILES "${POSTERN_NS_PLATFORM}" DESTINATION "${to}/platform" RENAME ns_platform.c)

  set(templates "${POSTERN_ROOT}/cmake/api_ns")
  configure_file("${templates}/spe_config.cmake.in" "${IMAGE_DIRECTORY}/spe_config.cmake" @ONLY)
  install(FILES "${IMAGE_DIRECTORY}/spe_config.cmake" "${templates}/spe_export.cmake" DESTINATION "${to}/cmake")
  file(CONFIGURE OUTPUT "${IMAGE_DIRECTORY}/Processor.cmake" @ONLY
       CONTENT "# The flags that the secure image was built with.\nset(POSTERN_PROCESSOR_FLAGS \"@POSTERN_PROCESSOR_FLAGS@\")\n")
  install(FILES "${IMAGE_DIRECTORY}/Processor.cmake" DESTINATION "${to}/cmake")
  set(toolchain "${CMAKE_TOOLCHAIN_FILE}")
  if(POSTERN_LINKER)  # what clang compiles fits what GNU Arm compiles
    set(toolchain "${POSTERN_ROOT}/cmake/toolchain-armv8m.cmake")
  endif()
  install(FILES "${toolchain}" DESTINATION "${to}/cmake" RENAME toolchain_ns_GNUARM.cmake)
  install(FILES "${templates}/spe.cmake" DESTINATION "${to}" RENAME CMakeLists.txt)
endfunction()
