/* code.c - the facts of each response code, read from tables/codes.ini.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "code.h"

#include "table.h"
#include "table_row.h"

#include <string.h>

#define FIRST 100
#define LAST 699
#define CLASSES 6

struct sip_codes {
    sip_code *rows[LAST + 1];       /* by status code; NULL: not registered */
    sip_code *classes[CLASSES + 1]; /* by first digit; 0: what is no status code */
    sip_method_limit limit;         /* of every response */
};

#define X(name, word) word,
static const char *const verdict_words[] = { SIP_VERDICTS(X) NULL };
static const char *const sender_words[] = { SIP_SENDERS(X) NULL };
static const char *const retry_words[] = { SIP_RETRIES(X) NULL };
static const char *const outcome_words[] = { SIP_OUTCOMES(X) NULL };
#undef X

const char *sip_verdict_word(sip_verdict verdict)
{
    return verdict_words[verdict];
}

const char *sip_sender_word(sip_sender sender)
{
    return sender_words[sender];
}

const char *sip_retry_word(sip_retry retry)
{
    return retry_words[retry];
}

const char *sip_outcome_word(sip_outcome outcome)
{
    return outcome_words[outcome];
}

/* {{{ reading a row */

static bool fail(GError **error, const char *group, const char *key, const char *value)
{
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                "codes.ini: [%s] %s=%s is not known", group, key, value ? value : "");
    return false;
}

/* Place of the value of KEY in WORDS. False, and ERROR: absent or not one of them. */
static bool read_word(GKeyFile *file, const char *group, const char *key, const char *const *words,
                      unsigned *place, GError **error)
{
    g_autofree char *value = g_key_file_get_string(file, group, key, error);

    if (!value)
        return false;
    for (*place = 0; words[*place]; (*place)++)
        if (strcmp(words[*place], value) == 0)
            return true;
    return fail(error, group, key, value);
}

/* The same, but PLACE stays as it is when KEY is absent. */
static bool read_optional_word(GKeyFile *file, const char *group, const char *key,
                               const char *const *words, unsigned *place, GError **error)
{
    return !g_key_file_has_key(file, group, key, NULL)
           || read_word(file, group, key, words, place, error);
}

bool sip_methods_read(const char *list, uint32_t *methods)
{
    bool barred = list[0] == '!';
    g_auto(GStrv) names = g_strsplit(barred ? list + 1 : list, ";", -1);
    uint32_t set = 0;

    for (char **name = names; *name; name++) {
        sip_method method = sip_method_find((sip_slice){ *name, strlen(*name) });

        if (method == SIP_METHOD_UNKNOWN)
            return false;
        set |= 1u << method;
    }
    *methods = barred ? ~set : set;
    return set != 0;
}

static bool read_limit(GKeyFile *file, const char *group, sip_method_limit *limit, GError **error)
{
    g_autofree char *value = sip_table_string(file, group, "methods");

    if (!value)
        return true;
    if (!sip_methods_read(value, &limit->methods))
        return fail(error, group, "methods", value);
    limit->reference = g_key_file_get_string(file, group, "methods_reference", error);
    return limit->reference != NULL;
}

/* Absent: all methods. */
static bool read_retry_methods(GKeyFile *file, const char *group, sip_code *row, GError **error)
{
    g_autofree char *value = sip_table_string(file, group, "retry_methods");

    row->retry_methods = UINT32_MAX;
    return !value || sip_methods_read(value, &row->retry_methods)
           || fail(error, group, "retry_methods", value);
}

static bool read_senders(GKeyFile *file, const char *group, sip_code *row, GError **error)
{
    g_auto(GStrv) names = g_key_file_get_string_list(file, group, "sent_by", NULL, error);

    if (!names)
        return false;
    for (char **name = names; *name; name++) {
        unsigned sender = 0;

        while (sender_words[sender] && strcmp(sender_words[sender], *name) != 0)
            sender++;
        if (!sender_words[sender] || row->n_sent_by == SIP_SENDER_COUNT)
            return fail(error, group, "sent_by", *name);
        row->sent_by[row->n_sent_by++] = (sip_sender)sender;
    }
    return true;
}

static void free_row(sip_code *row)
{
    if (!row)
        return;
    g_free(row->phrase);
    g_free(row->reference);
    g_free(row->limit.reference);
    g_free(row);
}

/* What a class and a code have in common. NULL, and ERROR. */
static sip_code *read_common(GKeyFile *file, const char *group, GError **error)
{
    sip_code *row = g_new0(sip_code, 1);
    unsigned verdict = SIP_VERDICT_COUNT, outcome = SIP_OUTCOME_OPEN;

    row->phrase = g_key_file_get_string(file, group, "phrase", error);
    if (row->phrase)
        row->reference = g_key_file_get_string(file, group, "reference", error);
    if (row->reference && read_optional_word(file, group, "verdict", verdict_words, &verdict, error)
        && read_optional_word(file, group, "outcome", outcome_words, &outcome, error)
        && read_limit(file, group, &row->limit, error)) {
        row->verdict = (sip_verdict)verdict;
        row->outcome = (sip_outcome)outcome;
        return row;
    }
    free_row(row);
    return NULL;
}

/* A number of FIRST..LAST. False, and ERROR. */
static bool read_number(GKeyFile *file, const char *group, const char *key, unsigned first,
                        unsigned last, unsigned *number, GError **error)
{
    g_autofree char *value = g_key_file_get_string(file, group, key, error);
    guint64 n;

    if (!value)
        return false;
    if (!g_ascii_string_to_unsigned(value, 10, first, last, &n, NULL))
        return fail(error, group, key, value);
    *number = (unsigned)n;
    return true;
}

/* What only a code has. Where a code limits no methods, its class does. */
static bool read_code_only(GKeyFile *file, const char *group, sip_code *row, const sip_code *klass,
                           GError **error)
{
    g_autofree char *class_name = g_key_file_get_string(file, group, "class", error);
    unsigned retry = 0;

    if (!class_name)
        return false;
    if (class_name[0] != group[0] || strcmp(class_name + 1, "xx") != 0)
        return fail(error, group, "class", class_name);
    if (row->verdict == SIP_VERDICT_COUNT)
        return fail(error, group, "verdict", NULL);
    if (!read_word(file, group, "retry", retry_words, &retry, error)
        || !read_retry_methods(file, group, row, error) || !read_senders(file, group, row, error))
        return false;
    if (g_key_file_has_key(file, group, "q850", NULL)
        && !read_number(file, group, "q850", 1, 127, &row->q850, error))
        return false;
    if (row->outcome == SIP_OUTCOME_OPEN)
        row->outcome = klass->outcome;
    if (!row->limit.reference) {
        row->limit.methods = klass->limit.methods;
        row->limit.reference = g_strdup(klass->limit.reference);
    }
    row->retry = (sip_retry)retry;
    row->klass = klass->klass;
    return true;
}

/* }}} */
/* {{{ the table */

/* Class 0 is what is no status code. */
static bool read_class(sip_codes *codes, GKeyFile *file, unsigned klass, GError **error)
{
    const char digits[] = { (char)('0' + klass), 'x', 'x', '\0' };
    const char *group = klass == 0 ? "invalid" : digits;
    sip_code *row = read_common(file, group, error);

    codes->classes[klass] = row;
    if (!row)
        return false;
    row->klass = klass;
    return klass == 0
           || read_number(file, group, "treated_as", FIRST, LAST, &row->treated_as, error);
}

static bool read_code(sip_codes *codes, GKeyFile *file, const char *group, GError **error)
{
    guint64 status;
    sip_code *row;

    if (!g_ascii_string_to_unsigned(group, 10, FIRST, LAST, &status, error))
        return false;
    row = read_common(file, group, error);
    if (!row)
        return false;
    codes->rows[status] = row;
    row->status = (unsigned)status;
    return read_code_only(file, group, row, codes->classes[status / 100], error);
}

static bool read_all(sip_codes *codes, GKeyFile *file, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);

    for (unsigned klass = 0; klass <= CLASSES; klass++)
        if (!read_class(codes, file, klass, error))
            return false;
    if (!read_limit(file, "any", &codes->limit, error))
        return false;
    for (char **group = groups; *group; group++)
        if (g_ascii_isdigit((*group)[1]) && !read_code(codes, file, *group, error))
            return false;
    return true;
}

sip_codes *sip_codes_new(GError **error)
{
    GKeyFile *file = sip_table_open("codes.ini", error);
    sip_codes *codes;

    if (!file)
        return NULL;
    codes = g_new0(sip_codes, 1);
    if (!read_all(codes, file, error))
        g_clear_pointer(&codes, sip_codes_free);
    g_key_file_unref(file);
    return codes;
}

void sip_codes_free(sip_codes *codes)
{
    if (!codes)
        return;
    for (unsigned klass = 0; klass <= CLASSES; klass++)
        free_row(codes->classes[klass]);
    for (unsigned status = FIRST; status <= LAST; status++)
        free_row(codes->rows[status]);
    g_free(codes->limit.reference);
    g_free(codes);
}

const sip_code *sip_codes_find(const sip_codes *codes, unsigned status)
{
    if (status < FIRST || status > LAST)
        return codes->classes[0];
    return codes->rows[status] ? codes->rows[status] : codes->classes[status / 100];
}

static bool bars(const sip_method_limit *limit, sip_method method)
{
    return limit->reference && (limit->methods & (1u << method)) == 0;
}

const char *sip_codes_objection(const sip_codes *codes, const sip_code *code, sip_method method)
{
    if (method == SIP_METHOD_UNKNOWN)
        return NULL;
    if (bars(&codes->limit, method))
        return codes->limit.reference;
    return bars(&code->limit, method) ? code->limit.reference : NULL;
}

/* }}} */

void sip_status_text(unsigned status, char text[4])
{
    text[0] = (char)('0' + status / 100);
    text[1] = (char)('0' + status / 10 % 10);
    text[2] = (char)('0' + status % 10);
    text[3] = '\0';
}
