// SPDX-License-Identifier: Apache-2.0

/* How a partition prints on the secure log (rule EXT-2).
 *
 *     ERROR_UNPRIV("block %u: status %d\n", block, status);
 *
 * A message is in the image only if its level is at most TFM_PARTITION_LOG_LEVEL, a build option. The _RAW forms print
 * without the prefix. On the log each line of a partition begins with a space and no line of the SPM does; a byte that
 * is not a printable ASCII character, tab or newline is shown as \xNN. Formats are those of printf(), except for
 * floating point, which these macros do not compile, wide text, and %n, which writes nothing. */
#ifndef TFM_LOG_UNPRIV_H
#define TFM_LOG_UNPRIV_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LOG_LEVEL_NONE 0
#define LOG_LEVEL_ERROR 10
#define LOG_LEVEL_NOTICE 20
#define LOG_LEVEL_WARNING 30
#define LOG_LEVEL_INFO 40
#define LOG_LEVEL_VERBOSE 50

#ifndef TFM_PARTITION_LOG_LEVEL
#define TFM_PARTITION_LOG_LEVEL LOG_LEVEL_NONE
#endif

/* Formats the text in the partition, on its own stack, and passes it to the SPM. */
void tfm_log_unpriv(const char* format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the first bytes of a text, as many as the SPM writes at one time. Returns their count. A text that the caller
 * cannot read is a programmer error. */
size_t tfm_log_unpriv_piece(const char* text, size_t length);

/* True for a floating-point argument, whose class the compiler's <typeclass.h> calls real. */
#define TFM_LOG_IS_REAL(argument) (__builtin_classify_type(argument) == 8)
#define TFM_LOG_ANY_REAL(a, b, c, d, e, f, g, h, i, j, k, l, m, ...)                                             \
  (TFM_LOG_IS_REAL(b) || TFM_LOG_IS_REAL(c) || TFM_LOG_IS_REAL(d) || TFM_LOG_IS_REAL(e) || TFM_LOG_IS_REAL(f) || \
   TFM_LOG_IS_REAL(g) || TFM_LOG_IS_REAL(h) || TFM_LOG_IS_REAL(i) || TFM_LOG_IS_REAL(j) || TFM_LOG_IS_REAL(k) || \
   TFM_LOG_IS_REAL(l) || TFM_LOG_IS_REAL(m))
#ifdef __cplusplus
#define TFM_LOG_ASSERT static_assert
#else
#define TFM_LOG_ASSERT _Static_assert
#endif

#define TFM_LOG_UNPRIV_AT(level, ...)                                                     \
  do {                                                                                    \
    TFM_LOG_ASSERT(!TFM_LOG_ANY_REAL(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), \
                   "the log of partitions prints no floating-point numbers");             \
    if (TFM_PARTITION_LOG_LEVEL >= level) {                                               \
      tfm_log_unpriv(__VA_ARGS__);                                                        \
    }                                                                                     \
  } while (0)

/* The prefix of each level, as in TF-M's sources: tfm_log_unpriv(LOG_MARKER_RAW "..."). */
#define LOG_MARKER_ERROR "[ERR] "
#define LOG_MARKER_NOTICE "[NOT] "
#define LOG_MARKER_WARNING "[WRN] "
#define LOG_MARKER_INFO "[INF] "
#define LOG_MARKER_VERBOSE "[DBG] "
#define LOG_MARKER_RAW ""

#define ERROR_UNPRIV_RAW(...) TFM_LOG_UNPRIV_AT(LOG_LEVEL_ERROR, __VA_ARGS__)
#define NOTICE_UNPRIV_RAW(...) TFM_LOG_UNPRIV_AT(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define WARN_UNPRIV_RAW(...) TFM_LOG_UNPRIV_AT(LOG_LEVEL_WARNING, __VA_ARGS__)
#define INFO_UNPRIV_RAW(...) TFM_LOG_UNPRIV_AT(LOG_LEVEL_INFO, __VA_ARGS__)
#define VERBOSE_UNPRIV_RAW(...) TFM_LOG_UNPRIV_AT(LOG_LEVEL_VERBOSE, __VA_ARGS__)

#define ERROR_UNPRIV(...) ERROR_UNPRIV_RAW(LOG_MARKER_ERROR __VA_ARGS__)
#define NOTICE_UNPRIV(...) NOTICE_UNPRIV_RAW(LOG_MARKER_NOTICE __VA_ARGS__)
#define WARN_UNPRIV(...) WARN_UNPRIV_RAW(LOG_MARKER_WARNING __VA_ARGS__)
#define INFO_UNPRIV(...) INFO_UNPRIV_RAW(LOG_MARKER_INFO __VA_ARGS__)
#define VERBOSE_UNPRIV(...) VERBOSE_UNPRIV_RAW(LOG_MARKER_VERBOSE __VA_ARGS__)

#ifdef __cplusplus
}
#endif

#endif
