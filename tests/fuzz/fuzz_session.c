/* fuzz_session.c - a capture: many messages, one engine.
 *
 * The first byte of an input chooses T1. Then come records, each begun by two bytes 0xFF: a byte
 * for the time since the record before, a byte for the two endpoints, and a datagram.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _GNU_SOURCE /* memmem */
#include "engine.h"
#include "fuzz.h"
#include "session_checks.h"

#include <string.h>

#define MS G_GINT64_CONSTANT(1000000)
#define SECOND (1000 * MS)
/* As long as a capture can be; the plugin takes no time beyond it. */
#define LONGEST (G_GINT64_CONSTANT(100) * 366 * 86400 * SECOND)

static const char separator[] = { '\xFF', '\xFF' };
#define RECORD_HEAD 2

/* T1 of the user's; 0: none. */
static const int64_t t1s[] = { 0, 500 * MS, 2 * SECOND, G_GINT64_CONSTANT(4294967) * SECOND };

/* Time since the record before. Time may run backwards. */
static const int64_t steps[16] = {
    0,          MS,          20 * MS,     100 * MS,      249 * MS,  250 * MS, 500 * MS, SECOND,
    4 * SECOND, 32 * SECOND, 64 * SECOND, 3600 * SECOND, -300 * MS, -SECOND,  LONGEST,  -LONGEST,
};

typedef struct {
    sip_engine *engine;
    GPtrArray *facts; /* sip_facts, in the order of the capture */
    sip_sighting seen;
    int64_t latest;
} session;

/* Takes the record at the start of REST off it. */
static sip_slice take_record(sip_slice *rest)
{
    const char *end = memmem(rest->ptr, rest->len, separator, sizeof separator);
    sip_slice record = { rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
    size_t taken = end ? record.len + sizeof separator : record.len;

    rest->ptr += taken;
    rest->len -= taken;
    return record;
}

static void feed(session *s, sip_slice record)
{
    sip_slice datagram;
    sip_frame_scan scan;

    s->seen.time = CLAMP(s->seen.time + steps[record.ptr[0] & 15], -LONGEST, LONGEST);
    s->seen.src = record.ptr[1] & 15;
    s->seen.dst = record.ptr[1] >> 4 & 15;
    s->latest = MAX(s->latest, s->seen.time);
    datagram = fuzz_copy((const uint8_t *)record.ptr + RECORD_HEAD, record.len - RECORD_HEAD);
    sip_frame_scan_init(&scan);
    sip_frame_scan_begin(&scan, SIP_DATAGRAM, 1);
    sip_frame_scan_source(&scan, datagram.ptr, datagram.len, false);
    sip_frame_scan_end(&scan);
    if (scan.messages->len > 0) {
        s->seen.frame++;
        g_ptr_array_add(
            s->facts,
            sip_engine_feed(s->engine, &g_array_index(scan.messages, sip_message, 0), &s->seen));
    }
    sip_frame_scan_clear(&scan);
    g_free((char *)datagram.ptr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sip_slice rest = { (const char *)data, size };
    session s = { .engine = NULL };

    if (size == 0)
        return 0;
    s.engine = sip_engine_new(fuzz_tables(), t1s[data[0] & 3]);
    s.facts = g_ptr_array_new();
    take_record(&rest);
    while (rest.len > 0) {
        sip_slice record = take_record(&rest);

        if (record.len >= RECORD_HEAD)
            feed(&s, record);
    }
    session_check(s.facts, s.latest);
    g_ptr_array_free(s.facts, TRUE);
    sip_engine_free(s.engine);
    return 0;
}
