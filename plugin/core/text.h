/* text.h - text of a message, made fit to be shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TEXT_H
#define SIPCODE_TEXT_H

#include "arena.h"
#include "header.h"

/* TEXT as valid UTF-8 without control characters, up to MOST bytes of it (what is
 * not valid becomes three bytes each); an ellipsis says that there was more. Equal ones are one.
 * Lives as long as ARENA. */
const char *sip_text_keep(sip_arena *arena, sip_slice text, size_t most);

/* The same of a text that hardly any other message has: equal ones need not be one. */
const char *sip_text_copy(sip_arena *arena, sip_slice text, size_t most);

/* As sip_text_keep, of what stands between quotes: a backslash makes the next character plain (RFC
 * 3261 §25.1, quoted-pair). */
const char *sip_text_keep_quoted(sip_arena *arena, sip_slice text, size_t most);

#endif
