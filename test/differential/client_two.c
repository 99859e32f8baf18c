/* CLIENT_TWO */
#include "psa_manifest/client_two.h"
#include "client.h"

psa_status_t client_two_sfn(const psa_msg_t* message) { return serve_errand(message); }
