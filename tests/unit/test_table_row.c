/* test_table_row.c - values that several tables have in common, right ones and wrong ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table_row.h"

#include "support.h"

#include <string.h>

static const char *const words[] = { "", "must", "should", NULL };

/* {{{ values */

static const struct {
    const char *text;
    unsigned from, to; /* 0: it is wrong */
} statuses[] = {
    { "200", 200, 200 }, { "18x", 180, 189 }, { "2xx", 200, 299 }, { "100", 100, 100 },
    { "699", 699, 699 }, { "", 0, 0 },        { "20", 0, 0 },      { "2000", 0, 0 },
    { "099", 0, 0 },     { "700", 0, 0 },     { "7xx", 0, 0 },     { "xxx", 0, 0 },
    { "2XX", 0, 0 },     { "-18", 0, 0 },     { " 18", 0, 0 },     { "1x0", 100, 190 },
};

static void test_statuses(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        sip_statuses got = { 0, 0 };
        bool good = sip_table_read_statuses(statuses[i].text, &got);

        expect_number(statuses[i].text, "good", good, statuses[i].from != 0);
        if (good) {
            expect_number(statuses[i].text, "from", got.from, statuses[i].from);
            expect_number(statuses[i].text, "to", got.to, statuses[i].to);
        }
    }
}

static bool read_word(const sip_table_row *row, sip_status_list *list, uint32_t *a, uint32_t *b)
{
    (void)list, (void)b;
    return sip_table_row_word(row, "key", words, a);
}

static bool read_codes(const sip_table_row *row, sip_status_list *list, uint32_t *a, uint32_t *b)
{
    (void)a, (void)b;
    return sip_table_row_statuses(row, "key", list);
}

static bool read_methods(const sip_table_row *row, sip_status_list *list, uint32_t *a, uint32_t *b)
{
    (void)list, (void)b;
    return sip_table_row_methods(row, "key", a);
}

static bool read_conditions(const sip_table_row *row, sip_status_list *list, uint32_t *a,
                            uint32_t *b)
{
    (void)list;
    return sip_table_row_conditions(row, "key", words + 1, a, b);
}

#define BIT(method) (1u << SIP_METHOD_##method)
#define SIXTEEN "100;101;102;103;104;105;106;107;108;109;110;111;112;113;114;115"

static const struct {
    bool (*read)(const sip_table_row *, sip_status_list *, uint32_t *, uint32_t *);
    const char *line;
    const char *wrong; /* what the error names; NULL: it is right */
    uint32_t a, b;
    unsigned n;
} lines[] = {
    { read_word, "", NULL, 0, 0, 0 },
    { read_word, "key=must", NULL, 1, 0, 0 },
    { read_word, "key=should", NULL, 2, 0, 0 },
    { read_word, "key=may", "key=may", 0, 0, 0 },
    { read_word, "key=MUST", "key=MUST", 0, 0, 0 },
    { read_codes, "key=200", NULL, 0, 0, 1 },
    { read_codes, "key=18x;2xx;486", NULL, 0, 0, 3 },
    { read_codes, "key=" SIXTEEN, NULL, 0, 0, 16 },
    { read_codes, "key=" SIXTEEN ";116", "key=116", 0, 0, 16 },
    { read_codes, "key=200;abc", "key=abc", 0, 0, 2 },
    { read_codes, "", "key", 0, 0, 0 },
    { read_methods, "", NULL, UINT32_MAX, 0, 0 },
    { read_methods, "key=INVITE;BYE", NULL, BIT(INVITE) | BIT(BYE), 0, 0 },
    { read_methods, "key=invite", "key=invite", 0, 0, 0 },
    { read_conditions, "", NULL, 0, 0, 0 },
    { read_conditions, "key=must;!should", NULL, 1, 2, 0 },
    { read_conditions, "key=must;!may", "key=!may", 1, 0, 0 },
};

static void test_lines(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *text = g_strdup_printf("[row]\n%s\n", lines[i].line);
        g_autofree char *where = g_strdup_printf("row %zu, %s", i + 1, lines[i].line);
        GKeyFile *file = g_key_file_new();
        GError *error = NULL;
        const sip_table_row row = { file, "test.ini", "row", &error };
        sip_status_list list = { .n = 0 };
        uint32_t a = 0, b = 0;

        g_assert_true(g_key_file_load_from_data(file, text, strlen(text), G_KEY_FILE_NONE, NULL));
        expect_number(where, "good", lines[i].read(&row, &list, &a, &b), !lines[i].wrong);
        expect_number(where, "error", error != NULL, lines[i].wrong != NULL);
        if (error && !strstr(error->message, lines[i].wrong))
            fail_with("%s: the error is %s", where, error->message);
        if (!lines[i].wrong) {
            expect_number(where, "bits", a, lines[i].a);
            expect_number(where, "barred", b, lines[i].b);
            expect_number(where, "codes", list.n, lines[i].n);
        }
        g_clear_error(&error);
        g_key_file_unref(file);
    }
}

static void test_list_has(void)
{
    const sip_status_list list = { { { 180, 189 }, { 486, 486 } }, 2 };

    g_assert_true(sip_status_list_has(&list, 180) && sip_status_list_has(&list, 189));
    g_assert_true(sip_status_list_has(&list, 486));
    g_assert_false(sip_status_list_has(&list, 179) || sip_status_list_has(&list, 190));
    g_assert_false(sip_status_list_has(&list, 0) || sip_status_list_has(&list, UINT_MAX));
}

/* }}} */
/* {{{ the index */

/* Rows of this index: a status; 0 speaks of all. */
static bool speaks(const void *row, unsigned status, sip_method method)
{
    return method == SIP_METHOD_INVITE
           && (*(const unsigned *)row == 0 || *(const unsigned *)row == status);
}

static void test_index(void)
{
    unsigned rows[] = { 200, 0, 486, 200 };
    GPtrArray *table = g_ptr_array_new();
    sip_row_index *index;
    const GPtrArray *found;

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_ptr_array_add(table, &rows[i]);
    index = sip_row_index_new(table, speaks);
    found = sip_row_index_find(index, 200, SIP_METHOD_INVITE);
    g_assert_cmpuint(found->len, ==, 3);
    g_assert_true(found->pdata[0] == &rows[0] && found->pdata[1] == &rows[1]
                  && found->pdata[2] == &rows[3]);
    g_assert_true(sip_row_index_find(index, 200, SIP_METHOD_INVITE) == found);
    g_assert_cmpuint(sip_row_index_find(index, 699, SIP_METHOD_INVITE)->len, ==, 1);
    g_assert_cmpuint(sip_row_index_find(index, 100, SIP_METHOD_UNKNOWN)->len, ==, 0);
    g_assert_null(sip_row_index_find(index, 700, SIP_METHOD_INVITE));
    g_assert_null(sip_row_index_find(index, UINT_MAX, SIP_METHOD_INVITE));
    sip_row_index_free(index);
    sip_row_index_free(NULL);
    g_ptr_array_free(table, TRUE);
}

/* }}} */

int main(int argc, char **argv)
{
    test_begin(&argc, &argv);
    g_test_add_func("/table-row/statuses", test_statuses);
    g_test_add_func("/table-row/lines", test_lines);
    g_test_add_func("/table-row/list-has", test_list_has);
    g_test_add_func("/table-row/index", test_index);
    return g_test_run();
}
