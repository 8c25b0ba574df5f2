/* support.h - what the unit tests share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TEST_SUPPORT_H
#define SIPCODE_TEST_SUPPORT_H

#include "message.h"

#include <glib.h>

/* Initialiser of a slice: the bytes of a string literal, NUL bytes in it included. */
#define BYTES(literal)               \
    {                                \
        literal, sizeof(literal) - 1 \
    }
/* Initialiser of a slice that is not there; differs from the empty one, BYTES(""). */
#define ABSENT  \
    {           \
        NULL, 0 \
    }

/* Call it first, with main's arguments. */
void test_begin(int *argc, char ***argv);

sip_slice slice_of(const char *text);

/* Each of these notes a failure and goes on, so that one run shows every row that is wrong.
 * WHERE names the row, WHAT the part of it. */
void expect_slice(const char *where, const char *what, sip_slice got, sip_slice expected);
void expect_text(const char *where, const char *what, const char *got, const char *expected);
void expect_number(const char *where, const char *what, long got, long expected);
void fail_with(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Memory between two pages that nobody may touch: a byte read too many is a fault at once, with
 * or without a sanitizer. */
typedef struct guarded guarded;
typedef enum { GUARD_BEFORE, GUARD_AFTER, GUARD_SIDES } guard_side;

guarded *guarded_new(size_t capacity);
void guarded_free(guarded *memory);
/* Copies BYTES in, right behind the page before or right before the page behind. The copy stays
 * until the next one; its bytes may be written. */
sip_slice guarded_place(guarded *memory, sip_slice bytes, guard_side side);

#endif
