/* phrase.c - the words of a language, read from tables/lang/.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "phrase.h"

#include "table.h"
#include "table_row.h"

#include <string.h>

/* Longest group and key of a row's word, with what is between them. */
#define ROW_MAX 128

#define FALLBACK "en"

struct sip_words {
    char *language;
    GKeyFile *file;
    GKeyFile *english; /* for what FILE lacks; the same one for English */
    char *texts[SIP_TEXT_COUNT];
    char *labels[SIP_TEXT_COUNT]; /* with the separator, put together when first asked for */
    char *verdicts[SIP_VERDICT_COUNT];
    char *outcomes[SIP_OUTCOME_COUNT];
    char *senders[SIP_SENDER_COUNT];
    char *retries[SIP_RETRY_COUNT];
    GHashTable *rows;           /* group/key -> word, read when first asked for */
    sip_code_words *codes[700]; /* by status, read when first asked for */
    sip_code_words *classes[7]; /* by first digit; 0: what is no status code */
};

/* {{{ choosing a language */

/* Is LANGUAGE the file for LOCALE ("zh_CN.UTF-8@x"), letter by letter but for charset and modifier?
 */
static bool is_locale(const char *language, const char *locale)
{
    size_t len = strcspn(locale, ".@");

    return strlen(language) == len && strncmp(language, locale, len) == 0;
}

/* Countries and scripts that are nearer to one language file than to its first relative. */
static const struct {
    const char *locale, *language;
} nearer[] = {
    { "zh_HK", "zh_TW" },
    { "zh_MO", "zh_TW" },
    { "zh_Hant", "zh_TW" },
};

static bool is_nearer(const char *language, const char *locale)
{
    for (size_t i = 0; i < G_N_ELEMENTS(nearer); i++)
        if (is_locale(nearer[i].locale, locale) && strcmp(nearer[i].language, language) == 0)
            return true;
    return false;
}

/* Same language, maybe of another country: better than none. */
static bool is_related(const char *language, const char *locale)
{
    size_t len = strcspn(locale, "_.@");

    return strcspn(language, "_") == len && strncmp(language, locale, len) == 0;
}

const char *sip_words_choose(const char *const *locales, char *const *languages)
{
    static bool (*const fits[])(const char *, const char *) = { is_locale, is_nearer, is_related };

    for (; *locales; locales++)
        for (size_t how = 0; how < G_N_ELEMENTS(fits); how++)
            for (char *const *language = languages; *language; language++)
                if (fits[how](*language, *locales))
                    return *language;
    return FALLBACK;
}

static char *resolve(const char *language)
{
    g_auto(GStrv) languages = sip_table_languages();

    if (strcmp(language, "auto") == 0)
        return g_strdup(sip_words_choose(g_get_language_names(), languages));
    return g_strdup(g_strv_contains((const char *const *)languages, language) ? language
                                                                              : FALLBACK);
}

/* }}} */
/* {{{ reading */

/* The text, else the English one, else ELSE; never NULL unless ELSE is. */
static char *read_text(const sip_words *words, const char *group, const char *key,
                       const char *otherwise)
{
    char *text = sip_table_string(words->file, group, key);

    if (!text)
        text = sip_table_string(words->english, group, key);
    return text ? text : g_strdup(otherwise);
}

static void read_lists(sip_words *words)
{
#define X(name, key) words->texts[SIP_TEXT_##name] = read_text(words, "ui", key, key);
    SIP_TEXTS(X)
#undef X
#define X(name, key) words->verdicts[SIP_VERDICT_##name] = read_text(words, "verdict", key, key);
    SIP_VERDICTS(X)
#undef X
#define X(name, key) words->outcomes[SIP_OUTCOME_##name] = read_text(words, "outcome", key, key);
    SIP_OUTCOMES(X)
#undef X
#define X(name, key) words->senders[SIP_SENDER_##name] = read_text(words, "sent_by", key, key);
    SIP_SENDERS(X)
#undef X
#define X(name, key) words->retries[SIP_RETRY_##name] = read_text(words, "retry", key, key);
    SIP_RETRIES(X)
#undef X
}

sip_words *sip_words_new(const char *language, GError **error)
{
    sip_words *words = g_new0(sip_words, 1);

    words->language = resolve(language);
    words->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    words->english = sip_table_open("lang/" FALLBACK ".ini", error);
    if (words->english) {
        g_autofree char *path = g_strconcat("lang/", words->language, ".ini", NULL);

        words->file = strcmp(words->language, FALLBACK) == 0 ? g_key_file_ref(words->english)
                                                             : sip_table_open(path, error);
    }
    if (!words->file) {
        sip_words_free(words);
        return NULL;
    }
    read_lists(words);
    return words;
}

static void free_code(sip_code_words *code)
{
    if (!code)
        return;
    g_free((char *)code->name);
    g_free((char *)code->meaning);
    g_free((char *)code->causes);
    g_free((char *)code->action);
    g_free((char *)code->alias);
    g_free(code);
}

static void free_texts(char **texts, unsigned n)
{
    while (n-- > 0)
        g_free(texts[n]);
}

void sip_words_free(sip_words *words)
{
    if (!words)
        return;
    free_texts(words->texts, SIP_TEXT_COUNT);
    free_texts(words->labels, SIP_TEXT_COUNT);
    free_texts(words->verdicts, SIP_VERDICT_COUNT);
    free_texts(words->outcomes, SIP_OUTCOME_COUNT);
    free_texts(words->senders, SIP_SENDER_COUNT);
    free_texts(words->retries, SIP_RETRY_COUNT);
    for (size_t i = 0; i < G_N_ELEMENTS(words->codes); i++)
        free_code(words->codes[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(words->classes); i++)
        free_code(words->classes[i]);
    g_hash_table_destroy(words->rows);
    g_clear_pointer(&words->file, g_key_file_unref);
    g_clear_pointer(&words->english, g_key_file_unref);
    g_free(words->language);
    g_free(words);
}

/* }}} */
/* {{{ giving */

const char *sip_words_language(const sip_words *words)
{
    return words->language;
}

const char *sip_words_text(const sip_words *words, sip_text text)
{
    return words->texts[text];
}

const char *sip_words_label(sip_words *words, sip_text label)
{
    if (!words->labels[label])
        words->labels[label] =
            g_strconcat(words->texts[label], words->texts[SIP_TEXT_LABEL_SEPARATOR], NULL);
    return words->labels[label];
}

const char *sip_words_verdict(const sip_words *words, sip_verdict verdict)
{
    return words->verdicts[verdict];
}

const char *sip_words_outcome(const sip_words *words, sip_outcome outcome)
{
    return words->outcomes[outcome];
}

const char *sip_words_sender(const sip_words *words, sip_sender sender)
{
    return words->senders[sender];
}

const char *sip_words_retry(const sip_words *words, sip_retry retry)
{
    return words->retries[retry];
}

const char *sip_words_row(sip_words *words, const char *group, const char *key)
{
    char place[ROW_MAX];
    char *word;

    if (strlen(group) + 1 + strlen(key) >= sizeof place)
        return key;
    g_stpcpy(g_stpcpy(g_stpcpy(place, group), "/"), key);
    word = g_hash_table_lookup(words->rows, place);
    if (!word) {
        word = read_text(words, group, key, NULL);
        if (!word)
            return key;
        g_hash_table_insert(words->rows, g_strdup(place), word);
    }
    return word;
}

static sip_code_words *read_code(const sip_words *words, const char *group)
{
    sip_code_words *code = g_new0(sip_code_words, 1);

    code->name = read_text(words, group, "name", group);
    code->meaning = read_text(words, group, "meaning", "");
    code->causes = read_text(words, group, "causes", "");
    code->action = read_text(words, group, "action", "");
    code->alias = sip_table_string(words->file, group, "alias");
    return code;
}

const sip_code_words *sip_words_class(sip_words *words, unsigned klass)
{
    char group[16] = "invalid";

    if (klass >= G_N_ELEMENTS(words->classes))
        klass = 0;
    if (words->classes[klass])
        return words->classes[klass];
    if (klass > 0)
        g_snprintf(group, sizeof group, "%uxx", klass);
    return words->classes[klass] = read_code(words, group);
}

const sip_code_words *sip_words_code(sip_words *words, unsigned status)
{
    char group[16];

    if (status >= G_N_ELEMENTS(words->codes))
        return sip_words_class(words, 0);
    if (words->codes[status])
        return words->codes[status];
    g_snprintf(group, sizeof group, "%u", status);
    if (!g_key_file_has_group(words->english, group))
        return sip_words_class(words, status / 100);
    return words->codes[status] = read_code(words, group);
}

/* }}} */
/* {{{ templates and parts */

/* The hole that begins at AT: @NAME@, capitals only; its name is then in NAME. */
static bool is_hole(const char *at, sip_slice *name)
{
    size_t len = 0;

    while (g_ascii_isupper(at[1 + len]) || at[1 + len] == '_')
        len++;
    *name = (sip_slice){ at + 1, len };
    return len > 0 && at[1 + len] == '@';
}

char *sip_words_fill(const char *template, sip_fill_hole fill, const void *data)
{
    GString *out = g_string_sized_new(128);
    sip_slice name;

    for (const char *at; (at = strchr(template, '@'));) {
        g_string_append_len(out, template, at - template);
        if (is_hole(at, &name) && fill(out, name, data)) {
            template = name.ptr + name.len + 1;
        } else {
            g_string_append_c(out, '@');
            template = at + 1;
        }
    }
    g_string_append(out, template);
    return g_string_free(out, FALSE);
}

#define FULLWIDTH_SEMICOLON 0xFF1B
#define IDEOGRAPHIC_FULL_STOP 0x3002

/* Is C, with NEXT following, the semicolon between two points? */
static bool is_semicolon(gunichar c, const char *next)
{
    return c == FULLWIDTH_SEMICOLON || (c == ';' && next[0] == ' ');
}

/* A capital, or a letter of a script that has none, such as Hangul. */
static bool begins_sentence(gunichar c)
{
    return g_unichar_isalpha(c) && !g_unichar_islower(c);
}

/* A full stop ends a sentence when such a letter follows, so that "§21.4" and "3 s. or" stay whole.
 */
static bool is_full_stop(gunichar c, const char *next)
{
    return c == IDEOGRAPHIC_FULL_STOP
           || (c == '.' && next[0] == ' ' && begins_sentence(g_utf8_get_char(next + 1)));
}

/* The first part of *TEXT, which may be empty; moves *TEXT behind it. */
static sip_slice take_part(const char **text, sip_parts parts)
{
    bool points = parts == SIP_PARTS_POINTS;
    bool (*const is_end)(gunichar, const char *) = points ? is_semicolon : is_full_stop;
    /* The first bytes of what can end a part: most of a text is passed over at once. */
    const char *stops = points ? ";\xEF" : ".\xE3";
    const char *start = *text + strspn(*text, " "), *at = start + strcspn(start, stops), *next = at;

    for (; *at; at = next + strcspn(next, stops)) {
        next = g_utf8_next_char(at);
        if (is_end(g_utf8_get_char(at), next))
            break;
    }
    if (!*at)
        next = at;
    /* A full stop belongs to its sentence, a semicolon to no point. */
    else if (!points)
        at = next;
    *text = next;
    return (sip_slice){ start, (size_t)(at - start) };
}

bool sip_words_next_part(const char **text, sip_parts parts, sip_slice *part)
{
    do {
        *part = take_part(text, parts);
    } while (part->len == 0 && **text);
    return part->len > 0;
}

/* }}} */
