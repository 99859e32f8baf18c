// SPDX-License-Identifier: Apache-2.0

/* What the partition RIVAL does as a client of the Crypto service, with the key or handle in its input vector. */
#ifndef RIVAL_H
#define RIVAL_H

enum rival_request {
  RIVAL_USE_KEY,       /* uses and destroys the key of that id: all must be refused */
  RIVAL_USE_OPERATION, /* continues, ends and aborts the hash of that handle: no effect */
  RIVAL_IMPORT,        /* imports a key of its own: the output vector is its id */
  RIVAL_HASH,          /* hashes in several steps, while others do */
  RIVAL_FILL,          /* opens operations until it is refused, and aborts them: the output vector is their number */
  RIVAL_HOLD,          /* opens as many operations as it can, and keeps them */
  RIVAL_RELEASE,       /* aborts those */
  RIVAL_STORE,         /* imports a persistent key of that id */
  RIVAL_FIND,          /* finds that key with its content, and destroys it */
  RIVAL_PANIC,
};

#endif
