/* sentence.h - templates of the language, filled with what is known of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_SENTENCE_H
#define SIPCODE_SENTENCE_H

#include "view.h"

/* The template TEXT about the message. The caller frees it with g_free. */
char *sipcode_say(const view *v, sip_text text);

/* Appends NUMBER as printf("%u") would, at a tenth of its cost. */
void sipcode_append_number(GString *out, unsigned number);

/* The name of a cause in words; NULL: it has none. */
const char *sipcode_cause_name(sip_words *words, const sip_cause *cause);

#endif
