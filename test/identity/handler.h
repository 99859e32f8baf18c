/* What a non-secure kernel does, it does in its handlers. */
#ifndef HANDLER_H
#define HANDLER_H

/* Calls the function in non-secure handler mode. */
void in_handler(void (*function)(void));

#endif
