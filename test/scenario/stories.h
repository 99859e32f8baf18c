/* The chapters, and what they share. */
#ifndef STORIES_H
#define STORIES_H

#include "psa/client.h"
#include "scenario.h"
#include "services.h"

extern const struct story service_stories[];
extern const size_t service_story_count;
extern const struct story reference_stories[];
extern const size_t reference_story_count;
extern const struct story number_stories[];
extern const size_t number_story_count;
extern const struct story door_stories[];
extern const size_t door_story_count;
extern const struct story late_reply_stories[];
extern const size_t late_reply_story_count;

/* A call of ECHO_STATUS with this status. */
psa_status_t call_for_status(psa_handle_t handle, int32_t status);
/* A call of ECHO_REPORT. */
psa_status_t call_for_report(psa_handle_t handle, struct report* report);
struct counts echo_counts(void);

#endif
