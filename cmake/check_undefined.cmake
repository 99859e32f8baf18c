# A partition stands for itself: whatever it calls beyond its own code and libraries has to be a name of the PSA API.
#   -DPARTITION= its name  -DOBJECT= the linked object  -DNM=  -DOBJCOPY=  -DALLOWED= a file of names, or nothing
#   -DHEAP= the heap_size of its manifest, or nothing
#   -DOTHERS= object files, separated by |, in which to look for who defines a stray name

cmake_minimum_required(VERSION 3.22)

# What only dropped sections refer to is still in the table of symbols; without them it tells what is really used.
execute_process(COMMAND "${OBJCOPY}" --strip-unneeded "${OBJECT}" "${OBJECT}.used" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${NM}" --undefined-only --format=posix "${OBJECT}.used" OUTPUT_VARIABLE symbols
                COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE "${OBJECT}.used")
string(REGEX MATCHALL "[^\n]+" symbols "${symbols}")
set(allowed)
if(ALLOWED)
  file(STRINGS "${ALLOWED}" allowed)
endif()

string(REPLACE "|" ";" OTHERS "${OTHERS}")
set(count 0)
foreach(symbol IN LISTS symbols)
  string(REGEX REPLACE " .*" "" symbol "${symbol}")
  if(symbol IN_LIST allowed)
    continue()
  endif()
  if(symbol MATCHES "^(_sbrk|malloc|calloc|realloc|free)$" AND NOT HEAP)
    message(NOTICE "error: partition ${PARTITION}: it allocates memory (`${symbol}`), but its manifest has no heap_size")
    math(EXPR count "${count} + 1")
    continue()
  endif()
  set(owner "nothing in the image defines it")
  foreach(other IN LISTS OTHERS)
    execute_process(COMMAND "${NM}" --defined-only --format=posix "${other}" OUTPUT_VARIABLE defined ERROR_QUIET)
    if("\n${defined}" MATCHES "\n${symbol} ")
      set(owner "it is defined in ${other}")
      break()
    endif()
  endforeach()
  message(NOTICE "error: partition ${PARTITION}: `${symbol}` is not part of it; ${owner}")
  math(EXPR count "${count} + 1")
endforeach()

if(count)
  message(FATAL_ERROR "A partition can use its own code and the PSA API, nothing else.")
endif()
