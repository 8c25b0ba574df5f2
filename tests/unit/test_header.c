/* test_header.c - names, values and parameters of header lines.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "header.h"

#include "support.h"

#include <string.h>

static guarded *memory;

#define SIDES GUARD_SIDES

/* {{{ names */

static const struct {
    const char *full;
    char compact; /* 0: none */
} names[SIP_HEADER_COUNT] = {
#define X(id, full, compact) [SIP_HEADER_##id] = { full, compact },
    SIP_HEADERS(X)
#undef X
};

static void expect_name(sip_slice name, unsigned expected)
{
    for (guard_side side = 0; side < SIDES; side++) {
        sip_slice placed = guarded_place(memory, name, side);
        g_autofree char *where = g_strndup(name.ptr, name.len);

        expect_number(where, "header", (long)sip_header_find(placed), (long)expected);
    }
}

static void test_full_name(void)
{
    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++) {
        g_autofree char *upper = g_ascii_strup(names[id].full, -1);
        g_autofree char *lower = g_ascii_strdown(names[id].full, -1);
        g_autofree char *mixed = g_strdup(lower);

        for (size_t i = 0; mixed[i]; i++)
            mixed[i] = i % 2 ? lower[i] : upper[i];
        expect_name(slice_of(names[id].full), id);
        expect_name(slice_of(upper), id);
        expect_name(slice_of(lower), id);
        expect_name(slice_of(mixed), id);
        g_assert_true(sip_header_is(slice_of(mixed), names[id].full));
    }
}

/* Each compact form, in both cases, and nothing else of one byte. */
static void test_compact_name(void)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        char c = (char)byte;
        unsigned expected = SIP_HEADER_COUNT;

        for (unsigned id = 0; id < SIP_HEADER_COUNT; id++)
            if (names[id].compact && names[id].compact == g_ascii_tolower(c))
                expected = id;
        expect_name((sip_slice){ &c, 1 }, expected);
    }
}

/* What is one byte off a name is none. */
static void test_other_name(void)
{
    static const sip_slice others[] = {
        BYTES(""),         BYTES("Vi"),      BYTES("Viaa"),          BYTES("V ia"),
        BYTES(" Via"),     BYTES("Via "),    BYTES("To\0"),          BYTES("\0To"),
        BYTES("CSeq:"),    BYTES("Call_ID"), BYTES("Call-ID2"),      BYTES("Proxy-Requires"),
        BYTES("Contacts"), BYTES("Z"),       BYTES("Content-Lengt"), BYTES("\xff\xfe"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        expect_name(others[i], SIP_HEADER_COUNT);
    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++) {
        g_autofree char *name = g_strdup(names[id].full);

        for (size_t i = 0; name[i]; i++) {
            for (unsigned bit = 0; bit < 8; bit++) {
                if (1u << bit == 0x20 && g_ascii_isalpha(name[i]))
                    continue; /* the other case */
                name[i] = (char)(name[i] ^ (1 << bit));
                expect_name((sip_slice){ name, strlen(names[id].full) }, SIP_HEADER_COUNT);
                name[i] = names[id].full[i];
            }
        }
    }
}

static void test_long_name(void)
{
    g_autofree char *name = g_strnfill(70000, 'v');

    for (size_t len = 2; len < 300; len++)
        expect_name((sip_slice){ name, len }, SIP_HEADER_COUNT);
    expect_name((sip_slice){ name, 65537 }, SIP_HEADER_COUNT); /* no byte counts it */
}

/* }}} */
/* {{{ parameters */

static const struct {
    sip_slice value, tag; /* tag: absent when there is none */
} params[] = {
    { BYTES("<sip:b>;tag=1"), BYTES("1") },
    { BYTES("<sip:b>;TAG=1"), BYTES("1") },
    { BYTES("<sip:b>;Tag=aBc"), BYTES("aBc") },
    { BYTES("sip:b;tag=1"), BYTES("1") },
    { BYTES("<sip:b>;x=1;tag=2"), BYTES("2") },
    { BYTES("<sip:b>;x;tag=2"), BYTES("2") },
    { BYTES("<sip:b>;tag=2;x=1"), BYTES("2") },
    { BYTES("<sip:b>;tag=1;tag=2"), BYTES("1") },
    { BYTES("<sip:b> ; tag = 1 ; x"), BYTES("1") },
    { BYTES("<sip:b>\r\n ;tag=1"), BYTES("1") },
    { BYTES("<sip:b>;\r\n\ttag=1"), BYTES("1") },
    { BYTES(";;;tag=1"), BYTES("1") },
    { BYTES("<sip:b>;=x;tag=1"), BYTES("1") },
    { BYTES("a>b;tag=1"), BYTES("1") },
    { BYTES("<sip:b>;tag=a\0b"), BYTES("a\0b") },
    { BYTES("<sip:b>;tag=a=b"), BYTES("a=b") },
    /* there, but without a value */
    { BYTES("<sip:b>;tag"), BYTES("") },
    { BYTES("<sip:b>;tag="), BYTES("") },
    { BYTES("<sip:b>;tag;x=1"), BYTES("") },
    { BYTES("<sip:b>;tag=;x=1"), BYTES("") },
    { BYTES("<sip:b>;tag=\"\""), BYTES("") },
    /* absent */
    { BYTES(""), ABSENT },
    { ABSENT, ABSENT },
    { BYTES(";"), ABSENT },
    { BYTES("tag=1"), ABSENT },
    { BYTES("<sip:b>"), ABSENT },
    { BYTES("<sip:b>;x=1"), ABSENT },
    { BYTES("<sip:b>;xtag=1"), ABSENT },
    { BYTES("<sip:b>;tagx=1"), ABSENT },
    { BYTES("<sip:b>;ta=1"), ABSENT },
    { BYTES("<sip:b>;x=tag=1"), ABSENT },
    /* in a display name or a URI it is none */
    { BYTES("\"a;tag=1\" <sip:b;tag=2>"), ABSENT },
    { BYTES("\"a;tag=1\" <sip:b;tag=2>;tag=3"), BYTES("3") },
    { BYTES("\"a\\\";tag=1\" <sip:b>;tag=3"), BYTES("3") },
    { BYTES("\"a\\\\\";tag=3"), BYTES("3") },
    { BYTES("\"<\" <sip:b>;tag=3"), BYTES("3") },
    { BYTES("\"a <\" <sip:b;tag=2>;tag=3"), BYTES("3") },
    { BYTES("<sip:\"b>;tag=3"), BYTES("3") },
    /* nor in the value of another one */
    { BYTES("<sip:b>;x=\";tag=1\";tag=2"), BYTES("2") },
    { BYTES("<sip:b>;x=\"\\\";tag=1\";tag=2"), BYTES("2") },
    { BYTES("<sip:b>;x=<;tag=1>;tag=2"), BYTES("2") },
    /* quoted */
    { BYTES("<sip:b>;tag=\"q v\";x"), BYTES("q v") },
    { BYTES("<sip:b>;tag=\"q;v\""), BYTES("q;v") },
    { BYTES("<sip:b>;tag=\"q\\\"v\""), BYTES("q\\\"v") },
    { BYTES("<sip:b>;tag= \"q\""), BYTES("q") },
    /* of the first value of a list */
    { BYTES("<sip:b>;tag=1,<sip:c>;tag=2"), BYTES("1") },
    { BYTES("<sip:b>;tag=1 , <sip:c>;tag=2"), BYTES("1") },
    /* brackets and quotes that are not closed hide all that follows */
    { BYTES("<sip:b;tag=1"), ABSENT },
    { BYTES("\"a;tag=1"), ABSENT },
    { BYTES("\"a\\"), ABSENT },
    { BYTES("\""), ABSENT },
    { BYTES("<"), ABSENT },
    { BYTES("<sip:b>;x=\";tag=1"), ABSENT },
    { BYTES("<sip:b>;tag=\"q"), BYTES("q") },
    { BYTES("<sip:b>;tag=\""), BYTES("") },
    { BYTES("<sip:b>;tag=\"q\\"), BYTES("q\\") },
    { BYTES("<sip:b>;tag=\"q\\\""), BYTES("q\\\"") },
};

static void test_param(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(params); i++) {
        for (guard_side side = 0; side < SIDES; side++) {
            sip_slice value = params[i].value, tag = ABSENT;
            g_autofree char *where =
                g_strndup(value.ptr ? value.ptr : "(absent)", value.ptr ? value.len : 8);

            if (value.ptr)
                value = guarded_place(memory, value, side);
            if (!sip_value_param(value, "tag", &tag))
                tag = (sip_slice)ABSENT;
            expect_slice(where, "tag", tag, params[i].tag);
        }
    }
}

/* Any few bytes, so that each pair of marks is met in each order: no byte outside is touched, and
 * what is found lies inside. */
static void test_param_bytes(void)
{
    static const char marks[] = "\"\\<>;=,t ";
    enum { LENGTH = 6 };
    size_t n = sizeof marks - 1, combinations = 1;

    for (unsigned i = 0; i < LENGTH; i++)
        combinations *= n;
    for (size_t c = 0; c < combinations; c++) {
        char bytes[LENGTH];
        sip_slice value, param;
        size_t rest = c;

        for (unsigned i = 0; i < LENGTH; i++, rest /= n)
            bytes[i] = marks[rest % n];
        value = guarded_place(memory, (sip_slice){ bytes, LENGTH }, (guard_side)(c % SIDES));
        if (sip_value_param(value, "t", &param)) {
            g_assert_true(param.ptr >= value.ptr);
            g_assert_true(param.ptr + param.len <= value.ptr + value.len);
        }
    }
}

/* }}} */
/* {{{ lists */

static const struct {
    sip_slice list;
    const char *values; /* with "|" between them */
} lists[] = {
    { BYTES(""), "" },
    { BYTES("a"), "a" },
    { BYTES("a,b"), "a|b" },
    { BYTES(" a , b "), "a|b" },
    { BYTES(",,a,,b,,"), "a|b" },
    { BYTES(" , "), "" },
    { BYTES("\"a,b\",c"), "\"a,b\"|c" },
    { BYTES("\"a\\\",b\",c"), "\"a\\\",b\"|c" },
    { BYTES("<a,b>,c"), "<a,b>|c" },
    { BYTES("\"<\",c"), "\"<\"|c" },
    { BYTES("<a,b"), "<a,b" },
    { BYTES("\"a,b"), "\"a,b" },
    { BYTES("\"a,\\"), "\"a,\\" },
    { BYTES("a>,b"), "a>|b" },
    { BYTES("a\r\n ,b"), "a|b" },
};

static void test_list(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (guard_side side = 0; side < SIDES; side++) {
            sip_slice list = guarded_place(memory, lists[i].list, side), value;
            g_autofree char *where = g_strndup(lists[i].list.ptr, lists[i].list.len);
            GString *values = g_string_new(NULL);

            while (sip_value_next(&list, &value)) {
                g_string_append(values, values->len > 0 ? "|" : "");
                g_string_append_len(values, value.ptr, (gssize)value.len);
            }
            expect_text(where, "values", values->str, lists[i].values);
            g_string_free(values, TRUE);
        }
    }
}

/* }}} */
/* {{{ numbers */

static const struct {
    sip_slice text;
    uint64_t max;
    bool is_one;
    uint64_t number;
} numbers[] = {
    { BYTES("0"), 0, true, 0 },
    { BYTES("1"), 0, false, 0 },
    { BYTES("7"), 7, true, 7 },
    { BYTES("8"), 7, false, 0 },
    { BYTES("70"), 69, false, 0 },
    { BYTES("4294967295"), UINT32_MAX, true, UINT32_MAX },
    { BYTES("4294967296"), UINT32_MAX, false, 0 },
    { BYTES("42949672950"), UINT32_MAX, false, 0 },
    { BYTES("99999999999999999999999999999999"), UINT32_MAX, false, 0 },
    { BYTES("18446744073709551616"), UINT32_MAX, false, 0 }, /* 0 in 64 bits */
    { BYTES("0000000000000000000000000000000012"), 12, true, 12 },
    { BYTES("12 INVITE"), UINT32_MAX, true, 12 },
    { BYTES("12;duration=5"), UINT32_MAX, true, 12 },
    { BYTES("12\0"), UINT32_MAX, true, 12 },
    { BYTES(""), UINT32_MAX, false, 0 },
    { ABSENT, UINT32_MAX, false, 0 },
    { BYTES(" 1"), UINT32_MAX, false, 0 },
    { BYTES("-1"), UINT32_MAX, false, 0 },
    { BYTES("+1"), UINT32_MAX, false, 0 },
    { BYTES("x1"), UINT32_MAX, false, 0 },
    { BYTES("\xd9\xa1"), UINT32_MAX, false, 0 }, /* a digit of another script */
};

static void test_number(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        sip_slice text = numbers[i].text;
        g_autofree char *where = g_strdup_printf("number %zu", i);
        uint64_t number = 0;

        if (text.ptr)
            text = guarded_place(memory, text, GUARD_AFTER);
        expect_number(where, "is one", sip_slice_number(text, numbers[i].max, &number),
                      numbers[i].is_one);
        if (numbers[i].is_one)
            g_assert_cmpuint(number, ==, numbers[i].number);
    }
}

/* }}} */

int main(int argc, char **argv)
{
    int result;

    test_begin(&argc, &argv);
    memory = guarded_new(100000);
    g_test_add_func("/header/full-name", test_full_name);
    g_test_add_func("/header/compact-name", test_compact_name);
    g_test_add_func("/header/other-name", test_other_name);
    g_test_add_func("/header/long-name", test_long_name);
    g_test_add_func("/header/param", test_param);
    g_test_add_func("/header/param-bytes", test_param_bytes);
    g_test_add_func("/header/list", test_list);
    g_test_add_func("/header/number", test_number);
    result = g_test_run();
    guarded_free(memory);
    return result;
}
