// SPDX-License-Identifier: Apache-2.0

/* ns_platform.h for the host, a Linux process. The secure log is the standard error; this program prints to the
 * standard output. */
#include "ns_platform.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Constructors, which the link of this program has collected, then main(). */
extern void (*const postern_constructors_start[])(void);
extern void (*const postern_constructors_end[])(void);

int main(void);
int ns_run(void);
int ns_run(void) {
  for (void (*const* constructor)(void) = postern_constructors_start; constructor != postern_constructors_end;
       ++constructor) {
    (*constructor)();
  }
  return main();
}

void ns_print(const char* text) {
  size_t left = strlen(text);
  while (left != 0) {
    const ssize_t count = write(STDOUT_FILENO, text, left);
    if (count <= 0) {
      return;
    }
    text += count;
    left -= (size_t)count;
  }
}

_Noreturn void ns_exit(int status) { exit(status); }

/* Linux's own copy of the arguments, each with a zero at its end, so main() needs no parameters. */
void ns_command_line(char* buffer, size_t size) {
  buffer[0] = '\0';
  const int file = open("/proc/self/cmdline", O_RDONLY);
  if (file < 0) {
    return;
  }
  const ssize_t count = read(file, buffer, size - 1);
  close(file);
  if (count <= 0) {
    return;
  }
  for (ssize_t i = 0; i < count; ++i) {
    if (buffer[i] == '\0') {
      buffer[i] = ' ';
    }
  }
  const size_t end = (size_t)count;
  buffer[buffer[end - 1] == ' ' ? end - 1 : end] = '\0';
}
