/* key.c - keys of hash tables, put together from parts of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key.h"

#include <string.h>

uint64_t sip_digest(sip_slice bytes)
{
    uint64_t hash = 0xcbf29ce484222325u ^ bytes.len, word;

    for (; bytes.len >= sizeof word; bytes.ptr += sizeof word, bytes.len -= sizeof word) {
        memcpy(&word, bytes.ptr, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    for (; bytes.len > 0; bytes.ptr++, bytes.len--)
        hash = (hash ^ (unsigned char)*bytes.ptr) * 0x100000001b3u;
    return hash;
}

void sip_key_add(sip_key *key, uint64_t part)
{
    key->high = (key->high ^ part) * 0x9e3779b97f4a7c15u;
    key->high ^= key->high >> 29;
    key->low = (key->low + part) * 0xc2b2ae3d27d4eb4fu;
    key->low ^= key->low >> 31;
}

guint sip_key_hash(gconstpointer key)
{
    return (guint)((const sip_key *)key)->high;
}

gboolean sip_key_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(sip_key)) == 0;
}
