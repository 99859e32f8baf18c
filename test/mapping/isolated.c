/* MM-IOVEC above isolation level 1: memory of another domain is never mapped, whoever asks. At level 2 all application
 * partitions are one domain. */
#include "panics.h"
#include "psa_manifest/sid.h"
#include "requests.h"

STORY(a_service_that_maps_nothing_is_as_any_other, "MMV-20") {
  uint8_t byte = 0;
  const psa_invec in = {&byte, 1};
  psa_outvec out = {&byte, 1};
  EXPECT_EQ(psa_call(MAPPER_HANDLE, MAP_NOT_AT_ALL, &in, 1, &out, 1), PSA_SUCCESS);
  EXPECT_EQ(out.len, 0);
}

STORY(a_vector_of_its_own_domain_is_mapped, "MMV-18") {
  EXPECT_EQ(psa_call(NEIGHBOUR_HANDLE, 0, NULL, 0, NULL, 0), PSA_SUCCESS);
}

/* At level 2 the last story is told, at level 3 the last panic. */
static const struct story stories[] = {
    TOLD(a_service_that_maps_nothing_is_as_any_other),
    TOLD(a_vector_of_its_own_domain_is_mapped),
};

static const struct panic_story panics[] = {
    {"an_input_vector_of_another_domain", "MAPPER MMV-17 + MMV-18", MAPPER_HANDLE, SIN(NOTHING, MAP)},
    {"an_output_vector_of_another_domain", "MAPPER MMV-17 + MMV-18", MAPPER_HANDLE, SIN(NOTHING, MAP_OUT)},
    {"a_vector_of_another_partition", "MAPPER MMV-17 + MMV-18", NEIGHBOUR_HANDLE, 0},
};

int main(void) {
  static const struct suite suite = {"mapping", stories, 1 + TEST_NEIGHBOUR_SHARES_DOMAIN, panics,
                                     3 - TEST_NEIGHBOUR_SHARES_DOMAIN};
  run_stories_then_panics(&suite);
}
