#include "psa_manifest/second.h"
#include "paint.h"
#include "places.h"
#include "psa/service.h"

static const struct region regions[] = REGIONS_OF_SECOND;

psa_status_t second_painter_sfn(const psa_msg_t* msg) {
  return answer(regions, sizeof regions / sizeof regions[0], msg->type);
}
