/* hint_table.c - the rows of tables/hints.ini.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hint_table.h"

#include "table.h"

#include <string.h>

#define TRYING 100 /* RFC 3261 §21.1.1 */
#define SECOND G_GINT64_CONSTANT(1000000000)

#define X(name, word) word,
static const char *const condition_words[] = { SIP_CONDITIONS(X) NULL };
static const char *const need_words[] = { SIP_NEEDS(X) NULL };
static const char *const by_words[] = { SIP_BYS(X) NULL };
static const char *const kind_words[] = { "ack", "next", NULL };
#undef X

/* {{{ reading the table */

/* An expected 1xx is any but 100, which hurries nobody (RFC 3261 §17.1.1.2). */
static bool read_expected(const char *word, sip_statuses *statuses)
{
    if (!sip_table_read_statuses(word, statuses))
        return false;
    if (statuses->from == TRYING && statuses->to > TRYING)
        statuses->from++;
    return true;
}

static bool read_expect(const sip_table_row *in, sip_hint *row)
{
    g_auto(GStrv) words =
        g_key_file_get_string_list(in->file, in->group, "expect", NULL, in->error);

    for (char **word = words; word && *word; word++) {
        sip_expect *expect = &row->expect[row->n_expect];

        if (strcmp(*word, "none") == 0) {
            row->may_come = true;
            continue;
        }
        if (++row->n_expect > SIP_EXPECT_MAX)
            return sip_table_row_fail(in, "expect", *word);
        expect->same = strcmp(*word, "same") == 0;
        expect->method = sip_method_find((sip_slice){ *word, strlen(*word) });
        if (!expect->same && expect->method == SIP_METHOD_UNKNOWN
            && !read_expected(*word, &expect->statuses))
            return sip_table_row_fail(in, "expect", *word);
    }
    return words != NULL;
}

/* 64*T1, 3min, 2.1s */
static bool read_time(const char *text, unsigned *t1, int64_t *ns)
{
    char *unit;
    double number = g_ascii_strtod(text, &unit);

    if (strcmp(unit, "*T1") == 0)
        *t1 = (unsigned)number;
    else if (strcmp(unit, "min") == 0)
        *ns = (int64_t)(number * 60) * SECOND;
    else if (strcmp(unit, "s") == 0)
        *ns = (int64_t)(number * 1000) * (SECOND / 1000);
    else
        return false;
    return number >= 0 && number < 100000;
}

static bool read_times(const sip_table_row *in, sip_hint *row)
{
    g_autofree char *within = sip_table_string(in->file, in->group, "within");
    g_autofree char *not_before = sip_table_string(in->file, in->group, "not_before");
    unsigned t1 = 0;

    if (within && !read_time(within, &row->within_t1, &row->within))
        return sip_table_row_fail(in, "within", within);
    row->advice = not_before && strcmp(not_before, "advice") == 0;
    row->after_retry_after = row->advice || (not_before && strcmp(not_before, "retry-after") == 0);
    if (not_before && !row->after_retry_after && !read_time(not_before, &t1, &row->not_before))
        return sip_table_row_fail(in, "not_before", not_before);
    return true;
}

static void free_row(void *data)
{
    sip_hint *row = data;

    g_free(row->name);
    g_free(row->word);
    g_free(row->reference);
    g_free(row);
}

static bool read_row(const sip_table_row *in, sip_hint *row)
{
    unsigned kind = 0, by = 0, need = 0;

    row->name = g_strdup(in->group);
    row->word = g_strdelimit(g_strdup(in->group), " ", '-');
    row->reference = g_key_file_get_string(in->file, in->group, "reference", in->error);
    if (!row->reference || !sip_table_row_word(in, "kind", kind_words, &kind)
        || !sip_table_row_word(in, "by", by_words, &by)
        || !sip_table_row_word(in, "need", need_words, &need))
        return false;
    row->kind = (sip_hint_kind)kind;
    row->by = (sip_by)by;
    row->need = (sip_need)need;
    return sip_table_row_statuses(in, "status", &row->statuses)
           && sip_table_row_methods(in, "method", &row->methods)
           && sip_table_row_conditions(in, "if", condition_words, &row->required, &row->barred)
           && read_expect(in, row) && read_times(in, row);
}

static bool speaks(const void *row, unsigned status, sip_method method)
{
    const sip_hint *hint = row;

    return (hint->methods & (1u << method)) && sip_status_list_has(&hint->statuses, status);
}

sip_hints *sip_hints_new(GError **error)
{
    GKeyFile *file = sip_table_open("hints.ini", error);
    g_auto(GStrv) groups = NULL;
    sip_hints *hints;
    bool good = true;

    if (!file)
        return NULL;
    hints = g_new0(sip_hints, 1);
    hints->rows = g_ptr_array_new_with_free_func(free_row);
    hints->index = sip_row_index_new(hints->rows, speaks);
    groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; good && *group; group++) {
        const sip_table_row in = { file, "hints.ini", *group, error };

        g_ptr_array_add(hints->rows, g_new0(sip_hint, 1));
        good = read_row(&in, hints->rows->pdata[hints->rows->len - 1]);
    }
    g_key_file_unref(file);
    if (!good)
        g_clear_pointer(&hints, sip_hints_free);
    return hints;
}

void sip_hints_free(sip_hints *hints)
{
    if (!hints)
        return;
    sip_row_index_free(hints->index);
    g_ptr_array_free(hints->rows, TRUE);
    g_free(hints);
}

/* }}} */

bool sip_hint_acknowledges(const sip_hint *hint)
{
    return hint->n_expect == 1
           && (hint->expect[0].method == SIP_METHOD_ACK
               || hint->expect[0].method == SIP_METHOD_PRACK);
}
