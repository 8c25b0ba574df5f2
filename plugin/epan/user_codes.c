/* user_codes.c - the user's own codes: a table in the preferences, which wins over the built-in
 * words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "user_codes.h"

#include <epan/expert.h>
#include <epan/uat.h>

#include <string.h>

#define FIRST 100 /* RFC 3261 §7.2 */
#define LAST 699

/* A row, as the user writes it. */
typedef struct {
    char *code;
    char *method; /* empty: any */
    char *name, *meaning, *action;
    unsigned severity; /* 0: as the built-in code has it */
} user_code;

static const value_string severities[] = {
    { 0, "default" },    { PI_CHAT, "chat" },   { PI_NOTE, "note" },
    { PI_WARN, "warn" }, { PI_ERROR, "error" }, { 0, NULL },
};

static user_code *codes;
static unsigned n_codes;

/* {{{ the table */

static void *copy_row(void *to, const void *from, size_t len _U_)
{
    const user_code *old = from;
    user_code *row = to;

    *row = *old;
    row->code = g_strdup(old->code);
    row->method = g_strdup(old->method);
    row->name = g_strdup(old->name);
    row->meaning = g_strdup(old->meaning);
    row->action = g_strdup(old->action);
    return row;
}

static void free_row(void *data)
{
    user_code *row = data;

    g_free(row->code);
    g_free(row->method);
    g_free(row->name);
    g_free(row->meaning);
    g_free(row->action);
}

/* The status code of a row; 0: it is none. */
static unsigned status_of(const user_code *row)
{
    sip_slice text = { row->code, strlen(row->code) };
    uint64_t status = 0;

    if (text.len != 3 || strspn(row->code, "0123456789") != 3
        || !sip_slice_number(text, LAST, &status) || status < FIRST)
        return 0;
    return (unsigned)status;
}

/* token (RFC 3261 §25.1) */
static bool is_token(const char *text)
{
    for (; *text; text++)
        if (!g_ascii_isalnum(*text) && !strchr("-.!%*_+`'~", *text))
            return false;
    return true;
}

/* What is wrong with a text; NULL: nothing. The caller frees it. */
static char *text_fault(const char *what, const char *text)
{
    if (strlen(text) > SIPCODE_USER_TEXT_MAX)
        return g_strdup_printf("The %s is longer than %d bytes.", what, SIPCODE_USER_TEXT_MAX);
    if (!g_utf8_validate(text, -1, NULL))
        return g_strdup_printf("The %s is not valid UTF-8.", what);
    for (; *text; text = g_utf8_next_char(text))
        if (g_unichar_iscntrl(g_utf8_get_char(text)))
            return g_strdup_printf("The %s has a control character in it.", what);
    return NULL;
}

static char *row_fault(const user_code *row)
{
    char *fault;

    if (status_of(row) == 0)
        return g_strdup_printf(
            "\"%.16s\" is no SIP status code: it must be a number from %d to %d.", row->code, FIRST,
            LAST);
    if (!is_token(row->method))
        return g_strdup("The method must be a name such as INVITE, or empty for any.");
    if (*g_strstrip(row->name) == '\0')
        return g_strdup("The name is empty: it says in a few words what the code means.");
    fault = text_fault("name", row->name);
    if (!fault)
        fault = text_fault("meaning", row->meaning);
    return fault ? fault : text_fault("action", row->action);
}

static compat_bool update_row(void *data, char **error)
{
    *error = row_fault(data);
    return *error == NULL;
}

UAT_CSTRING_CB_DEF(codes, code, user_code)
UAT_CSTRING_CB_DEF(codes, method, user_code)
UAT_CSTRING_CB_DEF(codes, name, user_code)
UAT_CSTRING_CB_DEF(codes, meaning, user_code)
UAT_CSTRING_CB_DEF(codes, action, user_code)
UAT_VS_DEF(codes, severity, user_code, unsigned, 0, "default")

static compat_bool check_severity(void *row _U_, const char *text, unsigned len,
                                  const void *data _U_, const void *more _U_, char **error)
{
    for (const value_string *s = severities; s->strptr; s++)
        if (strlen(s->strptr) == len && memcmp(s->strptr, text, len) == 0)
            return TRUE;
    *error =
        g_strdup_printf("\"%.*s\" is no severity: it must be default, chat, note, warn or error.",
                        (int)MIN(len, 16), text);
    return FALSE;
}

void sipcode_user_codes_register(module_t *module)
{
    static uat_field_t fields[] = {
        UAT_FLD_CSTRING(codes, code, "Code", "Status code, 100 to 699"),
        UAT_FLD_CSTRING(codes, method, "Method", "Method that it answers; empty: any"),
        UAT_FLD_CSTRING(codes, name, "Name", "What it says, in a few words"),
        UAT_FLD_CSTRING(codes, meaning, "Meaning", "What it means; empty: as built in"),
        UAT_FLD_CSTRING(codes, action, "What to check", "Where to look; empty: as built in"),
        { "severity",
          "Severity",
          PT_TXTMOD_ENUM,
          { check_severity, codes_severity_set_cb, codes_severity_tostr_cb },
          { severities, severities, severities },
          severities,
          "Of its expert info; default: as built in",
          FLDFILL },
        UAT_END_FIELDS,
    };
    uat_t *uat =
        uat_new("SIP codes of your own", sizeof(user_code), "sipcode_codes", TRUE, &codes, &n_codes,
                UAT_AFFECTS_DISSECTION, NULL, copy_row, update_row, free_row, NULL, NULL, fields);

    prefs_register_uat_preference(module, "codes", "Codes of your own",
                                  "Codes of carriers and vendors, with your own words", uat);
}

/* }}} */

/* The user's row: one for the method goes before one for any. */
static const user_code *find_row(unsigned status, const char *method)
{
    const user_code *found = NULL;

    for (unsigned i = 0; i < n_codes; i++) {
        const user_code *row = &codes[i];

        if (status_of(row) != status)
            continue;
        if (method && strcmp(row->method, method) == 0)
            return row;
        if (!found && *row->method == '\0')
            found = row;
    }
    return found;
}

sip_code_words sipcode_code_words(sip_words *words, unsigned status, const char *method)
{
    sip_code_words out = *sip_words_code(words, status);
    const user_code *row = n_codes > 0 ? find_row(status, method) : NULL;

    if (!row)
        return out;
    out.name = row->name;
    out.alias = NULL;
    out.causes = "";
    if (*row->meaning)
        out.meaning = row->meaning;
    if (*row->action)
        out.action = row->action;
    return out;
}

static const char *method_of(const sip_facts *facts)
{
    const char *name = sip_method_name((sip_method)facts->method);

    return name ? name : facts->transaction->extension;
}

sip_code_words sipcode_response_words(sip_words *words, const sip_facts *facts)
{
    return sipcode_code_words(words, facts->status, method_of(facts));
}

int sipcode_user_severity(const sip_facts *facts)
{
    const user_code *row = n_codes > 0 ? find_row(facts->status, method_of(facts)) : NULL;

    return row ? (int)row->severity : 0;
}
