/* table_row.c - what the groups of several tables have in common: words, codes, methods,
 * conditions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table_row.h"

#include <string.h>

#define LAST 699 /* RFC 3261 §7.2 */

char *sip_table_string(GKeyFile *file, const char *group, const char *key)
{
    return g_key_file_has_key(file, group, key, NULL)
               ? g_key_file_get_string(file, group, key, NULL)
               : NULL;
}

char **sip_table_strings(GKeyFile *file, const char *group, const char *key)
{
    return g_key_file_has_key(file, group, key, NULL)
               ? g_key_file_get_string_list(file, group, key, NULL, NULL)
               : NULL;
}

bool sip_table_row_fail(const sip_table_row *row, const char *key, const char *value)
{
    g_set_error(row->error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                "%s: [%s] %s=%s is not known", row->table, row->group, key, value ? value : "");
    return false;
}

int sip_table_place(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

bool sip_table_read_statuses(const char *text, sip_statuses *statuses)
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
    *statuses = (sip_statuses){ (uint16_t)from, (uint16_t)to };
    return from >= 100 && to <= 699;
}

bool sip_table_row_word(const sip_table_row *row, const char *key, const char *const *words,
                        unsigned *place)
{
    g_autofree char *value = sip_table_string(row->file, row->group, key);
    int found = sip_table_place(words, value ? value : "");

    if (found < 0)
        return sip_table_row_fail(row, key, value);
    *place = (unsigned)found;
    return true;
}

bool sip_table_row_statuses(const sip_table_row *row, const char *key, sip_status_list *list)
{
    g_auto(GStrv) texts = g_key_file_get_string_list(row->file, row->group, key, NULL, row->error);

    for (char **text = texts; text && *text; text++)
        if (list->n == SIP_STATUSES_MAX || !sip_table_read_statuses(*text, &list->of[list->n++]))
            return sip_table_row_fail(row, key, *text);
    return texts != NULL;
}

bool sip_table_row_methods(const sip_table_row *row, const char *key, uint32_t *methods)
{
    g_autofree char *value = sip_table_string(row->file, row->group, key);

    *methods = UINT32_MAX;
    if (value && !sip_methods_read(value, methods))
        return sip_table_row_fail(row, key, value);
    return true;
}

bool sip_table_row_conditions(const sip_table_row *row, const char *key, const char *const *words,
                              uint32_t *required, uint32_t *barred)
{
    g_auto(GStrv) given = sip_table_strings(row->file, row->group, key);

    for (char **word = given; word && *word; word++) {
        bool not = **word == '!';
        int place = sip_table_place(words, *word + not );

        if (place < 0)
            return sip_table_row_fail(row, key, *word);
        *(not ? barred : required) |= 1u << place;
    }
    return true;
}

bool sip_status_list_has(const sip_status_list *list, unsigned status)
{
    for (unsigned i = 0; i < list->n; i++)
        if (status >= list->of[i].from && status <= list->of[i].to)
            return true;
    return false;
}

struct sip_row_index {
    const GPtrArray *rows;
    sip_row_speaks speaks;
    GPtrArray *lists[LAST + 1][SIP_METHOD_COUNT]; /* NULL: not gathered yet */
};

sip_row_index *sip_row_index_new(const GPtrArray *rows, sip_row_speaks speaks)
{
    sip_row_index *index = g_new0(sip_row_index, 1);

    index->rows = rows;
    index->speaks = speaks;
    return index;
}

void sip_row_index_free(sip_row_index *index)
{
    if (!index)
        return;
    for (unsigned status = 0; status <= LAST; status++)
        for (unsigned method = 0; method < SIP_METHOD_COUNT; method++)
            if (index->lists[status][method])
                g_ptr_array_free(index->lists[status][method], TRUE);
    g_free(index);
}

static GPtrArray *gather(const sip_row_index *index, unsigned status, sip_method method)
{
    GPtrArray *list = g_ptr_array_new();

    for (unsigned i = 0; i < index->rows->len; i++)
        if (index->speaks(index->rows->pdata[i], status, method))
            g_ptr_array_add(list, index->rows->pdata[i]);
    return list;
}

const GPtrArray *sip_row_index_find(sip_row_index *index, unsigned status, sip_method method)
{
    if (status > LAST)
        return NULL;
    if (!index->lists[status][method])
        index->lists[status][method] = gather(index, status, method);
    return index->lists[status][method];
}
