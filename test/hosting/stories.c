// SPDX-License-Identifier: Apache-2.0

/* The non-secure program of the suite: stories that end normally, then those that end with a reset. Its progress is in
 * the driver partition's memory, and its output goes through the driver partition's UART. */
#include <string.h>

#include "drivers.h"
#include "hosting.h"
#include "psa/framework_feature.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "stories.h"

_Static_assert(CLIENT_PARTITION == 5000 && SERVER_PARTITION == 5001 && DRIVER_PARTITION == 5002, "HOST-2");
_Static_assert(PLATFORM_NSPE_MMIO_START < PLATFORM_SERVER_PARTITION_MMIO_START &&
                   PLATFORM_SERVER_PARTITION_MMIO_START < PLATFORM_DRIVER_PARTITION_MMIO_START,
               "HOST-6");

/* Prints the text word by word, with the number in place of a `%`. */
static void say(const char* text, int32_t number) {
  char line[160];
  size_t length = 0;

  for (; *text != '\0' && length < sizeof line - 12; text++) {
    char digits[11];
    size_t count = 0;
    uint32_t rest = (uint32_t)number;
    if (*text != '%') {
      line[length++] = *text;
      continue;
    }
    if (number < 0) {
      line[length++] = '-';
      rest = 0u - rest;
    }
    do {
      digits[count++] = (char)('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    while (count != 0) {
      line[length++] = digits[--count];
    }
  }
  line[length] = '\0';
  if (print(line) != PSA_SUCCESS) {
    end(2);
  }
}

static psa_status_t run_in(uint32_t sid, int32_t type) { return request(sid, 1, type, NULL, 0, NULL, 0); }

static int32_t framework(void) {
  MUST(psa_framework_version() == PSA_FRAMEWORK_VERSION);
  MUST(PSA_FRAMEWORK_VERSION == 0x0101);
  return 0;
}

static int32_t versions(void) {
  MUST(psa_version(CLIENT_TEST_DISPATCHER_SID) == 1);
  MUST(psa_version(SERVER_TEST_DISPATCHER_SID) == 1);
  MUST(psa_version(SERVER_STRICT_VERSION_SID) == 2);
  MUST(psa_version(SERVER_UNSPECIFIED_VERSION_SID) == 1);
  MUST(psa_version(SERVER_RELAX_VERSION_SID) == 2);
  MUST(psa_version(SERVER_UNEXTERN_SID) == 2);
  MUST(psa_version(SERVER_CONNECTION_DROP_SID) == 2);
  MUST(psa_version(DRIVER_UART_SID) == 1 && psa_version(DRIVER_WATCHDOG_SID) == 1);
  MUST(psa_version(DRIVER_NVMEM_SID) == 1 && psa_version(DRIVER_TEST_SID) == 1);
  return 0;
}

static int32_t is_refused(uint32_t sid, uint32_t version) {
  return psa_connect(sid, version) == PSA_ERROR_CONNECTION_REFUSED;
}

static int32_t is_taken(uint32_t sid, uint32_t version) {
  const psa_handle_t handle = psa_connect(sid, version);
  psa_close(handle);
  return PSA_HANDLE_IS_VALID(handle);
}

static int32_t policies(void) {
  MUST(is_refused(SERVER_STRICT_VERSION_SID, 1));
  MUST(is_taken(SERVER_STRICT_VERSION_SID, 2));
  MUST(is_refused(SERVER_STRICT_VERSION_SID, 3));
  MUST(is_taken(SERVER_RELAX_VERSION_SID, 1));
  MUST(is_taken(SERVER_RELAX_VERSION_SID, 2));
  MUST(is_refused(SERVER_RELAX_VERSION_SID, 3));
  MUST(is_taken(SERVER_UNSPECIFIED_VERSION_SID, 1));
  MUST(is_refused(SERVER_UNSPECIFIED_VERSION_SID, 2));
  return 0;
}

static int32_t secure_only(void) {
  MUST(psa_version(SERVER_SECURE_CONNECT_ONLY_SID) == PSA_VERSION_NONE);
  MUST(is_refused(SERVER_SECURE_CONNECT_ONLY_SID, 2));
  return 0;
}

static int32_t absent_service(void) {
  MUST(psa_version(0x0000FA20) == PSA_VERSION_NONE);
  MUST(is_refused(0x0000FA20, 1));
  return 0;
}

static int32_t vectors(void) {
  const char from[] = "HAL.HAL.HAL.HAL.HAL.HAL.HAL.HAL.";
  char to[sizeof from + 8];
  const psa_invec in[2] = {{from, 4}, {from + 4, sizeof from - 5}};
  psa_outvec out[2] = {{to, 4}, {to + 4, sizeof to - 4}};

  MUST(request(SERVER_UNSPECIFIED_VERSION_SID, 1, 7, in, 2, out, 2) == PSA_SUCCESS);
  MUST(out[0].len == 4 && out[1].len == sizeof from - 5);
  MUST(memcmp(to, "IBM/IBM/IBM/", 12) == 0);
  return 0;
}

static int32_t dropped(void) {
  const psa_handle_t handle = psa_connect(SERVER_CONNECTION_DROP_SID, 2);
  MUST(PSA_HANDLE_IS_VALID(handle));
  MUST(psa_call(handle, 1, NULL, 0, NULL, 0) == PSA_ERROR_PROGRAMMER_ERROR);
  MUST(psa_call(handle, 1, NULL, 0, NULL, 0) == PSA_ERROR_PROGRAMMER_ERROR);
  psa_close(handle);
  MUST(is_taken(SERVER_CONNECTION_DROP_SID, 2));
  return 0;
}

static int32_t until_busy(void) {
  psa_handle_t handles[50];
  unsigned count = 0;

  while (count < 50 && (handles[count] = psa_connect(SERVER_RELAX_VERSION_SID, 2)) > 0) {
    count++;
  }
  const psa_status_t last = handles[count];
  for (unsigned i = 0; i < count; i++) {
    psa_close(handles[i]);
  }
  MUST(count >= 5 && count < 50);
  MUST(last == PSA_ERROR_CONNECTION_BUSY);
  return 0;
}

static int32_t own_region(void) {
  volatile uint32_t* const word = (volatile uint32_t*)PLATFORM_NSPE_MMIO_START;
  *word = 0x13572468;
  MUST(*word == 0x13572468);
  return 0;
}

static int32_t erased_memory(void) {
  uint32_t word = 0;
  for (uint32_t offset = 0; offset < NVMEM_SIZE; offset += 4) {
    MUST(nvmem_read(offset, &word) == PSA_SUCCESS);
    MUST(offset == NVMEM_NEXT || word == NVMEM_ERASED);
  }
  MUST(nvmem_write(NVMEM_LAST, 42) == PSA_SUCCESS);
  MUST(nvmem_read(NVMEM_LAST, &word) == PSA_SUCCESS && word == 42);
  MUST(nvmem_write(NVMEM_LAST, NVMEM_ERASED) == PSA_SUCCESS);
  MUST(nvmem_write(NVMEM_SIZE, 42) == PSA_ERROR_INVALID_ARGUMENT);
  return 0;
}

static int32_t watchdog_stops(void) {
  MUST(watchdog(WATCHDOG_START_SHORT) == PSA_SUCCESS);
  MUST(watchdog(WATCHDOG_STOP) == PSA_SUCCESS);
  return 0;
}

struct story {
  const char* name; /* and the requirements that it shows */
  int32_t (*tell)(void);
  uint32_t sid; /* or the partition that is asked */
  int32_t type;
};

static const struct story stories[] = {
    {"the framework has the version of its headers [HOST-11]", framework, 0, 0},
    {"every service has the version of its manifest [HOST-3]", versions, 0, 0},
    {"version policies hold for non-secure clients [HOST-3]", policies, 0, 0},
    {"a secure service is not there for non-secure clients [HOST-3]", secure_only, 0, 0},
    {"a service that must not exist does not [HOST-14]", absent_service, 0, 0},
    {"vectors go to the server and back [HOST-3]", vectors, 0, 0},
    {"a dropped connection stays dropped until it is closed [HOST-3]", dropped, 0, 0},
    {"connections are between 5 and 49 [HOST-1]", until_busy, 0, 0},
    {"the non-secure region can be written [HOST-6 HOST-7]", own_region, 0, 0},
    {"memory over resets is erased at power-on [HOST-8]", erased_memory, 0, 0},
    {"the server has its region [HOST-6 HOST-7]", NULL, SERVER_TEST_DISPATCHER_SID, RUN_REGIONS},
    {"the driver has its region and cleared it [HOST-6 HOST-7]", NULL, DRIVER_TEST_SID, RUN_REGIONS},
    {"the server has all of its heap [HOST-2]", NULL, SERVER_TEST_DISPATCHER_SID, RUN_HEAP},
    {"the driver has all of its heap [HOST-2]", NULL, DRIVER_TEST_SID, RUN_HEAP},
    {"the driver waits for its interrupt and ends it [HOST-5]", NULL, DRIVER_TEST_SID, RUN_INTERRUPT},
    {"versions and policies hold for secure clients [HOST-4]", NULL, CLIENT_TEST_DISPATCHER_SID, RUN_VERSIONS},
    {"a secure service is there for secure clients [HOST-4]", NULL, CLIENT_TEST_DISPATCHER_SID, RUN_SECURE_ONLY},
    {"a small stack bears four vectors [HOST-2]", NULL, CLIENT_TEST_DISPATCHER_SID, RUN_VECTORS},
    {"client, server and driver are nested [HOST-15]", NULL, CLIENT_TEST_DISPATCHER_SID, RUN_NESTED},
    {"the driver answers the server while it holds the client's message [HOST-15]", NULL, CLIENT_TEST_DISPATCHER_SID,
     RUN_QUEUE},
    {"the driver rings the client [HOST-1]", NULL, CLIENT_TEST_DISPATCHER_SID, RUN_DOORBELL},
    {"the client has four connections more [HOST-1]", NULL, CLIENT_TEST_DISPATCHER_SID, RUN_CONNECTIONS},
    {"the client prints through the driver [HOST-10]", NULL, CLIENT_TEST_DISPATCHER_SID, RUN_PRINT},
    {"a watchdog can be stopped in time [HOST-9]", watchdog_stops, 0, 0},
};
/* The last of each list needs a watchdog. */
enum { STORIES = sizeof stories / sizeof stories[0] - (WATCHDOG_AVAILABLE ? 0 : 1) };

struct last_story {
  const char* name;
  const char* record; /* the line of the secure log at the next boot */
  uint32_t sid;       /* 0: the non-secure program itself */
  int32_t type;
  uint32_t sinner; /* the word NVMEM_SINNER then */
};

#define CLIENT CLIENT_TEST_DISPATCHER_SID
#define SERVER SERVER_TEST_DISPATCHER_SID

static const struct last_story last_stories[] = {
    {"the client panics [HOST-9]", "CLIENT_PARTITION PANIC-1", CLIENT, SIN_PANIC, CLIENT_PARTITION},
    {"the server panics [HOST-9]", "SERVER_PARTITION PANIC-1", SERVER, SIN_PANIC, SERVER_PARTITION},
    {"the driver panics [HOST-9]", "DRIVER_PARTITION PANIC-1", DRIVER_TEST_SID, SIN_PANIC, DRIVER_PARTITION},
    {"the client asks for a version too strict [HOST-4]", "CLIENT_PARTITION CONN-4", CLIENT, SIN_CONNECT_STRICT,
     CLIENT_PARTITION},
    {"the client connects to nobody [HOST-14]", "CLIENT_PARTITION CONN-1", CLIENT, SIN_CONNECT_UNKNOWN,
     CLIENT_PARTITION},
    {"the client connects to what it does not depend on [HOST-4]", "CLIENT_PARTITION CONN-2", CLIENT,
     SIN_CONNECT_NO_DEPENDENCY, CLIENT_PARTITION},
    {"the client rings a partition that must not exist [HOST-14]", "CLIENT_PARTITION DBL-2", CLIENT, SIN_NOTIFY_UNKNOWN,
     CLIENT_PARTITION},
    {"the connection of a secure client is dropped [HOST-3]", "CLIENT_PARTITION REPLY-7", CLIENT, SIN_DROPPED,
     CLIENT_PARTITION},
    {"the server answers twice [HOST-9]", "SERVER_PARTITION REPLY-2", SERVER, SIN_REPLY_TWICE, SERVER_PARTITION},
    {"the server writes to where nothing is [HOST-9]", "SERVER_PARTITION FAULT", SERVER, SIN_FAULT, SERVER_PARTITION},
    {"the driver ends an interrupt that did not come [HOST-5]", "DRIVER_PARTITION EOI-2", DRIVER_TEST_SID,
     SIN_EOI_NOT_ASSERTED, DRIVER_PARTITION},
    {"the non-secure program reaches for the server's region [HOST-6]", "the non-secure world FAULT", 0,
     SIN_TOUCH_SERVER, NVMEM_ERASED},
    {"the non-secure program reaches for the driver's region [HOST-6]", "the non-secure world FAULT", 0,
     SIN_TOUCH_DRIVER, NVMEM_ERASED},
#if PSA_FRAMEWORK_ISOLATION_LEVEL >= 2
    {"the client reaches for the driver's region [HOST-6]", "CLIENT_PARTITION FAULT", CLIENT, SIN_TOUCH_DRIVER,
     CLIENT_PARTITION},
#endif
#if PSA_FRAMEWORK_ISOLATION_LEVEL >= 3
    {"the client reaches for the server's region [HOST-6]", "CLIENT_PARTITION FAULT", CLIENT, SIN_TOUCH_SERVER,
     CLIENT_PARTITION},
#endif
    {"the watchdog ends a client that hangs [HOST-9]", "CLIENT_PARTITION FAULT", CLIENT, SIN_HANG, CLIENT_PARTITION},
};
enum { LAST_STORIES = sizeof last_stories / sizeof last_stories[0] - (WATCHDOG_AVAILABLE ? 0 : 1) };

static void result(const char* verb, int32_t number, const char* name) {
  say(verb, number);
  say(name, 0);
  say("\n", 0);
}

static uint32_t tell_stories(void) {
  uint32_t failures = 0;

  for (int32_t i = 0; i < STORIES; i++) {
    const struct story* const story = &stories[i];
    const int32_t line = story->tell != NULL ? story->tell() : run_in(story->sid, story->type);
    if (line != 0) {
      failures++;
      say("# stopped at line %\n", line);
    }
    result(line == 0 ? "ok % " : "FAILED % ", i + 1, story->name);
  }
  return failures;
}

/* Returns only if nothing happens. */
static void tell_last(const struct last_story* story) {
  say("expect-panic ", 0);
  say(story->record, 0);
  say("\n", 0);
  if (story->type == SIN_HANG) {
    (void)watchdog(WATCHDOG_START_SHORT);
  }
  if (story->sid != 0) {
    (void)run_in(story->sid, story->type);
  } else if (story->type == SIN_TOUCH_SERVER) {
    *(volatile uint32_t*)PLATFORM_SERVER_PARTITION_MMIO_START = 1;
  } else {
    *(volatile uint32_t*)PLATFORM_DRIVER_PARTITION_MMIO_START = 1;
  }
}

/* Judges the story of the last run: it has passed if it left its word in the non-volatile memory. */
static uint32_t judge_last(uint32_t next) {
  const struct last_story* const story = &last_stories[next - 1];
  uint32_t sinner = 0;
  int holds;

  (void)nvmem_read(NVMEM_SINNER, &sinner);
  (void)nvmem_write(NVMEM_SINNER, NVMEM_ERASED);
  holds = sinner == story->sinner;
  result(holds ? "ok % " : "FAILED % ", STORIES + (int32_t)next, story->name);
  return holds ? 0 : 1;
}

void run_hosting(void) {
  uint32_t next = 0;
  uint32_t failures = 0;

  if (nvmem_read(NVMEM_NEXT, &next) != PSA_SUCCESS || nvmem_read(NVMEM_FAILURES, &failures) != PSA_SUCCESS) {
    end(2);
  }
  if (next == NVMEM_ERASED) {
    (void)nvmem_write(NVMEM_NEXT, 0);
    failures = tell_stories();
    next = 0;
  } else if (next == 0) {
    say("FAILED 0 no story but the last ones restarts the system\n", 0);
    end(1);
  } else {
    failures += judge_last(next);
  }
  while (next < LAST_STORIES) {
    (void)nvmem_write(NVMEM_NEXT, next + 1);
    (void)nvmem_write(NVMEM_FAILURES, failures);
    tell_last(&last_stories[next]);
    next++;
    result("FAILED % ", STORIES + (int32_t)next, last_stories[next - 1].name);
    failures++;
  }
  say("END hosting % cases ", STORIES + LAST_STORIES);
  say("% failed\n", (int32_t)failures);
  end(failures == 0 ? 0 : 1);
}
