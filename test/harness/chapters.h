// SPDX-License-Identifier: Apache-2.0

/* Joins several tables of stories to one suite. */
#ifndef CHAPTERS_H
#define CHAPTERS_H

#include "scenario.h"

struct chapter {
  const struct story* stories;
  size_t count;
};
#define CHAPTER(stories) \
  { stories, sizeof stories / sizeof stories[0] }

static inline _Noreturn void run_chapters(const char* suite, const struct chapter* const* chapters, size_t count) {
  enum { MOST_STORIES = 128 };
  static struct story all[MOST_STORIES];
  size_t stories = 0;

  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < chapters[i]->count && stories < MOST_STORIES; j++) {
      all[stories++] = chapters[i]->stories[j];
    }
  }
  run_stories(suite, all, stories);
}

#endif
