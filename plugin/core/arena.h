/* arena.h - memory that is given back all at once, when the file is closed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_ARENA_H
#define SIPCODE_ARENA_H

#include <glib.h>
#include <stddef.h>

/* Grows with the messages of the file: by what is kept of each, less than 1 KiB and its texts, each
 * of which has a cap where it is kept. */
typedef struct sip_arena sip_arena;

sip_arena *sip_arena_new(void);

/* Frees all that was taken from it. */
void sip_arena_free(sip_arena *arena);

/* SIZE bytes, zeroed and aligned for any type, whose address never changes. At most 4 KiB. */
void *sip_arena_take(sip_arena *arena, size_t size);

/* One zeroed object of TYPE. */
#define SIP_ARENA_NEW(arena, type) ((type *)sip_arena_take((arena), sizeof(type)))

/* A copy of the string, kept once however often it is asked for. */
const char *sip_arena_intern(sip_arena *arena, const char *text);

/* A copy of the string that is known to be new. */
const char *sip_arena_copy(sip_arena *arena, const char *text, size_t len);

#endif
