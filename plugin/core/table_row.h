/* table_row.h - what the groups of several tables have in common: words, codes, methods,
 * conditions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TABLE_ROW_H
#define SIPCODE_TABLE_ROW_H

#include "code.h"

#include <glib.h>

/* Codes, classes and decades of a row. */
#define SIP_STATUSES_MAX 16

/* A pattern of status codes: 200, 18x, 2xx. */
typedef struct {
    uint16_t from, to;
} sip_statuses;

/* Those of a row. */
typedef struct {
    sip_statuses of[SIP_STATUSES_MAX];
    unsigned n;
} sip_status_list;

/* A group of a table that is being read. */
typedef struct {
    GKeyFile *file;
    const char *table; /* hints.ini */
    const char *group;
    GError **error;
} sip_table_row;

/* The value of a key that may be absent: then NULL. The caller frees it. GLib's own functions make
 * an error first, which costs as much as reading twenty keys. */
char *sip_table_string(GKeyFile *file, const char *group, const char *key);
char **sip_table_strings(GKeyFile *file, const char *group, const char *key);

/* Says in the row's error that the value of KEY is wrong. Gives false. */
bool sip_table_row_fail(const sip_table_row *row, const char *key, const char *value);

/* Place of WORD in the NULL-terminated WORDS; -1: none. */
int sip_table_place(const char *const *words, const char *word);

/* 200, 18x or 2xx. False: none of them. */
bool sip_table_read_statuses(const char *text, sip_statuses *statuses);

/* Each of these reads the value of KEY; false, and the error says so: it is wrong. */

/* A word: its place in WORDS, that of "" when the key is absent. */
bool sip_table_row_word(const sip_table_row *row, const char *key, const char *const *words,
                        unsigned *place);

/* Codes, which there must be. */
bool sip_table_row_statuses(const sip_table_row *row, const char *key, sip_status_list *list);

/* Methods as bits (1 << sip_method); absent: any. */
bool sip_table_row_methods(const sip_table_row *row, const char *key, uint32_t *methods);

/* Conditions as bits of their places in WORDS; those with '!' before them are BARRED. */
bool sip_table_row_conditions(const sip_table_row *row, const char *key, const char *const *words,
                              uint32_t *required, uint32_t *barred);

/* Place of the lowest bit of SET, in which there is one. */
static inline unsigned sip_lowest_bit(uint32_t set)
{
#ifdef __GNUC__
    return (unsigned)__builtin_ctz(set);
#else
    return (unsigned)g_bit_nth_lsf(set, -1);
#endif
}

/* Is STATUS one of the list? */
bool sip_status_list_has(const sip_status_list *list, unsigned status);

/* The rows of a table that can speak of a status and a method, gathered when they are first asked
 * for. */
typedef struct sip_row_index sip_row_index;

/* Can the row speak of responses with that status to that method? */
typedef bool (*sip_row_speaks)(const void *row, unsigned status, sip_method method);

/* An index of ROWS, which must outlive it. Free with sip_row_index_free. */
sip_row_index *sip_row_index_new(const GPtrArray *rows, sip_row_speaks speaks);
void sip_row_index_free(sip_row_index *index);

/* Those rows, in the order of the table; NULL: STATUS is above all status codes. */
const GPtrArray *sip_row_index_find(sip_row_index *index, unsigned status, sip_method method);

#endif
