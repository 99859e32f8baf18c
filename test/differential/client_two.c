/* CLIENT_TWO */
#define IS_CLIENT_TWO
#include "client.c"
