/* key.c - keys of hash tables, put together from parts of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key.h"

#include <string.h>

static uint64_t mix(uint64_t hash, uint64_t word)
{
    return ((hash << 23 | hash >> 41) ^ word) * 0x9e3779b97f4a7c15u;
}

/* The high bits of a product depend on all of it, the low ones on little. */
static uint64_t finish(uint64_t hash)
{
    return hash ^ hash >> 32;
}

static uint64_t word_at(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

/* Eight bytes a step; the last step takes some of the one before again. */
uint64_t sip_digest(sip_slice bytes)
{
    const size_t step = sizeof(uint64_t);
    uint64_t hash = 0xcbf29ce484222325u ^ bytes.len, word = 0;

    if (bytes.len >= step) {
        size_t i = 0;

        for (; i + 4 * step < bytes.len; i += 4 * step)
            for (unsigned k = 0; k < 4; k++)
                hash = mix(hash, word_at(bytes.ptr + i + k * step));
        for (; i + step < bytes.len; i += step)
            hash = mix(hash, word_at(bytes.ptr + i));
        return finish(mix(hash, word_at(bytes.ptr + bytes.len - step)));
    }
    for (size_t i = 0; i < bytes.len; i++)
        word = word << 8 | (unsigned char)bytes.ptr[i];
    return finish(mix(hash, word));
}

/* Bytes of a text in any case that count. */
#define COMPARED_MAX 256

uint64_t sip_digest_nocase(sip_slice text)
{
    char low[COMPARED_MAX];

    text.len = MIN(text.len, sizeof low);
    for (size_t i = 0; i < text.len; i++)
        low[i] = g_ascii_tolower(text.ptr[i]);
    return sip_digest((sip_slice){ low, text.len });
}

uint64_t sip_digest_uri(sip_slice value)
{
    sip_slice uri = sip_value_uri(value), user = { uri.ptr, 0 }, host;
    size_t end = 0;

    while (end < uri.len && uri.ptr[end] != ';' && uri.ptr[end] != '?') {
        if (uri.ptr[end] == '@')
            user.len = end;
        end++;
    }
    host = (sip_slice){ uri.ptr + user.len, end - user.len };
    return sip_digest(user) * 31 + sip_digest_nocase(host);
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
