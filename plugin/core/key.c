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

void sip_key_add(GString *key, sip_slice part)
{
    size_t start = key->len;

    if (part.len > 0)
        g_string_append_len(key, part.ptr, (gssize)MIN(part.len, SIP_KEY_PART_MAX));
    for (size_t i = start; i < key->len; i++)
        if (key->str[i] == '\0')
            key->str[i] = '\1';
    if (part.len > SIP_KEY_PART_MAX)
        g_string_append_printf(key, "%" G_GINT64_MODIFIER "x", sip_digest(part));
    g_string_append_c(key, '\n');
}
