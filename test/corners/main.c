// SPDX-License-Identifier: Apache-2.0

/* The suite of this image: the stories of all its files. */
#include "chapters.h"

extern const struct chapter boot_chapter;
extern const struct chapter corner_chapter;
extern const struct chapter name_chapter;

int main(void) {
  static const struct chapter* const chapters[] = {&boot_chapter, &corner_chapter, &name_chapter};
  run_chapters("corners", chapters, sizeof chapters / sizeof chapters[0]);
}
