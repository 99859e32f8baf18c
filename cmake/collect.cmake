# Collects what a partition, or the host's non-secure program, is made of in one object, each section by itself and named
# by the memory it belongs to; what has no place is refused by name (`postern place`).
#   -DOWNER= for messages: partition NAME  -DPREFIX= of the sections' new names  -DOBJECT= the result
#   -DLINK= the linker's command without script, map and output  -DOBJECTS=  -DLIBRARIES=  all separated by |
#   -DNM=  -DPOSTERN= the command postern, with its options  -DTEMPLATE= collect.ld.in

cmake_minimum_required(VERSION 3.22)

foreach(list IN ITEMS LINK OBJECTS LIBRARIES POSTERN)
  string(REPLACE "|" ";" ${list} "${${list}}")
  list(REMOVE_ITEM ${list} "")
endforeach()

# Tables that objects put together, each a piece in a section of one name, and walk through by the two names that a
# linker defines around it. Only this link sees all the pieces.
set(TABLES)
set(files ${OBJECTS} ${LIBRARIES})
list(FILTER files EXCLUDE REGEX "^-l")
execute_process(COMMAND "${NM}" --undefined-only --format=posix ${files} OUTPUT_VARIABLE symbols
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\n__(start|stop)_[A-Za-z0-9_]+ " tables "\n${symbols}")
list(TRANSFORM tables REPLACE "\n__(start|stop)_([A-Za-z0-9_]+) " "\\2")
list(REMOVE_DUPLICATES tables)
foreach(table IN LISTS tables)
  string(APPEND TABLES "  ${table} 0 : { PROVIDE(__start_${table} = .); KEEP(*(${table})) PROVIDE(__stop_${table} = .); }\n")
endforeach()

configure_file("${TEMPLATE}" "${OBJECT}.ld" @ONLY)
execute_process(COMMAND ${LINK} -T "${OBJECT}.ld" "-Wl,-Map,${OBJECT}.map" -o "${OBJECT}" ${OBJECTS}
                        -Wl,--start-group ${LIBRARIES} -Wl,--end-group
                RESULT_VARIABLE result ERROR_VARIABLE messages)
if(messages)
  message(NOTICE "${OWNER}: ${messages}")
endif()
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${OWNER} cannot be linked.")
endif()
execute_process(COMMAND ${POSTERN} "${OBJECT}" --map "${OBJECT}.map" --owner "${OWNER}" --prefix "${PREFIX}"
                RESULT_VARIABLE result ERROR_VARIABLE messages)
if(NOT result EQUAL 0)
  message(NOTICE "${messages}")
  message(FATAL_ERROR "Everything that is linked into a partition must have a place in its memory.")
endif()
