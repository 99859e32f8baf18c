/* A non-secure kernel does its work in handlers. */
#ifndef HANDLER_H
#define HANDLER_H

/* Calls the function in non-secure handler mode. */
void in_handler(void (*function)(void));

#endif
