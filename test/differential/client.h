/* CLIENT_ONE and CLIENT_TWO: one errand for each request. */
#ifndef CLIENT_H
#define CLIENT_H

#include "psa/service.h"

psa_status_t serve_errand(const psa_msg_t* message);

#endif
