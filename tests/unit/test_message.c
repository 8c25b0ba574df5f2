/* test_message.c - one message: its start line, headers, framing and body.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "test_message.h"

#include "support.h"

#include <string.h>

/* The first message of BYTES; false: none. */
static bool first_message(sip_slice bytes, sip_message *msg)
{
    size_t pos = 0;

    return sip_message_next(bytes, &pos, msg);
}

/* {{{ start lines */

static const struct {
    sip_slice bytes, start_line;
    unsigned status;
    sip_slice phrase;
} status_lines[] = {
    { BYTES("SIP/2.0 200 OK\r\n\r\n"), BYTES("SIP/2.0 200 OK"), 200, BYTES("OK") },
    { BYTES("SIP/2.0 200 OK\n\n"), BYTES("SIP/2.0 200 OK"), 200, BYTES("OK") },
    { BYTES("SIP/2.0 200 OK"), BYTES("SIP/2.0 200 OK"), 200, BYTES("OK") },
    { BYTES("SIP/2.0 183 Session Progress\r\n"), BYTES("SIP/2.0 183 Session Progress"), 183,
      BYTES("Session Progress") },
    { BYTES("SIP/2.0 486 \r\n\r\n"), BYTES("SIP/2.0 486 "), 486, BYTES("") },
    /* against the grammar, but sent: no blank before an empty phrase */
    { BYTES("SIP/2.0 486\r\n\r\n"), BYTES("SIP/2.0 486"), 486, BYTES("") },
    { BYTES("SIP/2.0 486\n\n"), BYTES("SIP/2.0 486"), 486, BYTES("") },
    { BYTES("SIP/2.0 486"), BYTES("SIP/2.0 486"), 486, BYTES("") },
    { BYTES("SIP/2.0 000 Zero\r\n"), BYTES("SIP/2.0 000 Zero"), 0, BYTES("Zero") },
    { BYTES("SIP/2.0 099 Low\r\n"), BYTES("SIP/2.0 099 Low"), 99, BYTES("Low") },
    { BYTES("SIP/2.0 999 High\r\n"), BYTES("SIP/2.0 999 High"), 999, BYTES("High") },
    { BYTES("SIP/2.0 200\tOK\t\r\n"), BYTES("SIP/2.0 200\tOK\t"), 200, BYTES("OK") },
    { BYTES("SIP/2.0 200  O  K  \r\n"), BYTES("SIP/2.0 200  O  K  "), 200, BYTES("O  K") },
    { BYTES("SIP/2.0 200 a\0b\xff\r\n"), BYTES("SIP/2.0 200 a\0b\xff"), 200, BYTES("a\0b\xff") },
    /* a line end of CR alone ends the phrase too */
    { BYTES("SIP/2.0 200 OK\rVia: a\rTo: b\r\n"), BYTES("SIP/2.0 200 OK"), 200, BYTES("OK") },
    { BYTES("SIP/2.0 200 OK\r"), BYTES("SIP/2.0 200 OK"), 200, BYTES("OK") },
    /* behind the headers of the lower layers */
    { BYTES("\x12\0\xffxSIP/2.0 180 Ringing\r\n"), BYTES("SIP/2.0 180 Ringing"), 180,
      BYTES("Ringing") },
    { BYTES("\r\n\r\nSIP/2.0 180 Ringing\r\n"), BYTES("SIP/2.0 180 Ringing"), 180,
      BYTES("Ringing") },
};

static void test_status_line(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(status_lines); i++) {
        g_autofree char *where = g_strdup_printf("status line %zu", i);
        sip_message msg;

        if (!first_message(status_lines[i].bytes, &msg)) {
            fail_with("%s: no message", where);
            continue;
        }
        expect_number(where, "kind", msg.kind, SIP_RESPONSE);
        expect_number(where, "status", msg.status, status_lines[i].status);
        expect_slice(where, "start line", msg.start_line, status_lines[i].start_line);
        expect_slice(where, "phrase", msg.phrase, status_lines[i].phrase);
        expect_number(where, "method", msg.method, SIP_METHOD_UNKNOWN);
        expect_number(where, "length of method", (long)msg.method_name.len, 0);
    }
}

static const struct {
    sip_slice bytes, start_line, method_name;
    sip_method method;
    sip_slice uri;
} request_lines[] = {
    { BYTES("INVITE sip:bob@b.example SIP/2.0\r\n\r\n"), BYTES("INVITE sip:bob@b.example SIP/2.0"),
      BYTES("INVITE"), SIP_METHOD_INVITE, BYTES("sip:bob@b.example") },
    { BYTES("BYE sip:b SIP/2.0\n\n"), BYTES("BYE sip:b SIP/2.0"), BYTES("BYE"), SIP_METHOD_BYE,
      BYTES("sip:b") },
    { BYTES("OPTIONS sip:b SIP/2.0"), BYTES("OPTIONS sip:b SIP/2.0"), BYTES("OPTIONS"),
      SIP_METHOD_OPTIONS, BYTES("sip:b") },
    { BYTES("OPTIONS sip:b SIP/2.0\r"), BYTES("OPTIONS sip:b SIP/2.0"), BYTES("OPTIONS"),
      SIP_METHOD_OPTIONS, BYTES("sip:b") },
    /* RFC 4475 §3.1.2.8, §3.1.2.9: blanks inside and around the Request-URI */
    { BYTES("INVITE sip:a; lr SIP/2.0\r\n"), BYTES("INVITE sip:a; lr SIP/2.0"), BYTES("INVITE"),
      SIP_METHOD_INVITE, BYTES("sip:a; lr") },
    { BYTES("INVITE  sip:a  SIP/2.0\r\n"), BYTES("INVITE  sip:a  SIP/2.0"), BYTES("INVITE"),
      SIP_METHOD_INVITE, BYTES("sip:a") },
    { BYTES("INVITE  SIP/2.0\r\n"), BYTES("INVITE  SIP/2.0"), BYTES("INVITE"), SIP_METHOD_INVITE,
      BYTES("") },
    { BYTES("\r\nACK sip:b SIP/2.0\r\n"), BYTES("ACK sip:b SIP/2.0"), BYTES("ACK"), SIP_METHOD_ACK,
      BYTES("sip:b") },
    { BYTES("MESSAGE sip:\0\xff SIP/2.0\r\n"), BYTES("MESSAGE sip:\0\xff SIP/2.0"),
      BYTES("MESSAGE"), SIP_METHOD_MESSAGE, BYTES("sip:\0\xff") },
    /* The byte before the payload of a datagram is one of the UDP checksum, maybe a letter. */
    { BYTES("XINVITE sip:b SIP/2.0\r\n"), BYTES("INVITE sip:b SIP/2.0"), BYTES("INVITE"),
      SIP_METHOD_INVITE, BYTES("sip:b") },
    { BYTES("XINVITE sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"), BYTES("INVITE sip:b SIP/2.0"),
      BYTES("INVITE"), SIP_METHOD_INVITE, BYTES("sip:b") },
    { BYTES("PRACK sip:b SIP/2.0\r\nCSeq: 2 PRACK\r\n\r\n"), BYTES("PRACK sip:b SIP/2.0"),
      BYTES("PRACK"), SIP_METHOD_PRACK, BYTES("sip:b") },
    /* A method of an extension is the one that CSeq names. */
    { BYTES("XPING sip:b SIP/2.0\r\nCSeq: 1 PING\r\n\r\n"), BYTES("PING sip:b SIP/2.0"),
      BYTES("PING"), SIP_METHOD_UNKNOWN, BYTES("sip:b") },
    { BYTES("PING sip:b SIP/2.0\r\n\r\n"), BYTES("SIP/2.0"), BYTES(""), SIP_METHOD_UNKNOWN,
      BYTES("") },
    /* CSeq names another method: the request line is right. */
    { BYTES("XINVITE sip:b SIP/2.0\r\nCSeq: 1 BYE\r\n\r\n"), BYTES("INVITE sip:b SIP/2.0"),
      BYTES("INVITE"), SIP_METHOD_INVITE, BYTES("sip:b") },
    /* Case matters in a method (RFC 3261 §7.1). */
    { BYTES("invite sip:b SIP/2.0\r\nCSeq: 1 invite\r\n\r\n"), BYTES("invite sip:b SIP/2.0"),
      BYTES("invite"), SIP_METHOD_UNKNOWN, BYTES("sip:b") },
};

/* Regression: the first known method that fitted was taken, and PRACK ends with ACK. */
static void test_prack_is_no_ack(void)
{
    static const char *const requests[] = {
        "PRACK sip:b SIP/2.0\r\n\r\n",
        "XPRACK sip:b SIP/2.0\r\n\r\n",
        "PRACK sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
        sip_message msg;

        g_assert_true(first_message(slice_of(requests[i]), &msg));
        expect_slice(requests[i], "method", msg.method_name, slice_of("PRACK"));
    }
}

static void test_request_line(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(request_lines); i++) {
        g_autofree char *where = g_strdup_printf("request line %zu", i);
        sip_message msg;

        if (!first_message(request_lines[i].bytes, &msg)) {
            fail_with("%s: no message", where);
            continue;
        }
        expect_number(where, "kind", msg.kind, SIP_REQUEST);
        expect_slice(where, "start line", msg.start_line, request_lines[i].start_line);
        expect_slice(where, "method", msg.method_name, request_lines[i].method_name);
        expect_number(where, "known method", msg.method, request_lines[i].method);
        expect_slice(where, "Request-URI", msg.uri, request_lines[i].uri);
    }
}

static void test_no_start_line(void)
{
    static const sip_slice bytes[] = {
        BYTES(""),
        BYTES("SIP/2.0"),
        BYTES("SIP/2.0 "),
        BYTES("SIP/2.0 20"),
        BYTES("SIP/2.0 20 OK"),
        BYTES("SIP/2.0 2000 OK\r\n\r\n"),
        BYTES("SIP/2.0 2xx OK\r\n\r\n"),
        BYTES("SIP/2.0 200OK\r\n\r\n"),
        BYTES("SIP/2.0 -20 OK\r\n\r\n"),
        BYTES("SIP/2.0\t200 OK\r\n\r\n"),
        BYTES("SIP/3.0 200 OK\r\n\r\n"),
        BYTES("sip/2.0 200 OK\r\n\r\n"),
        BYTES("INVITE sip:b SIP/3.0\r\n\r\n"),
        BYTES("INVITE sip:b\tSIP/2.0\r\n\r\n"),
        BYTES("\n SIP/2.0\r\n\r\n"),
        BYTES("Via: SIP/2.0/UDP a.example\r\n\r\n"),
        BYTES("INVITE sip:b SIP/2.0x\r\n\r\n"),
        BYTES("HTTP/1.1 200 OK\r\n\r\n"),
        BYTES("\0\0\0\0"),
        BYTES("\r\n\r\n"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
        g_autofree char *where = g_strdup_printf("no message %zu", i);
        sip_message msg;
        size_t pos = 0;

        expect_number(where, "message", sip_message_next(bytes[i], &pos, &msg), false);
        expect_number(where, "position", (long)pos, (long)bytes[i].len);
    }
}

/* A request line longer than SIP_REQUEST_LINE_MAX is a request all the same; only its method is
 * out of reach. */
static void test_long_request_line(void)
{
    static const struct {
        size_t uri_length;
        sip_method method;
    } lines[] = {
        { 8000, SIP_METHOD_INVITE },
        { SIP_REQUEST_LINE_MAX - (sizeof "INVITE  " - 1), SIP_METHOD_INVITE },
        { SIP_REQUEST_LINE_MAX, SIP_METHOD_UNKNOWN },
        { 65000, SIP_METHOD_UNKNOWN },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *uri = g_strnfill(lines[i].uri_length, 'u');
        g_autofree char *text = g_strconcat("INVITE ", uri, " SIP/2.0\r\nl: 1\r\n\r\nb", NULL);
        g_autofree char *where = g_strdup_printf("Request-URI of %zu", lines[i].uri_length);
        sip_message msg;

        g_assert_true(first_message(slice_of(text), &msg));
        expect_number(where, "kind", msg.kind, SIP_REQUEST);
        expect_number(where, "method", msg.method, lines[i].method);
        expect_slice(where, "body", msg.body, slice_of("b"));
        if (lines[i].method != SIP_METHOD_UNKNOWN)
            expect_slice(where, "Request-URI", msg.uri, slice_of(uri));
    }
}

/* }}} */
/* {{{ methods */

static void test_methods(void)
{
    static const char *const registered[] = {
        "ACK",     "BYE",   "CANCEL",  "INFO",  "INVITE",   "MESSAGE",   "NOTIFY",
        "OPTIONS", "PRACK", "PUBLISH", "REFER", "REGISTER", "SUBSCRIBE", "UPDATE",
    };
    static const char *const others[] = { "", "A", "AC", "ACKN", "ack", "Ack", "PING", " ACK" };

    g_assert_cmpuint(G_N_ELEMENTS(registered), ==, SIP_METHOD_COUNT - 1);
    for (size_t i = 0; i < G_N_ELEMENTS(registered); i++) {
        sip_method method = sip_method_find(slice_of(registered[i]));

        expect_text("method", registered[i], sip_method_name(method), registered[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        expect_number("method", others[i], sip_method_find(slice_of(others[i])),
                      SIP_METHOD_UNKNOWN);
    expect_text("method", "unknown", sip_method_name(SIP_METHOD_UNKNOWN), NULL);
    expect_text("method", "past the last", sip_method_name(SIP_METHOD_COUNT), NULL);
}

static void test_slice_equal(void)
{
    static const struct {
        sip_slice slice;
        const char *text;
        bool equal, equal_nocase;
    } pairs[] = {
        { BYTES("abc"), "abc", true, true },     { BYTES("aBc"), "Abc", false, true },
        { BYTES("ab"), "abc", false, false },    { BYTES("abc"), "ab", false, false },
        { BYTES(""), "", true, true },           { BYTES(""), "a", false, false },
        { BYTES("a\0c"), "a", false, false },    { BYTES("a\0c"), "abc", false, false },
        { BYTES("\xc4"), "\xe4", false, false }, /* ASCII only: no case in other letters */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        expect_number(pairs[i].text, "equal", sip_slice_equal(pairs[i].slice, pairs[i].text),
                      pairs[i].equal);
        expect_number(pairs[i].text, "equal in any case",
                      sip_slice_equal_nocase(pairs[i].slice, pairs[i].text), pairs[i].equal_nocase);
    }
}

/* }}} */
/* {{{ headers */

static const struct {
    sip_slice lines;
    const char *full;
    sip_slice value;
} headers[] = {
    { BYTES("Reason: SIP;cause=200\r\n"), "Reason", BYTES("SIP;cause=200") },
    { BYTES("Reason: SIP;cause=200\n"), "Reason", BYTES("SIP;cause=200") },
    { BYTES("Reason: SIP;cause=200"), "Reason", BYTES("SIP;cause=200") },
    { BYTES("rEASON:a\r\n"), "Reason", BYTES("a") },
    { BYTES("  Reason \t:\t a \t \r\n"), "Reason", BYTES("a") },
    { BYTES("Reason: a: b:c\r\n"), "Reason", BYTES("a: b:c") },
    { BYTES("Reason:\r\n"), "Reason", BYTES("") },
    { BYTES("Reason:   \r\n"), "Reason", BYTES("") },
    { BYTES(""), "Reason", ABSENT },
    { BYTES("Reasons: a\r\nXReason: b\r\n"), "Reason", ABSENT },
    { BYTES("Reason\r\nFrom a\r\n"), "Reason", ABSENT },
    { BYTES("no colon\r\nReason: a\r\n"), "Reason", BYTES("a") },
    { BYTES(": nameless\r\nReason: a\r\n"), "Reason", BYTES("a") },
    { BYTES("Reason: a\r\nReason: b\r\n"), "Reason", BYTES("a") },
    /* folded: the value goes on, with its line ends */
    { BYTES("Reason: a,\r\n b\r\nTo: c\r\n"), "Reason", BYTES("a,\r\n b") },
    { BYTES("Reason:\r\n\ta\r\n\t b\n"), "Reason", BYTES("a\r\n\t b") },
    { BYTES("Reason: a\r\n \r\n b\r\nTo: c\r\n"), "Reason", BYTES("a\r\n \r\n b") },
    { BYTES("Subject: x\r\n Reason: a\r\nTo: c\r\n"), "Reason", ABSENT },
    { BYTES("no colon\r\n Reason: a\r\nTo: c\r\n"), "To", BYTES("c") },
    { BYTES("no colon\r\n Reason: a\r\nTo: c\r\n"), "Reason", ABSENT },
    /* any byte */
    { BYTES("Reason: a\0b\r\n"), "Reason", BYTES("a\0b") },
    { BYTES("Reas\0n: a\r\nReason: b\r\n"), "Reason", BYTES("b") },
    { BYTES("Reason\0: a\r\n"), "Reason", ABSENT },
    { BYTES("Reason: \xff\xc3\x28\r\n"), "Reason", BYTES("\xff\xc3\x28") },
    /* compact */
    { BYTES("v: a\r\nVia: b\r\n"), "Via", BYTES("a") },
    { BYTES("V : a\r\n"), "Via", BYTES("a") },
    { BYTES("v: a\r\n"), "To", ABSENT },
    { BYTES("q: a\r\n"), "q", ABSENT }, /* no header has this compact form */
    { BYTES("\0: a\r\nt: b\r\n"), "To", BYTES("b") },
};

static void test_header(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autofree char *where = g_strdup_printf("header %zu", i);
        sip_message msg = { .headers = headers[i].lines };
        sip_slice value = ABSENT;

        if (!sip_message_header(&msg, headers[i].full, &value))
            value = (sip_slice)ABSENT;
        expect_slice(where, headers[i].full, value, headers[i].value);
    }
}

/* The compact forms of the IANA registry "Header Fields", without those that are obsolete. */
static void test_compact_form(void)
{
    static const char forms[] = "abcdefijklmorstuvxy";
    static const char *const names[] = {
        "Accept-Contact",
        "Referred-By",
        "Content-Type",
        "Request-Disposition",
        "Content-Encoding",
        "From",
        "Call-ID",
        "Reject-Contact",
        "Supported",
        "Content-Length",
        "Contact",
        "Event",
        "Refer-To",
        "Subject",
        "To",
        "Allow-Events",
        "Via",
        "Session-Expires",
        "Identity",
    };

    for (char c = 'a'; c <= 'z'; c++) {
        const char small[] = { c, '\0' }, capital[] = { g_ascii_toupper(c), '\0' };

        for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
            expect_number(names[i], small, sip_header_is(slice_of(small), names[i]), forms[i] == c);
            expect_number(names[i], capital, sip_header_is(slice_of(capital), names[i]),
                          forms[i] == c);
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        expect_number(names[i], "itself", sip_header_is(slice_of(names[i]), names[i]), true);
}

static void test_all_headers(void)
{
    static const char *const expected[][2] = {
        { "Via", "SIP/2.0/UDP a" },
        { "", "nameless" },
        { "f", "<sip:a>" },
        { "CSeq", "1 BYE" },
    };
    sip_slice lines = slice_of("Via: SIP/2.0/UDP a\r\n: nameless\r\njunk\r\n"
                               "f: <sip:a>\nCSeq:1 BYE");
    sip_header header;
    size_t n = 0;

    while (sip_header_next(&lines, &header)) {
        g_assert_cmpuint(n, <, G_N_ELEMENTS(expected));
        expect_slice("headers", "name", header.name, slice_of(expected[n][0]));
        expect_slice("headers", "value", header.value, slice_of(expected[n][1]));
        n++;
    }
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(expected));
}

static const struct {
    const char *list, *values; /* values: '|' between them */
} lists[] = {
    { "a", "a" },
    { "a,b", "a|b" },
    { " a ,\t b\r\n , c ", "a|b|c" },
    { "", "" },
    { "  ", "" },
    { ",", "" },
    { ",,a,, ,b,", "a|b" },
    { "SIP;text=\"a,b\",Q.850", "SIP;text=\"a,b\"|Q.850" },
    { "\"a\\\",b\" <c>,d", "\"a\\\",b\" <c>|d" },
    { "\"a\\\\\",b", "\"a\\\\\"|b" },
    { "<sip:a,b>,<sip:c>", "<sip:a,b>|<sip:c>" },
    { "\"<\" <sip:a>,b", "\"<\" <sip:a>|b" },
    { "<\">,\">,b", "<\">,\">|b" },
    /* unbalanced: all that is left belongs to the value */
    { "\"a,b", "\"a,b" },
    { "a,\"b,c\\", "a|\"b,c\\" },
    { "<a,b", "<a,b" },
    { "a>,b", "a>|b" },
    { "<a,<b>,c", "<a,<b>|c" },
};

static void test_values(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        GString *got = g_string_new(NULL);
        sip_slice list = slice_of(lists[i].list), value;

        while (sip_value_next(&list, &value)) {
            g_string_append(got, got->len > 0 ? "|" : "");
            g_string_append_len(got, value.ptr, (gssize)value.len);
        }
        expect_text(lists[i].list, "values", got->str, lists[i].values);
        expect_number(lists[i].list, "left", (long)list.len, 0);
        g_string_free(got, TRUE);
    }
}

/* }}} */
/* {{{ framing */

static void test_cseq(void)
{
    static const struct {
        const char *lines, *method_name;
        sip_method method;
    } cseqs[] = {
        { "CSeq: 1 INVITE\r\n", "INVITE", SIP_METHOD_INVITE },
        { "cseq:1 INVITE\r\n", "INVITE", SIP_METHOD_INVITE },
        { "CSEQ \t: \t 1\t \tBYE \t\r\n", "BYE", SIP_METHOD_BYE },
        { "CSeq: 1\r\n INVITE\r\n", "INVITE", SIP_METHOD_INVITE },
        { "CSeq:\r\n 1\r\n\tINVITE\r\n", "INVITE", SIP_METHOD_INVITE },
        { "CSeq: 99999999999999999999999 ACK\r\n", "ACK", SIP_METHOD_ACK },
        { "CSeq: 1 INVITE junk\r\n", "INVITE", SIP_METHOD_INVITE },
        { "CSeq: 1 invite\r\n", "invite", SIP_METHOD_UNKNOWN },
        { "CSeq: 1 PING\r\n", "PING", SIP_METHOD_UNKNOWN },
        { "CSeq: INVITE\r\n", "INVITE", SIP_METHOD_INVITE },
        { "CSeq: 1\r\n", "", SIP_METHOD_UNKNOWN },
        { "CSeq:\r\n", "", SIP_METHOD_UNKNOWN },
        { "CSeq 1 INVITE\r\n", "", SIP_METHOD_UNKNOWN },
        { "", "", SIP_METHOD_UNKNOWN },
        /* as in Wireshark's SIP dissector, the first one counts */
        { "CSeq: 1 BYE\r\nCSeq: 2 INVITE\r\n", "BYE", SIP_METHOD_BYE },
        { "l: 0\r\nl: 0\r\nCSeq: 1 BYE\r\n", "BYE", SIP_METHOD_BYE },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cseqs); i++) {
        g_autofree char *text = g_strconcat("SIP/2.0 200 OK\r\n", cseqs[i].lines, "\r\n", NULL);
        sip_message msg;

        g_assert_true(first_message(slice_of(text), &msg));
        expect_slice(cseqs[i].lines, "method", msg.method_name, slice_of(cseqs[i].method_name));
        expect_number(cseqs[i].lines, "known method", msg.method, cseqs[i].method);
    }
}

static void test_content_length(void)
{
    static const struct {
        const char *lines, *body;
        bool complete;
    } lengths[] = {
        { "Content-Length: 10\r\n", "0123456789", true },
        { "l: 10\r\n", "0123456789", true },
        { "L:10\r\n", "0123456789", true },
        { "content-length :  4 \r\n", "0123", true },
        { "Content-Length:\r\n 4\r\n", "0123", true },
        { "Content-Length: 004\r\n", "0123", true },
        { "Content-Length: 0\r\n", "", true },
        { "Content-Length: 11\r\n", "0123456789", false },
        { "Content-Length: 4294967295\r\n", "0123456789", false },
        { "l: 3\r\nContent-Length: 7\r\n", "012", true },
        { "l: 3\r\nl: 11\r\n", "012", true },
        /* what is no length at all is as if it were not there */
        { "", "0123456789", true },
        { "Content-Length:\r\n", "0123456789", true },
        { "Content-Length: -4\r\n", "0123456789", true },
        { "Content-Length: +4\r\n", "0123456789", true },
        { "Content-Length: 4a\r\n", "0123456789", true },
        { "Content-Length: 0x4\r\n", "0123456789", true },
        { "Content-Length: 4 4\r\n", "0123456789", true },
        { "Content-Length: 4, 4\r\n", "0123456789", true },
        { "Content-Length: 99999999999999999999\r\n", "0123456789", true },
        { "Content-Length: 18446744073709551617\r\n", "0123456789", true }, /* 2^64 + 1 */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *text = g_strconcat("SIP/2.0 200 OK\r\nCSeq: 1 BYE\r\n", lengths[i].lines,
                                            "\r\n0123456789", NULL);
        sip_message msg;

        g_assert_true(first_message(slice_of(text), &msg));
        expect_slice(lengths[i].lines, "body", msg.body, slice_of(lengths[i].body));
        expect_number(lengths[i].lines, "complete", msg.complete, lengths[i].complete);
    }
}

/* Regression: a header whose name only begins with the word was taken for CSeq or
 * Content-Length. */
static void test_framing_name(void)
{
    static const char *const lines[] = {
        "l x: 3\r\n", "Content-Length x: 3\r\n", "Content-Length-X: 3\r\n",
        "lx: 3\r\n",  "CSeq x: 1 BYE\r\n",       "CSeqX: 1 BYE\r\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *text = g_strconcat("SIP/2.0 200 OK\r\n", lines[i], "\r\n0123456789", NULL);
        sip_message msg;

        g_assert_true(first_message(slice_of(text), &msg));
        expect_slice(lines[i], "body", msg.body, slice_of("0123456789"));
        expect_number(lines[i], "method", msg.method, SIP_METHOD_UNKNOWN);
    }
}

/* Where the parts of a message lie. */
static void test_parts(void)
{
    static const struct {
        sip_slice bytes, headers, body, whole;
        bool complete;
    } messages[] = {
        { BYTES("xxSIP/2.0 200 OK\r\nl: 2\r\nt: a\r\n\r\nbbyy"), BYTES("l: 2\r\nt: a\r\n"),
          BYTES("bb"), BYTES("SIP/2.0 200 OK\r\nl: 2\r\nt: a\r\n\r\nbb"), true },
        { BYTES("xxACK sip:a SIP/2.0\nl: 2\nt: a\n\nbbyy"), BYTES("l: 2\nt: a\n"), BYTES("bb"),
          BYTES("ACK sip:a SIP/2.0\nl: 2\nt: a\n\nbb"), true },
        { BYTES("SIP/2.0 200 OK\r\n\r\nbb"), BYTES(""), BYTES("bb"),
          BYTES("SIP/2.0 200 OK\r\n\r\nbb"), true },
        /* a folded line of blanks alone is a header line, not the end of the headers */
        { BYTES("SIP/2.0 200 OK\r\nt: a\r\n \r\nl: 1\r\n\r\nbb"), BYTES("t: a\r\n \r\nl: 1\r\n"),
          BYTES("b"), BYTES("SIP/2.0 200 OK\r\nt: a\r\n \r\nl: 1\r\n\r\nb"), true },
        /* cut off */
        { BYTES("SIP/2.0 200 OK\r\nt: a\r\n"), BYTES("t: a\r\n"), BYTES(""),
          BYTES("SIP/2.0 200 OK\r\nt: a\r\n"), false },
        /* what stands in a line without its end may be a part of it */
        { BYTES("SIP/2.0 200 OK\r\nt: a"), BYTES(""), BYTES(""), BYTES("SIP/2.0 200 OK\r\nt: a"),
          false },
        { BYTES("SIP/2.0 200 OK\r\n"), BYTES(""), BYTES(""), BYTES("SIP/2.0 200 OK\r\n"), false },
        { BYTES("ACK sip:a SIP/2.0"), BYTES(""), BYTES(""), BYTES("ACK sip:a SIP/2.0"), false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        g_autofree char *where = g_strdup_printf("message %zu", i);
        sip_message msg;

        g_assert_true(first_message(messages[i].bytes, &msg));
        expect_slice(where, "headers", msg.headers, messages[i].headers);
        expect_slice(where, "body", msg.body, messages[i].body);
        expect_slice(where, "whole", msg.whole, messages[i].whole);
        expect_number(where, "complete", msg.complete, messages[i].complete);
    }
}

/* }}} */
/* {{{ sizes */

static void test_many_headers(void)
{
    GString *text = g_string_new("SIP/2.0 200 OK\r\n");
    sip_message msg;
    sip_slice lines;
    sip_header header;
    unsigned n = 0;

    for (unsigned i = 0; i < 10000; i++)
        g_string_append_printf(text, "X-%u: %u\r\n", i, i);
    g_string_append(text, "CSeq: 1 INFO\r\nl: 1\r\n\r\nbb");
    g_assert_true(first_message((sip_slice){ text->str, text->len }, &msg));
    expect_slice("10,000 headers", "method", msg.method_name, slice_of("INFO"));
    expect_slice("10,000 headers", "body", msg.body, slice_of("b"));
    for (lines = msg.headers; sip_header_next(&lines, &header); n++)
        continue;
    expect_number("10,000 headers", "number", n, 10002);
    g_string_free(text, TRUE);
}

static void test_long_header(void)
{
    g_autofree char *value = g_strnfill(65536, 'v');
    g_autofree char *text =
        g_strconcat("SIP/2.0 200 OK\r\nSubject: ", value, "\r\nCSeq: 1 INFO\r\n\r\n", NULL);
    sip_message msg;
    sip_slice got = ABSENT;

    g_assert_true(first_message(slice_of(text), &msg));
    g_assert_true(sip_message_header(&msg, "Subject", &got));
    expect_slice("64 KiB header", "value", got, slice_of(value));
    expect_slice("64 KiB header", "method", msg.method_name, slice_of("INFO"));
}

/* }}} */

int main(int argc, char **argv)
{
    test_begin(&argc, &argv);
    g_test_add_func("/message/status-line", test_status_line);
    g_test_add_func("/message/request-line", test_request_line);
    g_test_add_func("/message/prack-is-no-ack", test_prack_is_no_ack);
    g_test_add_func("/message/no-start-line", test_no_start_line);
    g_test_add_func("/message/long-request-line", test_long_request_line);
    g_test_add_func("/message/methods", test_methods);
    g_test_add_func("/message/slice-equal", test_slice_equal);
    g_test_add_func("/message/header", test_header);
    g_test_add_func("/message/compact-form", test_compact_form);
    g_test_add_func("/message/all-headers", test_all_headers);
    g_test_add_func("/message/values", test_values);
    g_test_add_func("/message/cseq", test_cseq);
    g_test_add_func("/message/content-length", test_content_length);
    g_test_add_func("/message/framing-name", test_framing_name);
    g_test_add_func("/message/parts", test_parts);
    g_test_add_func("/message/many-headers", test_many_headers);
    g_test_add_func("/message/long-header", test_long_header);
    add_frame_tests();
    add_bytes_tests();
    return g_test_run();
}
