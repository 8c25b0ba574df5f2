/* hint_table.c - the rows of tables/hints.ini.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hint_table.h"

#include "table.h"

#include <string.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

#define X(name, word) word,
static const char *const condition_words[] = { SIP_CONDITIONS(X) NULL };
static const char *const need_words[] = { SIP_NEEDS(X) NULL };
static const char *const by_words[] = { SIP_BYS(X) NULL };
static const char *const kind_words[] = { "ack", "next", NULL };
#undef X

/* {{{ reading the table */

static bool fail(GError **error, const char *row, const char *key, const char *value)
{
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                "hints.ini: [%s] %s=%s is not known", row, key, value ? value : "");
    return false;
}

static int place_of(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* 200, 18x or 2xx. An expected 1xx is one other than 100, which starts at FIRST of its class. */
static bool read_statuses(const char *text, unsigned first, sip_statuses *statuses)
{
    unsigned from = 0, to = 0;

    if (strlen(text) != 3)
        return false;
    for (; *text; text++) {
        if (!g_ascii_isdigit(*text) && *text != 'x')
            return false;
        from = from * 10 + (*text == 'x' ? 0 : (unsigned)(*text - '0'));
        to = to * 10 + (*text == 'x' ? 9 : (unsigned)(*text - '0'));
    }
    if (from == 100 && to > from)
        from += first;
    *statuses = (sip_statuses){ (uint16_t)from, (uint16_t)to };
    return from >= 100 && to <= 699;
}

static bool read_status(GKeyFile *file, sip_hint *row, GError **error)
{
    g_auto(GStrv) texts = g_key_file_get_string_list(file, row->name, "status", NULL, error);

    for (char **text = texts; text && *text; text++)
        if (row->n_statuses == SIP_STATUSES_MAX
            || !read_statuses(*text, 0, &row->statuses[row->n_statuses++]))
            return fail(error, row->name, "status", *text);
    return texts != NULL;
}

/* Like the key methods of codes.ini. */
static bool read_method(GKeyFile *file, sip_hint *row, GError **error)
{
    g_autofree char *value = g_key_file_get_string(file, row->name, "method", NULL);

    row->limit.methods = UINT32_MAX;
    if (value && !sip_methods_read(value, &row->limit.methods))
        return fail(error, row->name, "method", value);
    return true;
}

static bool read_conditions(GKeyFile *file, sip_hint *row, GError **error)
{
    g_auto(GStrv) words = g_key_file_get_string_list(file, row->name, "if", NULL, NULL);

    for (char **word = words; word && *word; word++) {
        int place = place_of(condition_words, **word == '!' ? *word + 1 : *word);

        if (place < 0)
            return fail(error, row->name, "if", *word);
        if (**word == '!')
            row->barred |= 1u << place;
        else
            row->required |= 1u << place;
    }
    return true;
}

static bool read_expect(GKeyFile *file, sip_hint *row, GError **error)
{
    g_auto(GStrv) words = g_key_file_get_string_list(file, row->name, "expect", NULL, error);

    for (char **word = words; word && *word; word++) {
        sip_expect *expect = &row->expect[row->n_expect];

        if (strcmp(*word, "none") == 0) {
            row->may_come = true;
            continue;
        }
        if (++row->n_expect > SIP_EXPECT_MAX)
            return fail(error, row->name, "expect", *word);
        expect->same = strcmp(*word, "same") == 0;
        expect->method = sip_method_find((sip_slice){ *word, strlen(*word) });
        if (!expect->same && expect->method == SIP_METHOD_UNKNOWN
            && !read_statuses(*word, 1, &expect->statuses))
            return fail(error, row->name, "expect", *word);
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

static bool read_times(GKeyFile *file, sip_hint *row, GError **error)
{
    g_autofree char *within = g_key_file_get_string(file, row->name, "within", NULL);
    g_autofree char *not_before = g_key_file_get_string(file, row->name, "not_before", NULL);
    unsigned t1 = 0;

    if (within && !read_time(within, &row->within_t1, &row->within))
        return fail(error, row->name, "within", within);
    row->after_retry_after = not_before && strcmp(not_before, "retry-after") == 0;
    if (not_before && !row->after_retry_after && !read_time(not_before, &t1, &row->not_before))
        return fail(error, row->name, "not_before", not_before);
    return true;
}

/* Place of the value of KEY in WORDS, of "" when it is absent. */
static bool read_word(GKeyFile *file, sip_hint *row, const char *key, const char *const *words,
                      unsigned *place, GError **error)
{
    g_autofree char *value = g_key_file_get_string(file, row->name, key, NULL);
    int found = place_of(words, value ? value : "");

    if (found < 0)
        return fail(error, row->name, key, value);
    *place = (unsigned)found;
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

static bool read_row(GKeyFile *file, sip_hint *row, const char *name, GError **error)
{
    unsigned kind = 0, by = 0, need = 0;

    row->name = g_strdup(name);
    row->word = g_strdelimit(g_strdup(name), " ", '-');
    row->reference = g_key_file_get_string(file, name, "reference", error);
    if (!row->reference || !read_word(file, row, "kind", kind_words, &kind, error)
        || !read_word(file, row, "by", by_words, &by, error)
        || !read_word(file, row, "need", need_words, &need, error))
        return false;
    row->kind = (sip_hint_kind)kind;
    row->by = (sip_by)by;
    row->need = (sip_need)need;
    return read_status(file, row, error) && read_method(file, row, error)
           && read_conditions(file, row, error) && read_expect(file, row, error)
           && read_times(file, row, error);
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
    groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; good && *group; group++) {
        g_ptr_array_add(hints->rows, g_new0(sip_hint, 1));
        good = read_row(file, hints->rows->pdata[hints->rows->len - 1], *group, error);
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
