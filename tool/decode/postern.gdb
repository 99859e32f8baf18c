# SPDX-License-Identifier: Apache-2.0

# Commands for gdb that know the kernel: `postern runs`, `postern waits`, `postern call`, `postern memory`,
# `postern counters`. `./run debug`
# loads this file; with another server: gdb-multiarch IMAGE_s.elf -x postern.gdb
#
# They read the kernel's own tables, so they need an image with symbols.
set print pretty on
set pagination off
set confirm off

define-prefix postern
document postern
What the secure side of a Postern image does: runs, waits, call, memory, counters.
end

# How many contexts there are, and whether they have threads.
define postern_begin
  set $partitions = (int) (sizeof(spm::partitions._M_elems) / sizeof(spm::partitions._M_elems[0]))
  set $is_ipc = sizeof(spm::partitions._M_elems[0].thread) > 1
end

# The partition whose context runs; the other backend has another variable. 0: the idle context.
define postern_running
  postern_begin
  set $address = (unsigned) 0
  if $is_ipc
    set $address = (unsigned) ((unsigned *) &'spm::ipc::schedule')[1]
  else
    set $address = *(unsigned *) &'spm::sfn::running'
  end
  set $running = 0
  set $i = 0
  while $i < $partitions
    if (unsigned) &spm::partitions._M_elems[$i] == $address
      set $running = &spm::partitions._M_elems[$i]
    end
    set $i = $i + 1
  end
end

# The one that the partition $server serves, in $client.
define postern_client
  set $client = 0
  set $i = 0
  while $i < $partitions
    if $is_ipc && spm::partitions._M_elems[$i].call.server == $server
      set $client = &spm::partitions._M_elems[$i]
    end
    set $i = $i + 1
  end
  if ! $is_ipc
    set $client = $server->serving
    if $client == $server
      set $client = 0
    end
  end
end

define postern_name
  if $who->index == $partitions - 1
    printf "the non-secure world"
  else
    output $who->descriptor->name
    printf " (id %d)", $who->descriptor->id
  end
end

define postern runs
  postern_running
  if $running == 0
    printf "nothing runs: every partition waits\n"
  else
    set $who = $running
    postern_name
    printf " runs\n"
  end
end
document postern runs
Which partition runs.
end

# Of the partition $who, on the IPC backend.
define postern_state
  if $who->call.server != 0
    printf " waits for the reply of "
    output $who->call.server->descriptor->name
    printf "\n"
  else
    if (((unsigned *) &'spm::ipc::schedule')[0] & $who->schedule_bit) != 0
      printf " is ready\n"
    else
      printf " waits for the signals 0x%08x, of which 0x%08x are asserted\n", (unsigned) $who->awaited, (unsigned) $who->asserted
    end
  end
end

define postern waits
  postern_begin
  set $n = 0
  while $n < $partitions
    set $who = &spm::partitions._M_elems[$n]
    postern_name
    if $is_ipc
      postern_state
    else
      if $who->serving == $who
        printf " has not started\n"
      else
      if $who->serving != 0
        printf " serves a call\n"
      else
        printf " is not called\n"
      end
      end
    end
    set $server = $who
    postern_client
    if $client != 0
      printf "    it holds a message that is not answered\n"
    end
    set $n = $n + 1
  end
end
document postern waits
What each partition waits for, and which ones hold a message without having replied.
end

define postern call
  postern_running
  set $server = $running
  if $server == 0
    printf "nothing runs\n"
  else
    set $who = $server
    postern_name
    set $depth = 0
    postern_client
    while $client != 0 && $depth < 8
      printf "\n  serves "
      set $who = $client
      postern_name
      set $server = $client
      set $depth = $depth + 1
      postern_client
    end
    printf "\n"
  end
end
document postern call
The chain of clients of the partition that runs, up to the non-secure world.
end

# The bytes of $who's stack above the first word that is no mark, in $deepest.
define postern_deepest
  set $place = (unsigned *) $who->descriptor->stack_limit
  set $top = (unsigned *) $who->descriptor->stack_top
  while $place < $top && *$place == 0x5AC4A55A
    set $place = $place + 1
  end
  set $deepest = (int) ((char *) $top - (char *) $place)
end

define postern counters
  postern_begin
  set $n = 0
  while $n < $partitions
    set $who = &spm::partitions._M_elems[$n]
    set $counted = ((postern_counters *) &spm_counters) + $n
    postern_name
    printf ": %llu calls, %llu refused, %u restarts", $counted->calls, $counted->refused, $counted->restarts
    if $who->descriptor->stack_top != 0
      postern_deepest
      printf ", stack %d of %d bytes at most", $deepest, $who->descriptor->stack_top - $who->descriptor->stack_limit
    end
    printf "\n"
    set $n = $n + 1
  end
end
document postern counters
What the kernel has counted of each partition since boot, and how deep its stack has been. The image needs POSTERN_COUNTERS.
end

define postern memory
  postern_begin
  set $only = -1
  if $argc == 1
    set $only = (int) $arg0
  end
  set $n = 0
  while $n < $partitions
    set $who = &spm::partitions._M_elems[$n]
    if $only < 0 || $n == $only
      printf "[%d] ", $n
      postern_name
      printf ": data 0x%08x..0x%08x, stack 0x%08x..0x%08x\n", $who->own_first, $who->own_first + $who->own_span, $who->descriptor->stack_limit, $who->descriptor->stack_top
    end
    set $n = $n + 1
  end
end
document postern memory
postern memory [NUMBER]: the data and the stack of each partition, or of one.
end
