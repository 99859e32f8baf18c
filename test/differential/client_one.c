/* CLIENT_ONE */
#include "psa_manifest/client_one.h"
#include "client.h"

psa_status_t client_one_sfn(const psa_msg_t* message) { return serve_errand(message); }
