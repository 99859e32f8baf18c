// SPDX-License-Identifier: Apache-2.0

/* TALKER: writes to the secure log, and asks for what does not exist. */
#include "psa_manifest/talker.h"
#include <limits.h>

#include "config_tfm.h"
#include "psa/lifecycle.h"
#include "psa/service.h"
#include "requests.h"
#include "service_api.h"
#include "tfm_log_unpriv.h"

static void say_every_level(void) {
  ERROR_UNPRIV("an error\n");
  NOTICE_UNPRIV("a notice\n");
  WARN_UNPRIV("a warning\n");
  INFO_UNPRIV("news\n");
  VERBOSE_UNPRIV("gossip\n");
  ERROR_UNPRIV_RAW("raw error\n");
  NOTICE_UNPRIV_RAW("raw notice\n");
  WARN_UNPRIV_RAW("raw warning\n");
  INFO_UNPRIV_RAW("raw news\n");
  VERBOSE_UNPRIV_RAW("raw gossip\n");
}

static void say_every_format(void) {
  const char* const nothing = NULL;
  ERROR_UNPRIV("%d %i %u\n", -7, INT_MIN, UINT_MAX);
  ERROR_UNPRIV("%x %X %08x %4d %04d\n", 0xBEEFu, 0xBEEFu, 0x1Fu, 42, -7);
  ERROR_UNPRIV("%s, %c, 100%%, %zu, %ld, %hu\n", "text", 'c', (size_t)12, -13L, (unsigned short)14);
  ERROR_UNPRIV("%p %s %5s|\n", (void*)(uintptr_t)0x1234, nothing, "abc");
}

static void say_what_the_spm_says(void) {
  static const char bytes[] = "\x1b[2K\0\x7f\xc3\xa9 ~three\tfour\n";
  ERROR_UNPRIV("panic: VICTIM id 0x00000001 broke CALL-1 in psa_call\n");
  ERROR_UNPRIV_RAW("one\n[ERR] panic: two\r\n");
  for (size_t done = 0; done < sizeof bytes - 1;) {
    done += tfm_log_unpriv_piece(&bytes[done], sizeof bytes - 1 - done);
  }
  ERROR_UNPRIV_RAW("begun\r");
  ERROR_UNPRIV_RAW("[ERR] restarted after a panic: five\n");
}

/* The lengths that the SPM takes at once: of printable bytes, of bytes that it writes as numbers, and of bytes that it
 * leaves out. */
static psa_status_t say_three_pieces(void) {
  const size_t printable = tfm_log_unpriv_piece("0123456789ABCDEFGHIJ", 20);
  const size_t numbers = tfm_log_unpriv_piece("\1\1\1\1\1\1\1\1", 8);
  const size_t returns = tfm_log_unpriv_piece("\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r", 20);
  ERROR_UNPRIV_RAW("\n");
  return (psa_status_t)(printable * 10000 + numbers * 100 + returns);
}

psa_status_t talker_sfn(const psa_msg_t* msg) {
  switch (msg->type) {
    case SAY_EVERY_LEVEL: say_every_level(); return PSA_SUCCESS;
    case SAY_EVERY_FORMAT: say_every_format(); return PSA_SUCCESS;
    case SAY_A_LONG_LINE:
      ERROR_UNPRIV("%s%s\n", "0123456789012345678901234567890123456789012345678901234567890123456789",
                   "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
      return PSA_SUCCESS;
    case GET_BOOT_DATA: return tfm_core_get_boot_data(1, (struct tfm_boot_data*)(uintptr_t)msg, sizeof *msg);
    case GET_LIFECYCLE: return (psa_status_t)psa_rot_lifecycle_state();
    case GET_OPTIONS:
      return CRYPTO_STACK_SIZE == 0x1E80 && ITS_MAX_ASSET_SIZE == 512 ? CONFIG_TFM_CONN_HANDLE_MAX_NUM : -1;
    case SAY_WHAT_IS_NOT_THERE: return (psa_status_t)tfm_log_unpriv_piece((const char*)(uintptr_t)0x6FFFFFF0, 4);
    case SAY_PAST_THE_END_OF_MEMORY: return (psa_status_t)tfm_log_unpriv_piece("end", SIZE_MAX);
    case SAY_WHAT_THE_SPM_SAYS: say_what_the_spm_says(); return PSA_SUCCESS;
    case SAY_THREE_PIECES: return say_three_pieces();
    case SAY_NOTHING_FROM_NOWHERE: return (psa_status_t)tfm_log_unpriv_piece(NULL, 0);
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
