/* For what partitions are asked: a request answers 0, or the line of what was not as it should be. */
#ifndef MUST_H
#define MUST_H

#define MUST(condition) \
  if (!(condition)) {   \
    return __LINE__;    \
  }

#endif
