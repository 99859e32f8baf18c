/* SPDX-License-Identifier: Apache-2.0 */

/* The chapters of this suite. */
#ifndef SERVICES_H
#define SERVICES_H

#include "chapters.h"

extern const struct chapter of_its;
extern const struct chapter of_platform;

#endif
