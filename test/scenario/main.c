// SPDX-License-Identifier: Apache-2.0

/* The suite of this image: the stories of all its files. */
#include "stories.h"

int main(void) {
  static const struct chapter* const chapters[] = {&service_chapter, &reference_chapter, &late_reply_chapter,
                                                   &number_chapter, &door_chapter};
  run_chapters("scenario", chapters, sizeof chapters / sizeof chapters[0]);
}
