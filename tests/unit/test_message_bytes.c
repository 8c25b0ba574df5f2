/* test_message_bytes.c - any bytes whatever: nothing outside of them is read or handed out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "test_message.h"

#include "support.h"

#include <string.h>

static const sip_slice samples[] = {
    BYTES("INVITE sip:bob@b.example;user=phone SIP/2.0\r\n"
          "Via: SIP/2.0/TCP a.example:5060;branch=z9hG4bK1\r\n"
          "f: \"A, \\\"l\\\"\" <sip:alice@a.example>;tag=1\r\n"
          "To: <sip:bob@b.example>\r\n"
          "Call-ID: 1@a.example\r\n"
          "CSeq: 1\r\n INVITE\r\n"
          "Supported: 100rel,timer,\r\n\tprecondition\r\n"
          "Content-Length: 8\r\n"
          "\r\n"
          "v=0\r\no=\n"
          "SIP/2.0 180 Ringing\nCSeq: 1 INVITE\nl: 0\n\n"),
    BYTES("xSIP/2.0 183 Session Progress\r\n"
          "v: SIP/2.0/UDP a.example;branch=z9hG4bK1, SIP/2.0/UDP c.example\r\n"
          "Reason: Q.850;cause=16;text=\"a,b\"\r\n"
          "CSeq: 1 INVITE\r\n"
          "l: 2\r\n"
          "\r\n"
          "okNOTIFY sip:a SIP/2.0\r\nCSeq: 2 NOTIFY\r\n\r\nSIP/2.0 200 OK\r\n"),
};

static void check_inside(sip_slice part, sip_slice whole)
{
    if (part.len > 0) {
        g_assert_true(part.ptr >= whole.ptr);
        g_assert_cmpuint((size_t)(part.ptr - whole.ptr), <=, whole.len);
        g_assert_cmpuint(part.len, <=, whole.len - (size_t)(part.ptr - whole.ptr));
    }
}

/* Every part of MSG lies in BUF; every byte of every header is read. */
static void check_message(const sip_message *msg, sip_slice buf)
{
    sip_slice lines = msg->headers, value;
    sip_header header;

    check_inside(msg->whole, buf);
    check_inside(msg->start_line, msg->whole);
    check_inside(msg->headers, msg->whole);
    check_inside(msg->body, msg->whole);
    check_inside(msg->uri, msg->start_line);
    check_inside(msg->phrase, msg->start_line);
    check_inside(msg->method_name, msg->kind == SIP_REQUEST ? msg->start_line : msg->headers);
    while (sip_header_next(&lines, &header)) {
        check_inside(header.name, msg->headers);
        check_inside(header.value, msg->headers);
        sip_header_is(header.name, "Via");
        for (sip_slice list = header.value; sip_value_next(&list, &value);)
            check_inside(value, header.value);
    }
    sip_message_header(msg, "X-Absent", &value);
}

static void check_buffer(sip_slice buf)
{
    sip_message msg;
    size_t pos = 0, before = 0;

    while (sip_message_next(buf, &pos, &msg)) {
        g_assert_cmpuint(pos, >, before);
        g_assert_cmpuint(pos, <=, buf.len);
        before = pos;
        check_message(&msg, buf);
    }
    g_assert_cmpuint(pos, ==, buf.len);
}

/* BUF as the frame behind a source that is whole, in each way a frame can be scanned. */
static void check_frame(sip_frame_scan *scan, sip_slice whole, sip_slice buf)
{
    for (unsigned way = 0; way < 4; way++) {
        sip_frame_scan_begin(scan, way & 1 ? SIP_STREAM : SIP_DATAGRAM, 0);
        sip_frame_scan_source(scan, whole.ptr, whole.len, false);
        sip_frame_scan_source(scan, buf.ptr, buf.len, way & 2);
        sip_frame_scan_end(scan);
        for (unsigned i = 0; i < scan->messages->len; i++) {
            const sip_message *msg = &g_array_index(scan->messages, sip_message, i);
            bool in_whole = msg->whole.ptr >= whole.ptr && msg->whole.ptr < whole.ptr + whole.len;

            check_message(msg, in_whole ? whole : buf);
        }
    }
}

typedef struct {
    guarded *memory;
    sip_frame_scan scan;
    sip_slice whole;
} bench;

static void bench_begin(bench *b, sip_slice whole)
{
    b->memory = guarded_new(whole.len);
    b->whole = whole;
    sip_frame_scan_init(&b->scan);
}

static void bench_end(bench *b)
{
    sip_frame_scan_clear(&b->scan);
    guarded_free(b->memory);
}

/* BYTES at either end of guarded memory. */
static void bench_check(bench *b, sip_slice bytes)
{
    for (unsigned side = 0; side < GUARD_SIDES; side++) {
        sip_slice buf = guarded_place(b->memory, bytes, (guard_side)side);

        check_buffer(buf);
        check_frame(&b->scan, b->whole, buf);
    }
}

/* Cut off anywhere, in front and behind. */
static void test_truncated(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        bench b;

        bench_begin(&b, samples[i]);
        for (size_t n = 0; n <= samples[i].len; n++) {
            bench_check(&b, (sip_slice){ samples[i].ptr, n });
            bench_check(&b, (sip_slice){ samples[i].ptr + n, samples[i].len - n });
        }
        bench_end(&b);
    }
}

static void test_mutated(void)
{
    static const char bytes[] = { '\0', '\xff', '\n', '\r', ' ', ':', '"', '<', '9' };

    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        bench b;

        bench_begin(&b, samples[i]);
        for (size_t at = 0; at < samples[i].len; at++) {
            for (size_t n = 0; n < sizeof bytes; n++) {
                char *copy = g_memdup2(samples[i].ptr, samples[i].len);

                copy[at] = bytes[n];
                bench_check(&b, (sip_slice){ copy, samples[i].len });
                g_free(copy);
            }
        }
        bench_end(&b);
    }
}

/* Start lines alone, cut off anywhere, with one byte of any kind before them. */
static void test_start_line_at_edge(void)
{
    static const char *const lines[] = {
        "SIP/2.0 200 OK\r\n",
        "SIP/2.0 200\n",
        "A a SIP/2.0\r\n",
        "INVITE a SIP/2.0\r\n",
        " SIP/2.0\r\n",
        "  SIP/2.0\r\n",
        "\n  SIP/2.0\r\n",
        "INVITE  SIP/2.0\nCSeq: 1 XINVITE\n\n",
        "a SIP/2.0\r\nCSeq: 1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        bench b;

        bench_begin(&b, slice_of(lines[i]));
        for (size_t n = 0; n <= strlen(lines[i]); n++) {
            bench_check(&b, (sip_slice){ lines[i], n });
            bench_check(&b, slice_of(lines[i] + n));
        }
        bench_end(&b);
    }
}

/* A source may be empty and have no bytes at all. */
static void test_no_bytes(void)
{
    sip_frame_scan scan;

    check_buffer((sip_slice)ABSENT);
    sip_frame_scan_init(&scan);
    check_frame(&scan, (sip_slice)ABSENT, (sip_slice)ABSENT);
    g_assert_cmpuint(scan.messages->len, ==, 0);
    sip_frame_scan_clear(&scan);
}

/* A slice that a message does not have, as the Request-URI of a response, is empty. */
static void test_absent_slice(void)
{
    sip_slice none = ABSENT, value;
    sip_header header;

    g_assert_true(sip_slice_equal(none, ""));
    g_assert_true(sip_slice_equal_nocase(none, ""));
    g_assert_false(sip_slice_equal(none, "a"));
    g_assert_cmpint(sip_method_find(none), ==, SIP_METHOD_UNKNOWN);
    g_assert_false(sip_header_is(none, "Via"));
    g_assert_false(sip_value_next(&none, &value));
    g_assert_false(sip_header_next(&none, &header));
}

void add_bytes_tests(void)
{
    g_test_add_func("/message/bytes/truncated", test_truncated);
    g_test_add_func("/message/bytes/mutated", test_mutated);
    g_test_add_func("/message/bytes/start-line-at-edge", test_start_line_at_edge);
    g_test_add_func("/message/bytes/none", test_no_bytes);
    g_test_add_func("/message/bytes/absent-slice", test_absent_slice);
}
