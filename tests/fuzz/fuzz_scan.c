/* fuzz_scan.c - the scanner on a frame of any bytes.
 *
 * The first byte of an input says how they travelled: bit 0 stream, 1 cut by the snap length, 2 and
 * 3 how many messages there can be, 4 and 5 in which sources they stand, 6 a stream whose parts are
 * joined. The rest is the bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#define SOURCES_MAX 2

/* Sources of the frame: the bytes; two halves of them; the bytes and then their second half, as a
 * reassembled message and its last segment; the bytes twice. */
typedef enum { SOURCES_ONE, SOURCES_HALVES, SOURCES_TAIL, SOURCES_TWICE } source_kind;

typedef struct {
    sip_slice of[SOURCES_MAX];
    unsigned n;
} sources;

static sources make_sources(source_kind kind, const uint8_t *data, size_t size)
{
    size_t half = size / 2;

    switch (kind) {
    case SOURCES_HALVES:
        return (sources){ { fuzz_copy(data, half), fuzz_copy(data + half, size - half) }, 2 };
    case SOURCES_TAIL:
        return (sources){ { fuzz_copy(data, size), fuzz_copy(data + half, size - half) }, 2 };
    case SOURCES_TWICE:
        return (sources){ { fuzz_copy(data, size), fuzz_copy(data, size) }, 2 };
    case SOURCES_ONE:
        break;
    }
    return (sources){ { fuzz_copy(data, size) }, 1 };
}

/* {{{ what a message must be like */

static void check_list(sip_slice list)
{
    static const char *const parameters[] = { "tag", "branch", "expires", "text" };
    sip_slice rest = list, value, param;

    while (sip_value_next(&rest, &value)) {
        fuzz_check_within(value, list);
        fuzz_check_within(sip_value_uri(value), value);
        for (unsigned i = 0; i < G_N_ELEMENTS(parameters); i++)
            if (sip_value_param(value, parameters[i], &param))
                fuzz_check_within(param, value);
    }
}

static void check_headers(const sip_message *msg)
{
    sip_slice lines = msg->headers;
    sip_header header;

    while (sip_header_next(&lines, &header)) {
        fuzz_check_within(header.name, msg->headers);
        fuzz_check_within(header.value, msg->headers);
        check_list(header.value);
    }
}

/* Each known header: its first row and, over all rows, its values. */
static void check_known(const sip_message *msg)
{
    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++) {
        sip_values values = sip_message_values(msg, (sip_header_id)id);
        sip_slice value;

        fuzz_check_within(msg->first[id], msg->headers);
        g_assert_true(msg->first[id].ptr || !(msg->repeated & UINT64_C(1) << id));
        while (sip_values_next(&values, &value))
            fuzz_check_within(value, msg->headers);
    }
}

static void check_message(const sip_message *msg, sip_slice source)
{
    fuzz_check_within(msg->whole, source);
    g_assert_cmpuint(msg->whole.len, >, 0);
    fuzz_check_within(msg->start_line, msg->whole);
    fuzz_check_within(msg->headers, msg->whole);
    fuzz_check_within(msg->body, msg->whole);
    fuzz_check_within(msg->method_name, msg->whole);
    fuzz_check_within(msg->uri, msg->start_line);
    fuzz_check_within(msg->phrase, msg->start_line);
    g_assert_cmpint(msg->method, <, SIP_METHOD_COUNT);
    g_assert_cmpuint(msg->status, <=, 999);
    check_headers(msg);
    check_known(msg);
}

/* }}} */

/* All messages of a source, each behind the one before. */
static void check_source(sip_slice source)
{
    size_t pos = 0, last = 0;
    sip_message msg;

    while (sip_message_next(source, &pos, &msg)) {
        g_assert_cmpuint(pos, >, last);
        g_assert_cmpuint(pos, <=, source.len);
        last = pos;
        check_message(&msg, source);
    }
}

/* Which of the sources holds the message? */
static sip_slice source_of(const sources *all, const sip_message *msg)
{
    for (unsigned i = 0; i < all->n; i++)
        if (msg->whole.ptr >= all->of[i].ptr && msg->whole.ptr < all->of[i].ptr + all->of[i].len)
            return all->of[i];
    g_assert_not_reached();
}

static sip_transport transport_of(uint8_t options)
{
    if (!(options & 1))
        return SIP_DATAGRAM;
    return options & 64 ? SIP_STREAM_JOINED : SIP_STREAM;
}

static void check_frame(const sources *all, uint8_t options)
{
    unsigned most = options >> 2 & 3;
    sip_frame_scan scan;

    sip_frame_scan_init(&scan);
    sip_frame_scan_begin(&scan, transport_of(options), most);
    for (unsigned i = 0; i < all->n; i++)
        sip_frame_scan_source(&scan, all->of[i].ptr, all->of[i].len, options & 2);
    sip_frame_scan_end(&scan);
    g_assert_cmpuint(scan.messages->len, <=, most > 0 ? most : SIP_FRAME_MESSAGES_MAX);
    for (unsigned i = 0; i < scan.messages->len; i++) {
        const sip_message *msg = &g_array_index(scan.messages, sip_message, i);

        check_message(msg, source_of(all, msg));
    }
    sip_frame_scan_clear(&scan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sources all;

    if (size == 0)
        return 0;
    all = make_sources(data[0] >> 4 & 3, data + 1, size - 1);
    for (unsigned i = 0; i < all.n; i++)
        check_source(all.of[i]);
    check_frame(&all, data[0]);
    for (unsigned i = 0; i < all.n; i++)
        g_free((char *)all.of[i].ptr);
    return 0;
}
