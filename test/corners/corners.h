// SPDX-License-Identifier: Apache-2.0

/* Requests to the partitions of this image. */
#ifndef CORNERS_H
#define CORNERS_H

/* Requests to FIVE_D and FIVE_E. Any other type is answered with the service's own number. */
enum five_request { FIVE_REFUSE_NEXT = 1, FIVE_READ = 2 };
enum { FIVE_ANSWER_A = 1001, FIVE_ANSWER_B, FIVE_ANSWER_C, FIVE_ANSWER_D, FIVE_ANSWER_E };

enum keeper_request { KEEPER_OPEN = 1, KEEPER_USE, KEEPER_SHUT, KEEPER_ASK_NESTED };

enum desk_request {
  DESK_QUEUE = 1,  /* rings both clients, and takes their messages when both wait; 0 or the line that failed */
  DESK_NOTE,       /* sent by a client: notes who it is */
  DESK_FIRST_NOTE, /* the author of the first note: 1 Anna, 2 Bert, 0 no note; forgets it */
};

enum { POURED = 8192 }; /* bytes that POURER writes at once */

enum client_request { CLIENT_RING_THE_OTHER = 1 };

#endif
