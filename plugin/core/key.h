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

/* Stands for a sequence of parts; one begins as zeros. */
typedef struct {
    uint64_t high, low;
} sip_key;

void sip_key_add(sip_key *key, uint64_t part);

/* For GHashTable: keys are const sip_key *. */
guint sip_key_hash(gconstpointer key);
gboolean sip_key_equal(gconstpointer a, gconstpointer b);

#endif
