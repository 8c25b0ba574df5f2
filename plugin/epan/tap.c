/* tap.c - what reports listen to: each message of the capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "tap.h"

#include "../core/key.h"

#include <epan/tap.h>
#include <epan/to_str.h>

#include <string.h>

/* Endpoints that get a name; those behind have none. */
#define ENDPOINTS_MAX 100000

static int tap = -1;
static GHashTable *names; /* digest, as a pointer -> name; NULL: none yet */
static uint64_t
    recent[256]; /* digests that are known to have been named, each in a place of its own */

void sipcode_tap_register(void)
{
    tap = register_tap(SIPCODE_TAP);
}

void sipcode_tap(packet_info *pinfo, const sip_facts *facts)
{
    if (have_tap_listener(tap))
        tap_queue_packet(tap, pinfo, facts);
}

static char *make_name(const address *address, uint32_t port)
{
    char *host = address_to_str(NULL, address);
    char *name = g_strdup_printf(address->type == AT_IPv6 ? "[%s]:%u" : "%s:%u", host, port);

    wmem_free(NULL, host);
    return name;
}

uint64_t sipcode_endpoint(const address *address, uint32_t port)
{
    sip_slice bytes = { (const char *)address->data, (size_t)address->len };
    uint64_t digest = sip_digest(bytes) * 31 + port;
    void *key = GSIZE_TO_POINTER((size_t)digest);

    if (recent[digest % G_N_ELEMENTS(recent)] == digest)
        return digest;
    recent[digest % G_N_ELEMENTS(recent)] = digest;
    if (!names)
        names = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    if (!g_hash_table_contains(names, key) && g_hash_table_size(names) < ENDPOINTS_MAX)
        g_hash_table_insert(names, key, make_name(address, port));
    return digest;
}

const char *sipcode_endpoint_name(uint64_t digest)
{
    const char *name = names ? g_hash_table_lookup(names, GSIZE_TO_POINTER((size_t)digest)) : NULL;

    return name ? name : "?";
}

void sipcode_endpoints_free(void)
{
    memset(recent, 0, sizeof recent);
    g_clear_pointer(&names, g_hash_table_destroy);
}
