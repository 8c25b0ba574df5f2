/* key.h - keys of hash tables, put together from parts of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_KEY_H
#define SIPCODE_KEY_H

#include "header.h"

/* Tells contents apart by 64 bits. Not made to withstand an enemy, who could make two of his own
 * messages belong together, and gains nothing by it. */
uint64_t sip_digest(sip_slice bytes);

/* Of a text whose case does not matter (RFC 3261 §7.3.1); of its first 256 bytes. */
uint64_t sip_digest_nocase(sip_slice text);

/* Of the URI in a value, without what may differ on the way, its parameters and brackets. Case
 * matters in the user alone (RFC 3261 §19.1.4). */
uint64_t sip_digest_uri(sip_slice value);

/* Stands for a sequence of parts; one begins as zeros. */
typedef struct {
    uint64_t high, low;
} sip_key;

void sip_key_add(sip_key *key, uint64_t part);

/* For GHashTable: keys are const sip_key *. */
guint sip_key_hash(gconstpointer key);
gboolean sip_key_equal(gconstpointer a, gconstpointer b);

#endif
