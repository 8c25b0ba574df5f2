/* key.h - keys of hash tables, put together from parts of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_KEY_H
#define SIPCODE_KEY_H

#include "header.h"

/* Bytes of a part that are kept as they are; of a longer one the rest is folded. */
#define SIP_KEY_PART_MAX 128

/* Appends a part, and what parts it from the next. The key stays a string without NUL. */
void sip_key_add(GString *key, sip_slice part);

/* Tells contents apart; not made to withstand an enemy, who gains nothing by a wrong link. */
uint64_t sip_digest(sip_slice bytes);

#endif
