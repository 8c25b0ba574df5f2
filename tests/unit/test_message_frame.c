/* test_message_frame.c - the messages of a frame: several in one source, one in several sources.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "test_message.h"

#include "support.h"

#define SOURCES_MAX 3

/* Short messages that are told apart by their start lines. */
#define RINGING "SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\nl: 0\r\n\r\n"
#define ANSWER "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\nl: 4\r\n\r\nv=0\n"
#define GOODBYE "BYE sip:b SIP/2.0\r\nCSeq: 2 BYE\r\nl: 0\r\n\r\n"
/* A NOTIFY whose body quotes a response (RFC 3515 §2.4.5), in two parts as two segments hold it. */
#define QUOTE_LINE "SIP/2.0 603 Decline\r\n"
#define NOTIFY_HEAD "NOTIFY sip:a SIP/2.0\r\nCSeq: 3 NOTIFY\r\nl: 21\r\n"
#define NOTIFY_TAIL "c: message/sipfrag\r\n\r\n" QUOTE_LINE
#define NOTIFY NOTIFY_HEAD NOTIFY_TAIL
/* The same with a blank line behind the quoted headers. */
#define QUOTE_BLOCK "SIP/2.0 603 Decline\r\nCSeq: 1 INVITE\r\n\r\n"
#define REPORT_HEAD "NOTIFY sip:a SIP/2.0\r\nCSeq: 3 NOTIFY\r\nl: 39\r\n"
#define REPORT_TAIL "c: message/sipfrag\r\n\r\n" QUOTE_BLOCK
#define REPORT REPORT_HEAD REPORT_TAIL

typedef struct {
    const char *name;
    sip_transport transport;
    unsigned most;
    bool cut; /* holds of the last source, the frame */
    sip_slice sources[SOURCES_MAX];
    const char *start_lines; /* '|' between them */
} frame_case;

static char *scan_frame(sip_frame_scan *scan, const frame_case *frame)
{
    GString *got = g_string_new(NULL);
    unsigned n = 0;

    while (n < SOURCES_MAX && frame->sources[n].ptr)
        n++;
    sip_frame_scan_begin(scan, frame->transport, frame->most);
    for (unsigned i = 0; i < n; i++)
        sip_frame_scan_source(scan, frame->sources[i].ptr, frame->sources[i].len,
                              frame->cut && i + 1 == n);
    sip_frame_scan_end(scan);
    for (unsigned i = 0; i < scan->messages->len; i++) {
        sip_slice line = g_array_index(scan->messages, sip_message, i).start_line;

        g_string_append(got, i > 0 ? "|" : "");
        g_string_append_len(got, line.ptr, (gssize)line.len);
    }
    return g_string_free(got, FALSE);
}

/* One scan for all of FRAMES, as in the plugin: nothing of one frame may be left in the next. */
static void check_frames(const frame_case *frames, size_t n)
{
    sip_frame_scan scan;

    sip_frame_scan_init(&scan);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *got = scan_frame(&scan, &frames[i]);

        expect_text(frames[i].name, "messages", got, frames[i].start_lines);
        expect_number(frames[i].name, "overflow", scan.overflow, false);
    }
    sip_frame_scan_clear(&scan);
}

/* {{{ one source */

static const frame_case single_sources[] = {
    { "nothing", SIP_DATAGRAM, 0, false, { BYTES("") }, "" },
    { "no source", SIP_STREAM, 0, false, { ABSENT }, "" },
    { "no SIP", SIP_DATAGRAM, 0, false, { BYTES("GET / HTTP/1.1\r\n\r\n") }, "" },
    { "one", SIP_DATAGRAM, 1, false, { BYTES("\x45\0\x11X" ANSWER) }, "SIP/2.0 200 OK" },
    { "padding behind",
      SIP_DATAGRAM,
      1,
      false,
      { BYTES(RINGING "\0\0\0\0") },
      "SIP/2.0 180 Ringing" },
    { "three in a stream",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING ANSWER GOODBYE) },
      "SIP/2.0 180 Ringing|SIP/2.0 200 OK|BYE sip:b SIP/2.0" },
    { "keep-alives between",
      SIP_STREAM,
      0,
      false,
      { BYTES("\r\n\r\n" RINGING "\r\n\r\n" GOODBYE) },
      "SIP/2.0 180 Ringing|BYE sip:b SIP/2.0" },
    { "the same twice",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING RINGING) },
      "SIP/2.0 180 Ringing|SIP/2.0 180 Ringing" },
    { "a body that quotes a line",
      SIP_DATAGRAM,
      0,
      false,
      { BYTES(NOTIFY) },
      "NOTIFY sip:a SIP/2.0" },
    { "a body that quotes a message",
      SIP_STREAM,
      0,
      false,
      { BYTES(REPORT RINGING) },
      "NOTIFY sip:a SIP/2.0|SIP/2.0 180 Ringing" },
    { "a body without a length",
      SIP_DATAGRAM,
      0,
      false,
      { BYTES("NOTIFY sip:a SIP/2.0\r\n\r\n" QUOTE_BLOCK) },
      "NOTIFY sip:a SIP/2.0" },
    /* A datagram is what its transport says: the rest is none of ours. */
    { "at most one", SIP_DATAGRAM, 1, false, { BYTES(RINGING GOODBYE) }, "SIP/2.0 180 Ringing" },
    { "at most two",
      SIP_DATAGRAM,
      2,
      false,
      { BYTES(RINGING GOODBYE ANSWER) },
      "SIP/2.0 180 Ringing|BYE sip:b SIP/2.0" },
    { "datagram cut off in its headers",
      SIP_DATAGRAM,
      1,
      true,
      { BYTES("SIP/2.0 200 OK\r\nCSeq: 1 I") },
      "SIP/2.0 200 OK" },
    { "datagram with too large a length",
      SIP_DATAGRAM,
      1,
      false,
      { BYTES("SIP/2.0 200 OK\r\nl: 9\r\n\r\nv=0") },
      "SIP/2.0 200 OK" },
    /* On a stream the rest of a message comes later: it is taken then. */
    { "stream, incomplete last",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING NOTIFY_HEAD) },
      "SIP/2.0 180 Ringing" },
    { "stream, incomplete only",
      SIP_STREAM,
      0,
      false,
      { BYTES(NOTIFY_HEAD) },
      "NOTIFY sip:a SIP/2.0" },
    { "stream, body incomplete",
      SIP_STREAM,
      0,
      false,
      { BYTES(REPORT_HEAD "\r\nSIP/2.0 603 D") },
      "NOTIFY sip:a SIP/2.0" },
    { "stream, no longer incomplete", SIP_STREAM, 0, false, { BYTES("\r\n") }, "" },
    /* The capture holds fewer bytes than travelled: no later frame brings them. */
    { "stream, cut off",
      SIP_STREAM,
      0,
      true,
      { BYTES(RINGING NOTIFY_HEAD) },
      "SIP/2.0 180 Ringing|NOTIFY sip:a SIP/2.0" },
};

static void test_single_source(void)
{
    check_frames(single_sources, G_N_ELEMENTS(single_sources));
}

/* }}} */
/* {{{ several sources: reassembled and decrypted ones first, the frame last */

static const frame_case several_sources[] = {
    { "in both",
      SIP_DATAGRAM,
      1,
      false,
      { BYTES(ANSWER), BYTES("eth, ip, udp" ANSWER) },
      "SIP/2.0 200 OK" },
    { "in all three",
      SIP_STREAM,
      0,
      false,
      { BYTES(ANSWER), BYTES(ANSWER), BYTES("x" ANSWER) },
      "SIP/2.0 200 OK" },
    { "decrypted only",
      SIP_STREAM,
      0,
      false,
      { BYTES(ANSWER), BYTES("\x17\x03\x03secret") },
      "SIP/2.0 200 OK" },
    { "the same twice in both",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING RINGING), BYTES(RINGING RINGING) },
      "SIP/2.0 180 Ringing|SIP/2.0 180 Ringing" },
    { "reassembled, then one more in the frame",
      SIP_STREAM,
      0,
      false,
      { BYTES(ANSWER), BYTES("v=0\n" GOODBYE) },
      "SIP/2.0 200 OK|BYE sip:b SIP/2.0" },
    { "order of the frame",
      SIP_STREAM,
      0,
      false,
      { BYTES(GOODBYE), BYTES(RINGING GOODBYE) },
      "SIP/2.0 180 Ringing|BYE sip:b SIP/2.0" },
    { "two reassembled, both in the frame",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING), BYTES(GOODBYE), BYTES(RINGING GOODBYE) },
      "SIP/2.0 180 Ringing|BYE sip:b SIP/2.0" },
    { "complete only when reassembled",
      SIP_STREAM,
      0,
      false,
      { BYTES(NOTIFY), BYTES(NOTIFY_HEAD) },
      "NOTIFY sip:a SIP/2.0" },
    { "the next one begins in the frame",
      SIP_STREAM,
      0,
      false,
      { BYTES(ANSWER), BYTES("v=0\n" NOTIFY_HEAD) },
      "SIP/2.0 200 OK" },
    { "incomplete in both",
      SIP_STREAM,
      0,
      false,
      { BYTES(NOTIFY_HEAD), BYTES(NOTIFY_HEAD) },
      "NOTIFY sip:a SIP/2.0" },
    { "incomplete in both, not the same",
      SIP_STREAM,
      0,
      false,
      { BYTES(NOTIFY_HEAD), BYTES("INVITE sip:b SIP/2.0\r\n") },
      "NOTIFY sip:a SIP/2.0" },
    { "once reassembled, twice in the frame",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING), BYTES(RINGING RINGING) },
      "SIP/2.0 180 Ringing|SIP/2.0 180 Ringing" },
    { "one datagram: the limit counts no copy",
      SIP_DATAGRAM,
      1,
      false,
      { BYTES(REPORT), BYTES("udp" REPORT) },
      "NOTIFY sip:a SIP/2.0" },
    /* The last segment holds the end of a body that quotes a response. */
    { "quoted line in the last segment",
      SIP_STREAM,
      0,
      false,
      { BYTES(NOTIFY), BYTES("tcp" NOTIFY_TAIL) },
      "NOTIFY sip:a SIP/2.0" },
    { "quoted message in the last segment",
      SIP_STREAM,
      0,
      false,
      { BYTES(REPORT), BYTES("tcp" REPORT_TAIL) },
      "NOTIFY sip:a SIP/2.0" },
    { "quoted message in the last fragment",
      SIP_DATAGRAM,
      1,
      false,
      { BYTES(REPORT), BYTES("ip" REPORT_TAIL) },
      "NOTIFY sip:a SIP/2.0" },
};

static void test_several_sources(void)
{
    check_frames(several_sources, G_N_ELEMENTS(several_sources));
}

/* Regression: what stands behind the end of a quoted response in the last segment was taken for
 * its headers or body, so that the quote passed for a message and hid the next one. */
static const frame_case behind_quotes[] = {
    { "a message behind a quoted line",
      SIP_STREAM,
      0,
      false,
      { BYTES(NOTIFY), BYTES("tcp" NOTIFY_TAIL GOODBYE) },
      "NOTIFY sip:a SIP/2.0|BYE sip:b SIP/2.0" },
    { "a message behind a quoted message",
      SIP_STREAM,
      0,
      false,
      { BYTES(REPORT), BYTES("tcp" REPORT_TAIL GOODBYE) },
      "NOTIFY sip:a SIP/2.0|BYE sip:b SIP/2.0" },
    { "an incomplete message behind",
      SIP_STREAM,
      0,
      false,
      { BYTES(REPORT), BYTES("tcp" REPORT_TAIL "INVITE sip:b SIP/2.0\r\n") },
      "NOTIFY sip:a SIP/2.0" },
    { "Ethernet check sequence behind",
      SIP_STREAM,
      0,
      false,
      { BYTES(REPORT), BYTES("tcp" REPORT_TAIL "\xde\xad\xbe\xef") },
      "NOTIFY sip:a SIP/2.0" },
};

static void test_behind_quotes(void)
{
    check_frames(behind_quotes, G_N_ELEMENTS(behind_quotes));
}

/* Regression: half a line end passed for the blank line, so that the message was complete in this
 * segment and, reassembled, in the next. */
static const frame_case half_blank_lines[] = {
    { "cut off inside of the blank line",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING "SIP/2.0 200 OK\r\nl: 0\r\n\r") },
      "SIP/2.0 180 Ringing" },
    { "request cut off inside of the blank line",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING "BYE sip:b SIP/2.0\r\nl: 0\r\n\r") },
      "SIP/2.0 180 Ringing" },
    { "cut off before the blank line",
      SIP_STREAM,
      0,
      false,
      { BYTES(RINGING "SIP/2.0 200 OK\r\nl: 0\r\n") },
      "SIP/2.0 180 Ringing" },
};

static void test_half_blank_line(void)
{
    check_frames(half_blank_lines, G_N_ELEMENTS(half_blank_lines));
}

/* }}} */
/* {{{ limits */

/* Bug: IP fragments within GTP-U within IP fragments: the outer reassembly holds the first part of
 * the message, the inner one all of it, and the part was taken. */
static void test_part_before_whole(void)
{
    static const frame_case frame = {
        "first part, then all of it",
        SIP_DATAGRAM,
        1,
        false,
        { BYTES("INVITE sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\nl: 4\r\n\r\nv="),
          BYTES("INVITE sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\nl: 4\r\n\r\nv=0\n") },
        "INVITE sip:b SIP/2.0"
    };
    sip_frame_scan scan;
    g_autofree char *got = NULL;

    sip_frame_scan_init(&scan);
    got = scan_frame(&scan, &frame);
    expect_text(frame.name, "messages", got, frame.start_lines);
    g_assert_true(g_array_index(scan.messages, sip_message, 0).complete);
    sip_frame_scan_clear(&scan);
}

static void test_overflow(void)
{
    static const struct {
        unsigned in_frame, most, taken;
        bool overflow;
    } frames[] = {
        { SIP_FRAME_MESSAGES_MAX, 0, SIP_FRAME_MESSAGES_MAX, false },
        { SIP_FRAME_MESSAGES_MAX + 1, 0, SIP_FRAME_MESSAGES_MAX, true },
        { SIP_FRAME_MESSAGES_MAX + 9, 2 * SIP_FRAME_MESSAGES_MAX, SIP_FRAME_MESSAGES_MAX, true },
        /* more than its transport can hold is no overflow: the rest is no message */
        { SIP_FRAME_MESSAGES_MAX + 9, 3, 3, false },
        { 2, 0, 2, false },
    };
    sip_frame_scan scan;

    sip_frame_scan_init(&scan);
    for (size_t i = 0; i < G_N_ELEMENTS(frames); i++) {
        g_autofree char *where = g_strdup_printf("%u in a frame", frames[i].in_frame);
        GString *text = g_string_new(NULL);

        for (unsigned n = 0; n < frames[i].in_frame; n++)
            g_string_append_printf(text, "SIP/2.0 200 OK\r\ni: %u\r\nl: 0\r\n\r\n", n);
        sip_frame_scan_begin(&scan, SIP_STREAM, frames[i].most);
        /* twice: what the second source brings is known */
        sip_frame_scan_source(&scan, text->str, text->len, false);
        expect_number(where, "messages of one source", scan.messages->len, frames[i].taken);
        sip_frame_scan_source(&scan, text->str, text->len, false);
        sip_frame_scan_end(&scan);
        expect_number(where, "messages", scan.messages->len, frames[i].taken);
        expect_number(where, "overflow", scan.overflow, frames[i].overflow);
        g_string_free(text, TRUE);
    }
    sip_frame_scan_clear(&scan);
}

/* }}} */

void add_frame_tests(void)
{
    g_test_add_func("/message/frame/single-source", test_single_source);
    g_test_add_func("/message/frame/several-sources", test_several_sources);
    g_test_add_func("/message/frame/behind-quotes", test_behind_quotes);
    g_test_add_func("/message/frame/half-blank-line", test_half_blank_line);
    g_test_add_func("/message/frame/part-before-whole", test_part_before_whole);
    g_test_add_func("/message/frame/overflow", test_overflow);
}
