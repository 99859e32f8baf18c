// SPDX-License-Identifier: Apache-2.0

/* Requests to MAPPER. The ones that panic are pairs: an operation on the vector, and a second one that it forbids. */
#ifndef REQUESTS_H
#define REQUESTS_H

enum request {
  MAP_AND_COPY = 1,   /* copies input vector 0 to output vector 0, in place */
  MAP_AND_FORGET = 2, /* maps both, writes, unmaps nothing */
  MAP_PARTLY = 3,     /* output vector 0 mapped, and 3 bytes reported as written; vector 1 by psa_write */
  MAP_NOT_AT_ALL = 4,
  MAP_FOUR = 5,          /* maps all four at once: the outputs are sums of the inputs, byte by byte in turn */
  MAP_ACROSS_CALLS = 6,  /* as MAP_AND_COPY, with calls of another service in between */
  PASS_ON = 7,           /* the other service copies the mapped vectors */
  PASS_ON_TO_MAPPER = 8, /* the other service maps them too */
  MAP_AND_COPY_BOTH = 9, /* output vector 0 is written by psa_write() while input vector 0 is mapped */
  MAP_IN_PLACE = 10,     /* input vector 0 is output vector 0: adds one to each byte */
  MAP_OVERLAPPING = 11,  /* output vector 0 is in the middle of input vector 0: sums of its first and last bytes */
  FIRST_SIN = 100,
};

/* A state of a vector, an operation that it forbids, and the rule in the record, followed by another rule that is
 * broken. */
#define SINS_WITH_INPUTS(X)             \
  X(READ, MAP, "MMV-5 + MMV-6")         \
  X(READ_NOTHING, MAP, "MMV-5 + MMV-6") \
  X(SKIP, MAP, "MMV-5 + MMV-6")         \
  X(MAP, MAP, "MMV-5")                  \
  X(UNMAP, MAP, "MMV-5")                \
  X(MAP, READ, "READ-1 + MMV-8")        \
  X(MAP, SKIP, "SKIP-2 + MMV-8")        \
  X(UNMAP, READ, "READ-1 + MMV-8")      \
  X(UNMAP, SKIP, "SKIP-2 + MMV-8")      \
  X(NOTHING, UNMAP, "MMV-9")            \
  X(UNMAP, UNMAP, "MMV-9")              \
  X(READ, UNMAP, "MMV-9")

#define SINS_WITH_OUTPUTS(X)                 \
  X(WRITE, MAP_OUT, "MMV-5 + MMV-7")         \
  X(WRITE_NOTHING, MAP_OUT, "MMV-5 + MMV-7") \
  X(MAP_OUT, MAP_OUT, "MMV-5")               \
  X(UNMAP_OUT, MAP_OUT, "MMV-5")             \
  X(MAP_OUT, WRITE, "WRITE-1 + MMV-8")       \
  X(UNMAP_OUT, WRITE, "WRITE-1 + MMV-8")     \
  X(NOTHING, UNMAP_OUT, "MMV-9")             \
  X(UNMAP_OUT, UNMAP_OUT, "MMV-9")           \
  X(MAP_OUT, UNMAP_OUT_TOO_LONG, "MMV-10")   \
  X(WRITE, UNMAP_OUT, "MMV-9")

#define SINS_OF_ANY_VECTOR(X)           \
  X(NOTHING, MAP_FIFTH, "MMV-3")        \
  X(NOTHING, MAP_FIFTH_OUT, "MMV-3")    \
  X(NOTHING, MAP_EMPTY, "MMV-4")        \
  X(NOTHING, MAP_EMPTY_OUT, "MMV-4")    \
  X(NOTHING, MAP_WRONG_HANDLE, "MMV-3") \
  X(NOTHING, UNMAP_FIFTH, "MMV-3")      \
  X(NOTHING, UNMAP_FIFTH_OUT, "MMV-3")

enum operation {
  NOTHING,
  READ,
  READ_NOTHING,
  SKIP,
  WRITE,
  WRITE_NOTHING,
  MAP,
  UNMAP,
  MAP_OUT,
  UNMAP_OUT,
  UNMAP_OUT_TOO_LONG,
  MAP_FIFTH,
  MAP_FIFTH_OUT,
  MAP_EMPTY,
  MAP_EMPTY_OUT,
  MAP_WRONG_HANDLE,
  UNMAP_FIFTH,
  UNMAP_FIFTH_OUT,
  OPERATIONS
};

/* Requests to ROOT: both copy input vector 0 to output vector 0. */
enum request_to_root { ROOT_COPIES = 1, ROOT_MAPS = 2 };

/* Requests to NEIGHBOUR: the kind of its vectors. */
enum request_to_neighbour {
  WHOLE_GRANULES = 0,
  FOUR_OF_WHOLE_GRANULES = 1,
  OF_ANY_PLACE = 2,      /* for MAPPER */
  OF_ANY_PLACE_ROOT = 3, /* for ROOT */
};

#define SIN(before, then) (FIRST_SIN + (before)*OPERATIONS + (then))

#endif
