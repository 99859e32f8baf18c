// SPDX-License-Identifier: Apache-2.0

/* The formatter of tfm_log_unpriv.h. It runs in the partition, with the partition's rights: the kernel gets a finished
 * text and reads only its bytes (EXT-2). It uses no heap, and a buffer of one line on the stack.
 *
 * Every conversion takes the argument that printf() would take, so one that is not printed shifts no other. */
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "tfm_log_unpriv.h"

enum { ROOM = 64, MOST_DIGITS = 22 }; /* of 64 bits in octal */

struct line {
  char text[ROOM];
  size_t used;
};

static void flush(struct line* line) {
  for (size_t done = 0; done < line->used;) {
    done += tfm_log_unpriv_piece(&line->text[done], line->used - done);
  }
  line->used = 0;
}

static void put(struct line* line, char c) {
  if (line->used == ROOM) {
    flush(line);
  }
  line->text[line->used++] = c;
}

static void put_bytes(struct line* line, const char* text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    put(line, text[i]);
  }
}

static void pad(struct line* line, size_t used, size_t width, char padding) {
  for (; used < width; used++) {
    put(line, padding);
  }
}

/* What is between % and the conversion. */
struct field {
  bool left;
  bool zeros;
  bool alternative;
  char sign; /* of a number that is not negative; 0: no sign */
  size_t width;
  size_t precision; /* SIZE_MAX: not given */
  enum { BYTE, SHORT, INT, LONG, LONG_LONG } size;
};

static void put_text(struct line* line, const struct field* field, const char* text) {
  size_t length = 0;
  while (length < field->precision && text[length] != '\0') {
    length++;
  }
  pad(line, length, field->left ? 0 : field->width, ' ');
  put_bytes(line, text, length);
  pad(line, length, field->left ? field->width : 0, ' ');
}

/* Divides in place, 16 bits at a time, because a division of 64 bits would need a library function. */
static unsigned take_digit(uint64_t* value, unsigned base) {
  uint32_t rest = 0;
  uint64_t result = 0;
  for (int shift = 48; shift >= 0; shift -= 16) {
    const uint32_t part = rest << 16 | (uint32_t)(*value >> shift & 0xFFFF);
    result |= (uint64_t)(part / base) << shift;
    rest = part % base;
  }
  *value = result;
  return rest;
}

/* Writes the prefix, zeros up to the precision, or up to the width if that is asked for, and the digits. An octal
 * number begins with a zero if that is asked for. */
static void put_number(struct line* line, const struct field* field, const char* prefix, uint64_t value, unsigned base,
                       char ten) {
  char digits[MOST_DIGITS];
  size_t count = 0;
  size_t prefixed = 0;
  while (prefix[prefixed] != '\0') {
    prefixed++;
  }
  while (value != 0 || (count == 0 && field->precision != 0)) {
    const unsigned digit = take_digit(&value, base);
    digits[MOST_DIGITS - ++count] = (char)(digit < 10 ? '0' + digit : (unsigned)ten + digit - 10);
  }
  size_t least = field->precision != SIZE_MAX ? field->precision : 0;
  if (field->zeros && !field->left && field->precision == SIZE_MAX && field->width > prefixed) {
    least = field->width - prefixed;
  }
  if (field->alternative && base == 8 && (count == 0 || digits[MOST_DIGITS - count] != '0')) {
    least = count + 1 > least ? count + 1 : least;
  }
  const size_t used = prefixed + (count > least ? count : least);
  pad(line, used, field->left ? 0 : field->width, ' ');
  put_bytes(line, prefix, prefixed);
  pad(line, count, least, '0');
  put_bytes(line, &digits[MOST_DIGITS - count], count);
  pad(line, used, field->left ? field->width : 0, ' ');
}

static void put_signed(struct line* line, const struct field* field, int64_t value) {
  const char prefix[] = {(char)(value < 0 ? '-' : field->sign), '\0'};
  put_number(line, field, prefix, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10, 'a');
}

static void put_unsigned(struct line* line, const struct field* field, char conversion, uint64_t value) {
  const bool prefixed = field->alternative && value != 0;
  switch (conversion) {
    case 'x': put_number(line, field, prefixed ? "0x" : "", value, 16, 'a'); return;
    case 'X': put_number(line, field, prefixed ? "0X" : "", value, 16, 'A'); return;
    case 'o': put_number(line, field, "", value, 8, 'a'); return;
    default: put_number(line, field, "", value, 10, 'a'); return;
  }
}

static int64_t signed_argument(const struct field* field, va_list* rest) {
  switch (field->size) {
    case BYTE: return (signed char)va_arg(*rest, int);
    case SHORT: return (short)va_arg(*rest, int);
    case LONG: return va_arg(*rest, long);
    case LONG_LONG: return va_arg(*rest, long long);
    case INT:
    default: return va_arg(*rest, int);
  }
}

static uint64_t unsigned_argument(const struct field* field, va_list* rest) {
  switch (field->size) {
    case BYTE: return (unsigned char)va_arg(*rest, unsigned);
    case SHORT: return (unsigned short)va_arg(*rest, unsigned);
    case LONG: return va_arg(*rest, unsigned long);
    case LONG_LONG: return va_arg(*rest, unsigned long long);
    case INT:
    default: return va_arg(*rest, unsigned);
  }
}

static void put_argument(struct line* line, struct field* field, char conversion, va_list* rest) {
  switch (conversion) {
    case 'd':
    case 'i': put_signed(line, field, signed_argument(field, rest)); return;
    case 'u':
    case 'o':
    case 'x':
    case 'X': put_unsigned(line, field, conversion, unsigned_argument(field, rest)); return;
    case 'p': put_number(line, field, "0x", (uintptr_t)va_arg(*rest, void*), 16, 'a'); return;
    case 'c': {
      const char byte = (char)va_arg(*rest, int);
      pad(line, 1, field->left ? 0 : field->width, ' ');
      put(line, byte);
      pad(line, 1, field->left ? field->width : 0, ' ');
      return;
    }
    case 's': {
      const char* const text = va_arg(*rest, const char*);
      put_text(line, field, text == NULL ? "(null)" : text);
      return;
    }
    case '%': put(line, '%'); return;
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      (void)va_arg(*rest, double);
      put(line, '?');
      return;
    default:
      (void)va_arg(*rest, void*); /* n writes nothing */
      return;
  }
}

static const char* read_flags(struct field* field, const char* format) {
  for (;; format++) {
    switch (*format) {
      case '-': field->left = true; break;
      case '0': field->zeros = true; break;
      case '#': field->alternative = true; break;
      case '+': field->sign = '+'; break;
      case ' ': field->sign = field->sign == '+' ? '+' : ' '; break;
      default: return format;
    }
  }
}

/* Reads a number from the format, or from the next argument. */
static const char* read_number(const char* format, int* number, va_list* rest) {
  if (*format == '*') {
    *number = va_arg(*rest, int);
    return format + 1;
  }
  for (*number = 0; *format >= '0' && *format <= '9'; format++) {
    *number = *number * 10 + (*format - '0');
  }
  return format;
}

static const char* read_size(struct field* field, const char* format) {
  field->size = INT;
  for (;; format++) {
    switch (*format) {
      case 'h': field->size = field->size == SHORT ? BYTE : SHORT; break;
      case 'l': field->size = field->size == LONG ? LONG_LONG : LONG; break;
      case 'z':
      case 't': field->size = sizeof(size_t) == sizeof(long) ? LONG : LONG_LONG; break;
      case 'j':
      case 'L':
      case 'q': field->size = LONG_LONG; break;
      default: return format;
    }
  }
}

/* Reads what follows a %. Returns the place of the conversion. */
static const char* read_field(struct field* field, const char* format, va_list* rest) {
  int number;
  *field = (struct field){.precision = SIZE_MAX};
  format = read_number(read_flags(field, format), &number, rest);
  field->left = field->left || number < 0;
  field->width = number < 0 ? 0 - (size_t)number : (size_t)number;
  if (*format == '.') {
    format = read_number(format + 1, &number, rest);
    field->precision = number < 0 ? SIZE_MAX : (size_t)number;
  }
  return read_size(field, format);
}

void tfm_log_unpriv(const char* format, ...) {
  struct line line;
  struct field field;
  va_list rest;

  line.used = 0;
  va_start(rest, format);
  for (; *format != '\0'; format++) {
    if (*format != '%') {
      put(&line, *format);
      continue;
    }
    format = read_field(&field, format + 1, &rest);
    if (*format == '\0') {
      break;
    }
    put_argument(&line, &field, *format, &rest);
  }
  va_end(rest);
  flush(&line);
}
