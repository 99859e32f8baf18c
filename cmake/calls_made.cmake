# Writes the header by which the kernel leaves out what no partition of the image calls (spm/ipc/enter.cpp).
#   -DOBJECTS= the finished partitions, separated by |  -DNM=  -DOUTPUT= the header

cmake_minimum_required(VERSION 3.22)

string(REPLACE "|" ";" OBJECTS "${OBJECTS}")
set(calls)
foreach(object IN LISTS OBJECTS)
  execute_process(COMMAND "${NM}" --defined-only --format=posix "${object}" OUTPUT_VARIABLE symbols
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "(^|\n)(psa|tfm)_[a-z_]+" symbols "${symbols}")
  list(TRANSFORM symbols STRIP)
  list(APPEND calls ${symbols})
endforeach()
list(REMOVE_DUPLICATES calls)
list(SORT calls)
list(LENGTH calls count)
list(TRANSFORM calls REPLACE "(.+)" "    \"\\1\",\n")
list(JOIN calls "" calls)

# A file that stays as it is has not changed: nothing that includes it is compiled again.
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "// The functions of the PSA API that a partition of this image has in it.
#include <array>
#include <string_view>

namespace spm::system {
inline constexpr std::array<std::string_view, ${count}> kCallsMade{
${calls}};
}  // namespace spm::system
" @ONLY)
