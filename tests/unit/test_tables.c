/* test_tables.c - the embedded data files: complete, tidy, and fit for the place they are shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "code.h"
#include "known_flow.h"
#include "phrase.h"
#include "support.h"
#include "table.h"

#include "tables_resource.h" /* made by glib-compile-resources */

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* Wireshark cuts a label at ITEM_LABEL_LENGTH (240) bytes, its NUL included. */
#define LABEL_MAX 239
/* A part stands alone in its label; some room is left for what Wireshark may put around it. */
#define PART_MAX 230
/* Widest name, in columns of a terminal. */
#define NAME_COLUMNS 40

typedef struct {
    char *path; /* "lang/en.ini" */
    char *name; /* "en" */
    GKeyFile *file;
} language;

static language *english;
static GPtrArray *languages; /* of language *, English too */

static void report(const language *lang, const char *group, const char *key, const char *format,
                   ...) G_GNUC_PRINTF(4, 5);

static void report(const language *lang, const char *group, const char *key, const char *format,
                   ...)
{
    g_autofree char *what = NULL;
    va_list args;

    va_start(args, format);
    what = g_strdup_vprintf(format, args);
    va_end(args);
    fail_with("%s: [%s] %s: %s", lang->path, group, key, what);
}

/* {{{ the files */

static void language_free(void *data)
{
    language *lang = data;

    g_key_file_unref(lang->file);
    g_free(lang->path);
    g_free(lang->name);
    g_free(lang);
}

static void open_languages(void)
{
    g_auto(GStrv) names = sip_table_languages();

    languages = g_ptr_array_new_with_free_func(language_free);
    for (char **name = names; *name; name++) {
        language *lang = g_new0(language, 1);
        GError *error = NULL;

        lang->name = g_strdup(*name);
        lang->path = g_strconcat("lang/", *name, ".ini", NULL);
        lang->file = sip_table_open(lang->path, &error);
        g_assert_no_error(error);
        g_ptr_array_add(languages, lang);
        if (strcmp(*name, "en") == 0)
            english = lang;
    }
    g_assert_nonnull(english);
}

typedef void text_check(const language *lang, const char *group, const char *key, const char *text);

/* Calls CHECK for every text of LANG as it is read. */
static void each_text(const language *lang, text_check *check)
{
    g_auto(GStrv) groups = g_key_file_get_groups(lang->file, NULL);

    for (char **group = groups; *group; group++) {
        g_auto(GStrv) keys = g_key_file_get_keys(lang->file, *group, NULL, NULL);

        for (char **key = keys; *key; key++) {
            g_autofree char *text = g_key_file_get_string(lang->file, *group, *key, NULL);

            if (text)
                check(lang, *group, *key, text);
            else
                report(lang, *group, *key, "cannot be read: no UTF-8, or a wrong escape");
        }
    }
}

static void each_language(text_check *check)
{
    for (unsigned i = 0; i < languages->len; i++)
        each_text(g_ptr_array_index(languages, i), check);
}

static bool is_code(const char *group)
{
    return strlen(group) == 3 && g_ascii_isdigit(group[0]) && g_ascii_isdigit(group[1])
           && g_ascii_isdigit(group[2]);
}

/* A code, a class, or what is no code. */
static bool has_code_words(const char *group)
{
    return is_code(group) || g_str_has_suffix(group, "xx") || strcmp(group, "invalid") == 0;
}

/* }}} */
/* {{{ files as they are written */

/* GKeyFile takes the last of several groups or keys of one name without a word. */
static void check_duplicates(const char *path, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *group = "";

    for (char **line = lines; *line; line++) {
        char *equals = strchr(*line, '=');

        if (**line == '\0' || **line == '#')
            continue;
        if (**line == '[')
            group = *line;
        else if (equals)
            *equals = '\0';
        if (!g_hash_table_add(seen, g_strconcat(group, " ", *line == group ? "" : *line, NULL)))
            fail_with("%s: %s %s stands there twice", path, group, *line == group ? "" : *line);
    }
    g_hash_table_destroy(seen);
}

static void check_file(const char *path)
{
    g_autofree char *full = g_strconcat("/sipcode/", path, NULL);
    GBytes *bytes =
        g_resource_lookup_data(sipcode_get_resource(), full, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    gsize size = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    g_autofree char *text = g_strndup(data, size);

    if (!g_utf8_validate(data, (gssize)size, NULL))
        fail_with("%s: no valid UTF-8", path);
    if (strpbrk(text, "\r\t") || g_str_has_prefix(text, "\xef\xbb\xbf"))
        fail_with("%s: CR, tab or byte order mark", path);
    check_duplicates(path, text);
    g_bytes_unref(bytes);
}

static void test_files(void)
{
    check_file("codes.ini");
    check_file("hints.ini");
    for (unsigned i = 0; i < languages->len; i++)
        check_file(((language *)g_ptr_array_index(languages, i))->path);
}

/* Nothing in codes.ini is passed over because of a slip in its name. */
static void test_codes_file(void)
{
    static const char *const groups[] = {
        "any", "invalid", "1xx", "2xx", "3xx", "4xx", "5xx", "6xx", NULL,
    };
    static const char *const keys[] = {
        "phrase",  "reference", "class", "verdict", "treated_as",    "methods", "methods_reference",
        "sent_by", "retry",     "q850",  "outcome", "retry_methods", NULL,
    };
    GKeyFile *file = sip_table_open("codes.ini", NULL);
    g_auto(GStrv) found = g_key_file_get_groups(file, NULL);
    unsigned last = 0;

    for (char **group = found; *group; group++) {
        g_auto(GStrv) its = g_key_file_get_keys(file, *group, NULL, NULL);

        if (is_code(*group) && (unsigned)atoi(*group) <= last)
            fail_with("codes.ini: [%s] does not stand in its order", *group);
        last = is_code(*group) ? (unsigned)atoi(*group) : last;
        if (!is_code(*group) && !g_strv_contains(groups, *group))
            fail_with("codes.ini: [%s] is not known", *group);
        for (char **key = its; *key; key++) {
            g_autofree char *value = g_key_file_get_string(file, *group, *key, NULL);

            if (!g_strv_contains(keys, *key))
                fail_with("codes.ini: [%s] %s: is not known", *group, *key);
            if (!value || *value == '\0')
                fail_with("codes.ini: [%s] %s: is empty", *group, *key);
        }
    }
    g_key_file_unref(file);
}

/* }}} */
/* {{{ completeness */

/* English has what the program asks for, in GROUP all of KEYS and nothing else. */
static void check_english_group(const char *group, const char *const *keys)
{
    g_auto(GStrv) found = g_key_file_get_keys(english->file, group, NULL, NULL);

    for (const char *const *key = keys; *key; key++)
        if (!g_key_file_has_key(english->file, group, *key, NULL))
            report(english, group, *key, "is missing");
    for (char **key = found; found && *key; key++)
        if (!g_strv_contains(keys, *key) && !(is_code(group) && strcmp(*key, "alias") == 0))
            report(english, group, *key, "is not known");
}

static void check_english_codes(void)
{
    static const char *const keys[] = { "name", "meaning", "causes", "action", NULL };
    sip_codes *codes = sip_codes_new(NULL);

    check_english_group("invalid", keys);
    for (unsigned status = 0; status < 1000; status++) {
        g_autofree char *group = g_strdup_printf("%u", status);

        if (sip_codes_find(codes, status)->status == status && status > 0)
            check_english_group(group, keys);
        else if (g_key_file_has_group(english->file, group))
            report(english, group, "name", "is no registered code");
    }
    for (char klass = '1'; klass <= '6'; klass++)
        check_english_group((const char[]){ klass, 'x', 'x', '\0' }, keys);
    sip_codes_free(codes);
}

/* Each row of hints.ini has its words, and the hole for its limit when it has one; no words without
 * a row. */
static void check_english_hints(void)
{
    GKeyFile *file = sip_table_open("hints.ini", NULL);
    g_auto(GStrv) rows = g_key_file_get_groups(file, NULL);

    for (char **row = rows; *row; row++) {
        g_autofree char *key = g_strdelimit(g_strdup(*row), " ", '-');
        g_autofree char *text = g_key_file_get_string(english->file, "hint", key, NULL);
        bool limit = g_key_file_has_key(file, *row, "within", NULL);

        if (text && limit != (strstr(text, "@WITHIN@") != NULL))
            report(english, "hint", key,
                   limit ? "lacks @WITHIN@" : "has @WITHIN@, its row no limit");
        g_free(*row);
        *row = g_steal_pointer(&key);
    }
    check_english_group("hint", (const char *const *)rows);
    g_key_file_unref(file);
}

static void check_english_flows(void)
{
    GKeyFile *file = sip_table_open("flows.ini", NULL);
    g_auto(GStrv) rows = g_key_file_get_groups(file, NULL);

    check_english_group("flow", (const char *const *)rows);
    g_key_file_unref(file);
}

static void check_english_rules(void)
{
    GKeyFile *file = sip_table_open("rules.ini", NULL);
    g_auto(GStrv) rows = g_key_file_get_groups(file, NULL);

    check_english_group("rule", (const char *const *)rows);
    g_key_file_unref(file);
}

/* The values of a group of causes.ini: words, numbers and ranges of numbers. The caller frees it.
 */
static char **cause_values(GKeyFile *file, const char *group)
{
    g_auto(GStrv) values = g_key_file_get_string_list(file, group, "values", NULL, NULL);
    GPtrArray *all = g_ptr_array_new();

    for (char **value = values; value && *value; value++) {
        unsigned from, to;
        int n = sscanf(*value, "%u-%u", &from, &to);

        if (n < 1)
            g_ptr_array_add(all, g_strdup(*value));
        for (unsigned i = from; n >= 1 && i <= (n == 1 ? from : to); i++)
            g_ptr_array_add(all, g_strdup_printf("%u", i));
    }
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(all, FALSE);
}

/* Each value of causes.ini has its word, each Reason protocol too; no words without a value. */
static void check_english_causes(void)
{
    static const char *const places[] = { "Warning", "location", "Response-Source", NULL };
    GKeyFile *file = sip_table_open("causes.ini", NULL);
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    g_autoptr(GPtrArray) protocols = g_ptr_array_new();

    for (char **group = groups; *group; group++) {
        g_autofree char *words = g_strconcat("cause ", *group, NULL);
        g_auto(GStrv) values = cause_values(file, *group);

        if (*values)
            check_english_group(words, (const char *const *)values);
        if (!g_strv_contains(places, *group))
            g_ptr_array_add(protocols, *group);
    }
    g_ptr_array_add(protocols, NULL);
    check_english_group("cause protocol", (const char *const *)protocols->pdata);
    g_key_file_unref(file);
}

static void test_english_complete(void)
{
    static const char *const language_keys[] = { "name", NULL };
#define X(name, key) key,
    static const char *const texts[] = { SIP_TEXTS(X) NULL };
    static const char *const verdicts[] = { SIP_VERDICTS(X) NULL };
    static const char *const outcomes[] = { SIP_OUTCOMES(X) NULL };
    static const char *const phases[] = { SIP_PHASES(X) NULL };
    static const char *const senders[] = { SIP_SENDERS(X) NULL };
    static const char *const retries[] = { SIP_RETRIES(X) NULL };
#undef X
    static const char *const lists[] = { "language", "ui",      "verdict", "outcome",
                                         "sent_by",  "retry",   "hint",    "flow",
                                         "phase",    "compare", "rule",    NULL };
    static const char *const compared[] = { "405", "415", "416", "420", "421", "421-nothing",
                                            "422", "423", "482", "483", NULL };
    g_auto(GStrv) groups = g_key_file_get_groups(english->file, NULL);

    check_english_group("language", language_keys);
    check_english_group("ui", texts);
    check_english_group("verdict", verdicts);
    check_english_group("outcome", outcomes);
    check_english_group("sent_by", senders);
    check_english_group("retry", retries);
    check_english_codes();
    check_english_hints();
    check_english_flows();
    check_english_rules();
    check_english_causes();
    check_english_group("compare", compared);
    check_english_group("phase", phases + 1); /* none is not said */
    for (char **group = groups; *group; group++)
        if (!g_strv_contains(lists, *group) && !has_code_words(*group)
            && !g_str_has_prefix(*group, "cause "))
            report(english, *group, "*", "is not known");
}

/* Whether the language that is checked has what English has; alias is each language's own. */
static void check_missing(const language *lang)
{
    g_auto(GStrv) groups = g_key_file_get_groups(english->file, NULL);

    for (char **group = groups; *group; group++) {
        g_auto(GStrv) keys = g_key_file_get_keys(english->file, *group, NULL, NULL);

        for (char **key = keys; *key; key++)
            if (strcmp(*key, "alias") != 0 && !g_key_file_has_key(lang->file, *group, *key, NULL))
                report(lang, *group, *key, "is missing");
    }
}

static void check_unknown(const language *lang, const char *group, const char *key,
                          const char *text)
{
    (void)text;
    if (!g_key_file_has_key(english->file, group, key, NULL)
        && !(is_code(group) && strcmp(key, "alias") == 0))
        report(lang, group, key, "is not known");
}

static void test_complete(void)
{
    for (unsigned i = 0; i < languages->len; i++)
        check_missing(g_ptr_array_index(languages, i));
    each_language(check_unknown);
}

/* }}} */
/* {{{ translations */

/* same_in_english.ini */
static GKeyFile *same;

static bool is_listed(const char *name, const char *group, const char *key)
{
    g_auto(GStrv) keys = g_key_file_get_string_list(same, name, group, NULL, NULL);

    return keys && g_strv_contains((const char *const *)keys, key);
}

static bool may_be_same(const language *lang, const char *group, const char *key)
{
    return is_listed("*", group, key) || is_listed(lang->name, group, key);
}

/* Length of the hole @NAME@ at TEXT; 0: none begins there. */
static size_t hole_length(const char *text)
{
    size_t len;

    if (text[0] != '@')
        return 0;
    len = strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    return len > 0 && text[len + 1] == '@' ? len + 2 : 0;
}

/* Is there anything to translate: a letter outside of the holes? */
static bool has_words(const char *text)
{
    while (*text) {
        size_t hole = hole_length(text);

        if (hole == 0 && g_unichar_isalpha(g_utf8_get_char(text)))
            return true;
        text = hole > 0 ? text + hole : g_utf8_next_char(text);
    }
    return false;
}

static void check_translated(const language *lang, const char *group, const char *key,
                             const char *text)
{
    g_autofree char *its = g_key_file_get_string(english->file, group, key, NULL);

    if (lang != english && its && strcmp(its, text) == 0 && has_words(text)
        && !may_be_same(lang, group, key))
        report(lang, group, key, "is English: \"%s\"", text);
}

static void test_translated(void)
{
    each_language(check_translated);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Holes of TEXT in the order of their names; the caller frees them. */
static char *holes_of(const char *text)
{
    GPtrArray *holes = g_ptr_array_new_with_free_func(g_free);
    char *joined;

    while (*text) {
        size_t len = hole_length(text);

        if (len > 0)
            g_ptr_array_add(holes, g_strndup(text, len));
        text += len > 0 ? len : 1;
    }
    g_ptr_array_sort(holes, by_text);
    g_ptr_array_add(holes, NULL);
    joined = g_strjoinv(" ", (char **)holes->pdata);
    g_ptr_array_free(holes, TRUE);
    return joined;
}

static void check_holes(const language *lang, const char *group, const char *key, const char *text)
{
    g_autofree char *its = g_key_file_get_string(english->file, group, key, NULL);
    g_autofree char *got = holes_of(text), *expected = holes_of(its ? its : "");
    size_t signs = 0;

    if (strcmp(group, "ui") != 0 && strcmp(group, "hint") != 0)
        return;
    if (its && strcmp(got, expected) != 0)
        report(lang, group, key, "has the holes %s instead of %s", got, expected);
    for (const char *at = text; (at = strchr(at, '@')); at++)
        signs++;
    for (const char *at = got; (at = strchr(at, '@')); at++)
        signs--;
    if (signs > 0)
        report(lang, group, key, "has an at sign that belongs to no hole: \"%s\"", text);
}

static void test_holes(void)
{
    each_language(check_holes);
}

/* }}} */
/* {{{ tidiness */

static void check_tidy(const language *lang, const char *group, const char *key, const char *text)
{
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    bool separator = strcmp(group, "ui") == 0 && g_str_has_suffix(key, "_separator");
    size_t len = strlen(text);

    if (len == 0)
        report(lang, group, key, "is empty");
    else if (!separator && (text[0] == ' ' || text[len - 1] == ' '))
        report(lang, group, key, "has a blank at an end: \"%s\"", text);
    if (strstr(text, "  "))
        report(lang, group, key, "has two blanks together: \"%s\"", text);
    if (!composed || strcmp(composed, text) != 0)
        report(lang, group, key, "is not in normal form C: \"%s\"", text);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (g_unichar_iscntrl(c) || g_unichar_type(c) == G_UNICODE_FORMAT || c == 0x3000
            || c == 0xFFFD || (c == 0xA0 && strcmp(lang->name, "fr") != 0))
            report(lang, group, key, "has the character U+%04X", c);
    }
}

static void test_tidy(void)
{
    each_language(check_tidy);
}

/* In Chinese and Japanese, punctuation next to a character of theirs is theirs too. */
static void check_punctuation(const language *lang, const char *group, const char *key,
                              const char *text)
{
    if (!g_str_has_prefix(lang->name, "zh") && !g_str_has_prefix(lang->name, "ja"))
        return;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p), next = g_utf8_get_char(g_utf8_next_char(p));
        gunichar ascii = c < 0x80 ? c : next, wide = c < 0x80 ? next : c;

        if (ascii > 0 && ascii < 0x80 && strchr(",;:()", (int)ascii) && g_unichar_iswide(wide)) {
            g_autofree char *around = g_utf8_substring(p, 0, MIN(12, g_utf8_strlen(p, -1)));

            report(lang, group, key, "has ASCII punctuation at \"%s\"", around);
        }
    }
}

static void test_punctuation(void)
{
    each_language(check_punctuation);
}

/* }}} */
/* {{{ names */

static unsigned columns(const char *text)
{
    unsigned n = 0;

    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);

        n += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return n;
}

static void check_name_width(const language *lang, const char *group, const char *key,
                             const char *text)
{
    if (has_code_words(group) && (strcmp(key, "name") == 0 || strcmp(key, "alias") == 0)
        && columns(text) > NAME_COLUMNS)
        report(lang, group, key, "is %u columns wide, over %d: \"%s\"", columns(text), NAME_COLUMNS,
               text);
}

static void test_name_width(void)
{
    each_language(check_name_width);
}

/* No two codes may be told by the same name, nor a code by what is its own name already. */
static void check_names_distinct(const language *lang)
{
    g_auto(GStrv) groups = g_key_file_get_groups(lang->file, NULL);
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (char **group = groups; *group; group++) {
        char *name = g_key_file_get_string(lang->file, *group, "name", NULL);
        g_autofree char *alias = g_key_file_get_string(lang->file, *group, "alias", NULL);
        const char *other = name ? g_hash_table_lookup(seen, name) : NULL;

        if (other)
            report(lang, *group, "name", "is that of [%s] too: \"%s\"", other, name);
        if (alias && g_strcmp0(alias, name) == 0)
            report(lang, *group, "alias", "is the name: \"%s\"", alias);
        if (name && !other && has_code_words(*group))
            g_hash_table_insert(seen, name, *group);
        else
            g_free(name);
    }
    g_hash_table_destroy(seen);
}

static void test_names_distinct(void)
{
    for (unsigned i = 0; i < languages->len; i++)
        check_names_distinct(g_ptr_array_index(languages, i));
}

/* }}} */
/* {{{ parts, as the tree shows them */

static const struct {
    const char *key, *label;
    sip_parts kind;
} prose[] = {
    { "meaning", "label_meaning", SIP_PARTS_SENTENCES },
    { "causes", "label_causes", SIP_PARTS_POINTS },
    { "action", "label_action", SIP_PARTS_POINTS },
};

/* A text of one part stands behind its label. */
static size_t label_length(const language *lang, const char *label)
{
    g_autofree char *text = g_key_file_get_string(lang->file, "ui", label, NULL);
    g_autofree char *separator = g_key_file_get_string(lang->file, "ui", "label_separator", NULL);

    return (text ? strlen(text) : 0) + (separator ? strlen(separator) : 0);
}

static void check_part(const language *lang, const char *group, const char *key, sip_slice part)
{
    static const char *const closing[] = { ")", "）", "」", "”", "。", "；", "，", ";", "." };
    g_autofree char *text = g_strndup(part.ptr, part.len);

    if (part.len > PART_MAX)
        report(lang, group, key, "has a part of %zu bytes, over %d: \"%s\"", part.len, PART_MAX,
               text);
    if (g_str_has_suffix(text, " ") || g_str_has_suffix(text, ";"))
        report(lang, group, key, "has a part that ends badly: \"%s\"", text);
    for (size_t i = 0; i < G_N_ELEMENTS(closing); i++)
        if (g_str_has_prefix(text, closing[i]))
            report(lang, group, key, "has a part that begins badly: \"%s\"", text);
}

static void check_parts(const language *lang, const char *group, const char *key, const char *text)
{
    for (size_t i = 0; i < G_N_ELEMENTS(prose) && has_code_words(group); i++) {
        const char *rest = text;
        sip_slice part;
        size_t n = 0, total = strlen(text) + label_length(lang, prose[i].label);

        if (strcmp(key, prose[i].key) != 0)
            continue;
        for (; sip_words_next_part(&rest, prose[i].kind, &part); n++)
            check_part(lang, group, key, part);
        if (*rest != '\0')
            report(lang, group, key, "has an empty part before \"%s\"", rest);
        if (n == 1 && total > LABEL_MAX)
            report(lang, group, key, "takes %zu bytes with its label, over %d", total, LABEL_MAX);
    }
}

static void test_parts(void)
{
    each_language(check_parts);
}

/* }}} */

int main(int argc, char **argv)
{
    int result;

    test_begin(&argc, &argv);
    open_languages();
    same = g_key_file_new();
    g_assert_true(g_key_file_load_from_file(same, SAME_IN_ENGLISH, G_KEY_FILE_NONE, NULL));
    g_test_add_func("/tables/files", test_files);
    g_test_add_func("/tables/codes-file", test_codes_file);
    g_test_add_func("/tables/english-complete", test_english_complete);
    g_test_add_func("/tables/complete", test_complete);
    g_test_add_func("/tables/translated", test_translated);
    g_test_add_func("/tables/holes", test_holes);
    g_test_add_func("/tables/tidy", test_tidy);
    g_test_add_func("/tables/punctuation", test_punctuation);
    g_test_add_func("/tables/name-width", test_name_width);
    g_test_add_func("/tables/names-distinct", test_names_distinct);
    g_test_add_func("/tables/parts", test_parts);
    result = g_test_run();
    g_key_file_unref(same);
    g_ptr_array_free(languages, TRUE);
    return result;
}
