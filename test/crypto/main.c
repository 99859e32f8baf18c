// SPDX-License-Identifier: Apache-2.0

#include "bytes.h"
#include "reset.h"

enum { MOST_STORIES = 80 };

int main(void) {
  static struct story stories[MOST_STORIES];
  static const struct {
    const struct story* stories;
    const size_t* count;
  } files[] = {{vector_stories, &vector_story_count},
               {key_stories, &key_story_count},
               {function_stories, &function_story_count},
               {length_stories, &length_story_count},
               {client_stories, &client_story_count}};
  size_t count = 0;
  for (size_t file = 0; file < sizeof files / sizeof files[0]; file++) {
    for (size_t i = 0; i < *files[file].count; i++) {
      stories[count++] = files[file].stories[i];
    }
  }
  run_stories_then_reset(stories, count);
}
