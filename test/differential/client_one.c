/* CLIENT_ONE */
#define IS_CLIENT_ONE
#include "client.c"
