/* SPDX-License-Identifier: Apache-2.0 */

/* Stores without end, so that the power can fail at any moment: power [ROUNDS].
 *
 * A round counts up, then puts two assets whose whole content follows from the round. At the start the three must fit:
 * the counter is that of the second asset or one more, and so on. It prints what it found, and each round that is done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ns_platform.h"
#include "psa/internal_trusted_storage.h"
#include "tfm_platform_api.h"

enum { FIRST = 1, SECOND, LARGEST = 300, COUNTER = 0 };

static char line[80];

static size_t content_of(uint32_t round, uint32_t asset, uint8_t* data) {
  const size_t size = 4 + (round * 37 + asset * 11) % (LARGEST - 4);

  memcpy(data, &round, 4);
  for (size_t i = 4; i < size; i++) {
    data[i] = (uint8_t)(round * 13 + asset * 7 + i);
  }
  return size;
}

static _Noreturn void fail(const char* what, uint32_t number) {
  snprintf(line, sizeof line, "FAILED %s %u\n", what, (unsigned)number);
  ns_print(line);
  ns_exit(1);
}

/* The round that an asset is of; 0 if it was never put. */
static uint32_t round_of(uint32_t asset) {
  static uint8_t data[LARGEST];
  static uint8_t expected[LARGEST];
  uint32_t round;
  size_t size;
  const psa_status_t status = psa_its_get(asset, 0, sizeof data, data, &size);

  if (status == PSA_ERROR_DOES_NOT_EXIST) {
    return 0;
  }
  if (status != PSA_SUCCESS || size < sizeof round) {
    fail("the asset cannot be read", asset);
  }
  memcpy(&round, data, sizeof round);
  if (size != content_of(round, asset, expected) || memcmp(data, expected, size) != 0) {
    fail("the asset is not of one round", asset);
  }
  return round;
}

static uint32_t counted(void) {
  uint32_t value = 0;

  if (tfm_platform_nv_counter_read(COUNTER, sizeof value, (uint8_t*)&value) != TFM_PLATFORM_ERR_SUCCESS) {
    fail("the counter cannot be read", COUNTER);
  }
  return value;
}

static void put(uint32_t round, uint32_t asset) {
  static uint8_t data[LARGEST];
  const size_t size = content_of(round, asset, data);

  if (psa_its_set(asset, size, data, PSA_STORAGE_FLAG_NONE) != PSA_SUCCESS) {
    fail("the asset cannot be put", asset);
  }
}

int main(void) {
  char words[40];
  const uint32_t first = round_of(FIRST);
  const uint32_t second = round_of(SECOND);
  uint32_t round = counted();

  snprintf(line, sizeof line, "found %u %u %u\n", (unsigned)round, (unsigned)first, (unsigned)second);
  ns_print(line);
  if (first > round || round - first > 1 || second > first || first - second > 1 || round - second > 1) {
    fail("the rounds do not fit together after round", round);
  }
  ns_command_line(words, sizeof words);
  const char* const word = strchr(words, ' ');
  const uint32_t last = word == NULL ? UINT32_MAX : round + (uint32_t)strtoul(word, NULL, 10);
  while (round < last) {
    if (tfm_platform_nv_counter_increment(COUNTER) != TFM_PLATFORM_ERR_SUCCESS || counted() != round + 1) {
      fail("the counter does not count after round", round);
    }
    round++;
    put(round, FIRST);
    put(round, SECOND);
    snprintf(line, sizeof line, "done %u\n", (unsigned)round);
    ns_print(line);
  }
  if (round_of(FIRST) != round || round_of(SECOND) != round) {
    fail("the last round is not there", round);
  }
  ns_print("ok 1 what_is_stored_is_whole\nEND power 1 cases 0 failed\n");
  ns_exit(0);
}
