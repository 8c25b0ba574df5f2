/* user_codes.h - the user's own codes: a table in the preferences, which wins over the built-in
 * words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_USER_CODES_H
#define SIPCODE_USER_CODES_H

#include "../core/facts.h"
#include "../core/phrase.h"

#include <epan/prefs.h>

/* Bytes of a text; a longer one is refused. */
#define SIPCODE_USER_TEXT_MAX 2000

void sipcode_user_codes_register(module_t *module);

/* Words of a code that answers METHOD (NULL: not known): the user's where there are some, else the
 * built-in ones. */
sip_code_words sipcode_code_words(sip_words *words, unsigned status, const char *method);

/* The same of a response. */
sip_code_words sipcode_response_words(sip_words *words, const sip_facts *facts);

/* The severity (PI_CHAT ...) that the user gave the code of a response; 0: none. */
int sipcode_user_severity(const sip_facts *facts);

#endif
