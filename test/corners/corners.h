/* What the partitions of this image can be asked. */
#ifndef CORNERS_H
#define CORNERS_H

/* To FIVE_D and FIVE_E besides; every other type is answered with a number of the service's own. */
enum five_request { FIVE_REFUSE_NEXT = 1, FIVE_READ = 2 };
enum { FIVE_ANSWER_A = 1001, FIVE_ANSWER_B, FIVE_ANSWER_C, FIVE_ANSWER_D, FIVE_ANSWER_E };

enum keeper_request { KEEPER_OPEN = 1, KEEPER_USE, KEEPER_SHUT, KEEPER_ASK_NESTED };

enum desk_request {
  DESK_QUEUE = 1,  /* rings both clients, and takes their messages when both wait; 0 or the line that was wrong */
  DESK_NOTE,       /* from a client: who came */
  DESK_FIRST_NOTE, /* whose note came first: 1 Anna's, 2 Bert's, 0 nobody's; forgets it */
};

enum { POURED = 8192 }; /* bytes that POURER writes at once */

enum client_request { CLIENT_RING_THE_OTHER = 1 };

#endif
