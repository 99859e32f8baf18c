# What a test of the boundary has to know, and nobody else: where things of the secure image lie. Written as a linker
# script that a non-secure image can be linked with; each symbol is called secure.<name>, so that it meets none of there.
#   -DELF= the secure image  -DNM=  -DOUTPUT= the script

cmake_minimum_required(VERSION 3.22)

execute_process(COMMAND "${NM}" --defined-only --extern-only --format=posix "${ELF}" OUTPUT_VARIABLE symbols
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" symbols "${symbols}")
set(script "/* From ${ELF}. */\n")
foreach(symbol IN LISTS symbols)
  if(symbol MATCHES "^([A-Za-z0-9_.]+) [A-Za-z?] ([0-9a-f]+)")
    string(APPEND script "\"secure.${CMAKE_MATCH_1}\" = 0x${CMAKE_MATCH_2};\n")
  endif()
endforeach()
file(WRITE "${OUTPUT}" "${script}")
