// SPDX-License-Identifier: Apache-2.0

/* Constructors of a partition: of C++ objects, and functions with that attribute. They run before anything else of the
 * partition does, with its rights and on its stack. */
#ifndef POSTERN_CONSTRUCT_H
#define POSTERN_CONSTRUCT_H

/* From the script of the first link, in the order of their priority. */
extern void (*const postern_constructors_start[])(void);
extern void (*const postern_constructors_end[])(void);

static inline void postern_construct(void) {
  for (void (*const* constructor)(void) = postern_constructors_start; constructor != postern_constructors_end;
       ++constructor) {
    (*constructor)();
  }
}

#endif
