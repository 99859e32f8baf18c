// SPDX-License-Identifier: Apache-2.0

/* What a non-secure program of this tree needs of its machine: printing, arguments, and an exit status. */
#ifndef NS_PLATFORM_H
#define NS_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

/* Prints a text for the person who runs the program. */
void ns_print(const char* text);

/* Ends the run with this exit status. */
_Noreturn void ns_exit(int status);

/* Reads the arguments of the run, separated by single spaces, as a string of at most size - 1 characters. */
void ns_command_line(char* buffer, size_t size);

#endif
