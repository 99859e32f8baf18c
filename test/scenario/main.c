/* All chapters of the stories, in one suite. */
#include "stories.h"

enum { MOST_STORIES = 128 };

int main(void) {
  static struct story all[MOST_STORIES];
  size_t count = 0;

  for (size_t i = 0; i < service_story_count; i++) {
    all[count++] = service_stories[i];
  }
  for (size_t i = 0; i < reference_story_count; i++) {
    all[count++] = reference_stories[i];
  }
  for (size_t i = 0; i < late_reply_story_count; i++) {
    all[count++] = late_reply_stories[i];
  }
  for (size_t i = 0; i < number_story_count; i++) {
    all[count++] = number_stories[i];
  }
  for (size_t i = 0; i < door_story_count; i++) {
    all[count++] = door_stories[i];
  }
  run_stories("scenario", all, count);
}
