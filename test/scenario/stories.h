// SPDX-License-Identifier: Apache-2.0

/* The stories of each file, and functions that they share. */
#ifndef STORIES_H
#define STORIES_H

#include "chapters.h"
#include "psa/client.h"
#include "services.h"

extern const struct chapter service_chapter;
extern const struct chapter reference_chapter;
extern const struct chapter number_chapter;
extern const struct chapter door_chapter;
extern const struct chapter late_reply_chapter;

/* Calls ECHO_STATUS with this status. */
psa_status_t call_for_status(psa_handle_t handle, int32_t status);
/* Calls ECHO_REPORT. */
psa_status_t call_for_report(psa_handle_t handle, struct report* report);
struct counts echo_counts(void);

#endif
