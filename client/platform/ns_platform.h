/* What a non-secure program of this tree needs of its machine: to say something, to be told something, and to end. */
#ifndef NS_PLATFORM_H
#define NS_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

/* Text for the person who runs it. */
void ns_print(const char* text);

/* Ends the run with this exit status. */
_Noreturn void ns_exit(int status);

/* The arguments of the run, separated by single spaces, as a string of at most size - 1 characters. */
void ns_command_line(char* buffer, size_t size);

#endif
