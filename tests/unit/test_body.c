/* test_body.c - the body of a media type, alone or as a part of several (RFC 2046 §5.1).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "body.h"

#include "support.h"

#include <string.h>

#define SDP "application/sdp"
#define SDP_PART "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n"
#define TEXT_PART "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
#define MIXED "multipart/mixed;boundary=b"

/* {{{ media types */

static const struct {
    const char *content_type;
    bool is; /* application/sdp */
} types[] = {
    { "application/sdp", true },
    { "Application/SDP", true },
    { "application/sdp;charset=utf-8", true },
    { "application/sdp ; charset=utf-8", true },
    { "application/sdp\r\n ;x=y", true },
    { "application/sdp2", false },
    { "application/sd", false },
    { "text/plain;application/sdp", false },
    { "", false },
};

static void test_types(void)
{
    guarded *memory = guarded_new(1000);

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        for (guard_side side = 0; side < GUARD_SIDES; side++)
            expect_number(
                types[i].content_type, "is SDP",
                sip_body_is(guarded_place(memory, slice_of(types[i].content_type), side), SDP),
                types[i].is);
    guarded_free(memory);
}

/* }}} */
/* {{{ bodies */

/* The message with that Content-Type and body, in MEMORY; TYPE of NULL: it has no such header. */
static sip_slice find(guarded *memory, guard_side side, const char *type, sip_slice body)
{
    g_autofree char *head =
        g_strdup_printf("INFO sip:b SIP/2.0\r\nCall-ID: 1\r\n%s%s\r\nContent-Length: %zu\r\n\r\n",
                        type ? "c: " : "", type ? type : "Subject: none", body.len);
    GString *text = g_string_new(head);
    sip_slice found = ABSENT;
    sip_message msg;
    size_t pos = 0;

    g_string_append_len(text, body.ptr, (gssize)body.len);
    g_assert_true(sip_message_next(guarded_place(memory, (sip_slice){ text->str, text->len }, side),
                                   &pos, &msg));
    if (!sip_body_find(&msg, SDP, &found))
        found = (sip_slice)ABSENT;
    g_string_free(text, TRUE);
    return found;
}

static const struct {
    const char *name;
    const char *type;
    sip_slice body;
    sip_slice found; /* of type application/sdp */
} bodies[] = {
    { "alone", SDP, BYTES("v=0\r\n"), BYTES("v=0\r\n") },
    { "with any byte", SDP, BYTES("v=\0\xFF"), BYTES("v=\0\xFF") },
    { "empty", SDP, BYTES(""), ABSENT },
    { "of another type", "text/plain", BYTES("v=0\r\n"), ABSENT },
    { "of no type", NULL, BYTES("v=0\r\n"), ABSENT },
    { "the only part", MIXED, BYTES(SDP_PART "--b--\r\n"), BYTES("v=0") },
    { "of the session, not of early media", /* RFC 3959 */
      MIXED,
      BYTES(
          "--b\r\nc: application/sdp\r\nContent-Disposition: early-session\r\n\r\nv=1\r\n" SDP_PART
          "--b--\r\n"),
      BYTES("v=0") },
    { "the second part", MIXED, BYTES(TEXT_PART SDP_PART "--b--\r\n"), BYTES("v=0") },
    { "the first of two", MIXED, BYTES(SDP_PART "--b\r\nc: application/sdp\r\n\r\nv=1\r\n--b--"),
      BYTES("v=0") },
    { "an empty one, then another", MIXED,
      BYTES("--b\r\nc: application/sdp\r\n\r\n\r\n" SDP_PART "--b--"), BYTES("v=0") },
    { "several lines", MIXED, BYTES("--b\r\nc: application/sdp\r\n\r\nv=0\r\n\r\no=-\r\n--b--"),
      BYTES("v=0\r\n\r\no=-") },
    { "of LF only", MIXED, BYTES("--b\nc: application/sdp\n\nv=0\n--b--\n"), BYTES("v=0") },
    { "blanks behind the delimiter", MIXED,
      BYTES("--b \t\r\nc: application/sdp\r\n\r\nv=0\r\n--b-- \r\n"), BYTES("v=0") },
    { "the last delimiter is missing", MIXED, BYTES("--b\r\nc: application/sdp\r\n\r\nv=0"),
      BYTES("v=0") },
    { "case does not matter", "Multipart/MIXED;Boundary=b", BYTES(SDP_PART "--b--\r\n"),
      BYTES("v=0") },
    { "quoted boundary", "multipart/related;type=\"x\";boundary=\"a;b c\"",
      BYTES("--a;b c\r\nc: application/sdp\r\n\r\nv=0\r\n--a;b c--"), BYTES("v=0") },
    { "the case of a boundary does", MIXED, BYTES("--B\r\nc: application/sdp\r\n\r\nv=0\r\n--B--"),
      ABSENT },
    { "before the first delimiter", MIXED,
      BYTES("c: application/sdp\r\n\r\nv=0\r\n" TEXT_PART "--b--"), ABSENT },
    { "a part without header lines is text", MIXED, BYTES("--b\r\n\r\nv=0\r\n--b--"), ABSENT },
    { "no boundary", "multipart/mixed", BYTES(SDP_PART "--b--\r\n"), ABSENT },
    { "empty boundary", "multipart/mixed;boundary=\"\"", BYTES(SDP_PART "--b--\r\n"), ABSENT },
    { "not quite multipart", "multipart", BYTES(SDP_PART "--b--\r\n"), ABSENT },
    { "delimiters only", MIXED, BYTES("--b\r\n--b\r\n--b--\r\n"), ABSENT },
    { "header lines only", MIXED, BYTES("--b\r\nc: application/sdp"), ABSENT },
    { "one dash", MIXED, BYTES("-"), ABSENT },
    { "nested", MIXED,
      BYTES("--b\r\nc: multipart/alternative;boundary=i\r\n\r\n--i\r\nc: text/plain\r\n\r\nx\r\n"
            "--i\r\nc: application/sdp\r\n\r\nv=0\r\n--i--\r\n\r\n--b--"),
      BYTES("v=0") },
    { "behind a nested one", MIXED,
      BYTES("--b\r\nc: multipart/mixed;boundary=i\r\n\r\n--i\r\n\r\nx\r\n--i--\r\n" SDP_PART
            "--b--"),
      BYTES("v=0") },
    { "behind a nested one that has no end", MIXED,
      BYTES("--b\r\nc: multipart/mixed;boundary=i\r\n\r\n--i\r\n\r\nx\r\n" SDP_PART "--b--"),
      BYTES("v=0") },
    { "behind the last delimiter", MIXED,
      BYTES(TEXT_PART "--b--\r\nc: application/sdp\r\n\r\nv=0\r\n"), ABSENT },
};

static void test_bodies(void)
{
    guarded *memory = guarded_new(10000);

    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++)
        for (guard_side side = 0; side < GUARD_SIDES; side++)
            expect_slice(bodies[i].name, "body", find(memory, side, bodies[i].type, bodies[i].body),
                         bodies[i].found);
    guarded_free(memory);
}

/* }}} */
/* {{{ limits */

static void test_parts(void)
{
    guarded *memory = guarded_new(100000);

    for (unsigned before = SIP_BODY_PARTS_MAX - 2; before <= SIP_BODY_PARTS_MAX + 1; before++) {
        g_autofree char *where = g_strdup_printf("behind %u parts", before);
        GString *body = g_string_new(NULL);

        for (unsigned i = 0; i < before; i++)
            g_string_append(body, TEXT_PART);
        g_string_append(body, SDP_PART "--b--\r\n");
        expect_number(where, "found",
                      find(memory, GUARD_AFTER, MIXED, (sip_slice){ body->str, body->len }).ptr
                          != NULL,
                      before < SIP_BODY_PARTS_MAX);
        g_string_free(body, TRUE);
    }
    guarded_free(memory);
}

/* An SDP in DEPTH bodies of several parts, each in the one before. The caller frees it. */
static char *nest(unsigned depth)
{
    GString *body = g_string_new(NULL);

    for (unsigned i = 0; i < depth; i++) {
        g_string_append_printf(body, "--%c\r\n", 'b' + (int)i);
        if (i + 1 < depth)
            g_string_append_printf(body, "c: multipart/mixed;boundary=%c\r\n\r\n", 'c' + (int)i);
    }
    g_string_append(body, "c: application/sdp\r\n\r\nv=0\r\n");
    return g_string_free(body, FALSE);
}

static void test_depth(void)
{
    guarded *memory = guarded_new(10000);

    for (unsigned depth = 1; depth <= 20; depth++) {
        g_autofree char *where = g_strdup_printf("depth %u", depth), *body = nest(depth);

        expect_number(where, "found", find(memory, GUARD_AFTER, MIXED, slice_of(body)).ptr != NULL,
                      depth <= SIP_BODY_DEPTH_MAX);
    }
    guarded_free(memory);
}

/* Bodies that name their own boundary again and again end, and soon. */
static void test_same_boundary(void)
{
    guarded *memory = guarded_new(300000);
    GString *body = g_string_new(NULL);

    for (unsigned i = 0; i < 2000; i++)
        g_string_append(body, "--b\r\nc: multipart/mixed;boundary=b\r\n\r\n");
    expect_slice(__func__, "body",
                 find(memory, GUARD_AFTER, MIXED, (sip_slice){ body->str, body->len }),
                 (sip_slice)ABSENT);
    g_string_free(body, TRUE);
    guarded_free(memory);
}

/* }}} */

int main(int argc, char **argv)
{
    test_begin(&argc, &argv);
    g_test_add_func("/body/types", test_types);
    g_test_add_func("/body/bodies", test_bodies);
    g_test_add_func("/body/parts", test_parts);
    g_test_add_func("/body/depth", test_depth);
    g_test_add_func("/body/same-boundary", test_same_boundary);
    return g_test_run();
}
