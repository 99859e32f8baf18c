/* The formatter behind tfm_log_unpriv.h. It works in the partition, with the partition's rights: the kernel gets a
 * finished text and looks at nothing but its bytes (EXT-2). No heap, and a buffer of one line on the stack. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "tfm_log_unpriv.h"

enum { ROOM = 64, MOST_DIGITS = 20 };

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

static void put_padded(struct line* line, const char* text, size_t length, size_t width, char padding) {
  for (; width > length; width--) {
    put(line, padding);
  }
  for (size_t i = 0; i < length; i++) {
    put(line, text[i]);
  }
}

static void put_text(struct line* line, const char* text, size_t width) {
  if (text == NULL) {
    text = "(null)";
  }
  size_t length = 0;
  while (text[length] != '\0') {
    length++;
  }
  put_padded(line, text, length, width, ' ');
}

static void put_number(struct line* line, uintptr_t value, unsigned base, bool negative, size_t width, char padding,
                       const char* digits) {
  char text[MOST_DIGITS];
  size_t first = MOST_DIGITS;

  do {
    text[--first] = digits[value % base];
    value /= base;
  } while (value != 0);
  if (negative && padding == '0') {
    put(line, '-');
    width -= width != 0;
  } else if (negative) {
    text[--first] = '-';
  }
  put_padded(line, &text[first], MOST_DIGITS - first, width, padding);
}

static void put_argument(struct line* line, char conversion, bool is_long, size_t width, char padding, va_list* rest) {
  static const char small[] = "0123456789abcdef";
  static const char large[] = "0123456789ABCDEF";

  switch (conversion) {
    case 'd':
    case 'i': {
      const intptr_t value = is_long ? va_arg(*rest, long) : va_arg(*rest, int);
      const uintptr_t magnitude = value < 0 ? 0 - (uintptr_t)value : (uintptr_t)value;
      put_number(line, magnitude, 10, value < 0, width, padding, small);
      return;
    }
    case 'u':
    case 'x':
    case 'X': {
      const uintptr_t value = is_long ? va_arg(*rest, unsigned long) : va_arg(*rest, unsigned);
      put_number(line, value, conversion == 'u' ? 10 : 16, false, width, padding, conversion == 'X' ? large : small);
      return;
    }
    case 'p':
      put_text(line, "0x", 0);
      put_number(line, (uintptr_t)va_arg(*rest, void*), 16, false, width, padding, small);
      return;
    case 'c': put(line, (char)va_arg(*rest, int)); return;
    case 's': put_text(line, va_arg(*rest, const char*), width); return;
    default: put(line, conversion); return;
  }
}

void tfm_log_unpriv(const char* format, ...) {
  struct line line;
  va_list rest;

  line.used = 0;
  va_start(rest, format);
  for (; *format != '\0'; format++) {
    if (*format != '%') {
      put(&line, *format);
      continue;
    }
    format++;
    const char padding = *format == '0' ? '0' : ' ';
    size_t width = 0;
    for (; *format >= '0' && *format <= '9'; format++) {
      width = width * 10 + (size_t)(*format - '0');
    }
    bool is_long = false;
    for (; *format == 'l' || *format == 'z' || *format == 'h'; format++) {
      is_long = is_long || *format != 'h';
    }
    if (*format == '\0') {
      break;
    }
    put_argument(&line, *format, is_long, width, padding, &rest);
  }
  va_end(rest);
  flush(&line);
}
