# SPDX-License-Identifier: Apache-2.0

# The devices that suites give to partitions: those of the board that are for partitions, whichever these are.
#
#   test_devices(<result> <count>)
#       Sets <result> to so many devices of the board, always the same ones, and <result>_DEFINES to definitions for the
#       image: TEST_DEVICE_<n> and TEST_DEVICE_<n>_WORD, the address of each and of a register that keeps what is written.
include_guard(GLOBAL)

# The rest of the board's line for a device; empty when the board has no such device for partitions.
function(test_device_facts NAME result)
  file(STRINGS "${POSTERN_BOARD}/board.yaml" line REGEX "^  ${NAME}: {base: ")
  if(line MATCHES "owner:")
    set(line)
  endif()
  set(${result} "${line}" PARENT_SCOPE)
endfunction()

function(test_devices result count)
  # Of each device a register that keeps a word. Neighbours are not in sequence: they would be one region.
  set(keeping_devices UART2=0x10 UART4=0x10 FPGA_IO=0x1C UART3=0x10 RTC=0x04 DUALTIMER=0x18 TIMER0=0x08 WATCHDOG=0x00)
  set(devices)
  set(defines)
  set(number 0)
  foreach(keeping IN LISTS keeping_devices)
    string(REGEX MATCH "^(.*)=(.*)$" keeping "${keeping}")
    set(word ${CMAKE_MATCH_2})
    set(name ${CMAKE_MATCH_1})
    test_device_facts(${name} facts)
    if(facts AND number LESS count)
      math(EXPR number "${number} + 1")
      list(APPEND devices ${name})
      list(APPEND defines "TEST_DEVICE_${number}=BOARD_${name}" "TEST_DEVICE_${number}_WORD=(BOARD_${name}+${word})")
    endif()
  endforeach()
  if(number LESS count)
    message(FATAL_ERROR "test_devices(${count}): ${TFM_PLATFORM} has only ${devices} for partitions.")
  endif()
  set(${result} ${devices} PARENT_SCOPE)
  set(${result}_DEFINES ${defines} PARENT_SCOPE)
endfunction()
