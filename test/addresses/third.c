#include "psa_manifest/third.h"
#include "paint.h"
#include "places.h"
#include "psa/service.h"

static const struct region regions[] = REGIONS_OF_THIRD;

psa_status_t third_painter_sfn(const psa_msg_t* msg) {
  return answer(regions, sizeof regions / sizeof regions[0], msg->type);
}
