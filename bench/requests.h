/* What the partitions of the cost image can be asked. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include <stdint.h>

enum request {
  REQUEST_NOTHING = 0, /* answered at once */
  REQUEST_COPY = 1,    /* one read of the whole input, one write of as much */
  REQUEST_RUN = 2,     /* be a client: a struct run in input vector 0 */
};

enum shape { SHAPE_EMPTY, SHAPE_NONE, SHAPE_IO64, SHAPE_SESSION };

struct run {
  uint32_t shape;
  uint32_t count;
  int32_t plain_handle;
  uint32_t session_sid;
};

#endif
