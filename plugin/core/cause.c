/* cause.c - causes that a message names beside its code: Reason, Warning, Response-Source.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cause.h"

#include "table.h"
#include "table_row.h"
#include "text.h"

#include <string.h>

#define WARNING "Warning"
#define LOCATION "location"
#define RESPONSE_SOURCE "Response-Source"
#define Q850 "Q.850"
#define URN "urn:3gpp:fe:" /* TS 24.229 §7.2.17 */
#define NUMBER_MAX UINT16_MAX

/* Numbers FROM to TO. */
typedef struct {
    uint16_t from, to;
} range;

/* A cause and a status that a gateway makes of it. */
typedef struct {
    uint16_t cause, status;
} mapping;

struct sip_cause_kind {
    char *name;
    GArray *values;   /* range: the known ones */
    GArray *statuses; /* mapping */
    bool is_status;   /* its values are status codes */
    int unnamed;      /* but this one; 0: none */
};

struct sip_cause_kinds {
    GPtrArray *rows;  /* sip_cause_kind */
    char **locations; /* in the order of the table */
};

/* {{{ reading the table */

static bool read_range(const char *text, range *out)
{
    char *end;
    guint64 from = g_ascii_strtoull(text, &end, 10), to = from;

    if (end == text)
        return false;
    if (*end == '-')
        to = g_ascii_strtoull(end + 1, &end, 10);
    *out = (range){ (uint16_t)from, (uint16_t)to };
    return *end == '\0' && from <= to && to <= NUMBER_MAX;
}

static bool read_values(const sip_table_row *in, sip_cause_kind *kind)
{
    g_auto(GStrv) texts = sip_table_strings(in->file, in->group, "values");
    range values;

    for (char **text = texts; text && *text; text++) {
        if (!read_range(*text, &values))
            return sip_table_row_fail(in, "values", *text);
        g_array_append_val(kind->values, values);
    }
    return true;
}

/* CAUSE:STATUS, with '|' between alternatives. */
static bool read_statuses(const sip_table_row *in, sip_cause_kind *kind)
{
    g_auto(GStrv) texts = sip_table_strings(in->file, in->group, "status");

    for (char **text = texts; text && *text; text++) {
        char *end;
        mapping map = { .cause = (uint16_t)g_ascii_strtoull(*text, &end, 10) };

        do {
            sip_statuses status;
            g_autofree char *word = *end ? g_strndup(end + 1, 3) : g_strdup("");

            if (!sip_table_read_statuses(word, &status))
                return sip_table_row_fail(in, "status", *text);
            map.status = status.from;
            g_array_append_val(kind->statuses, map);
            end += 4;
        } while (*end == '|');
    }
    return true;
}

static void free_kind(void *data)
{
    sip_cause_kind *kind = data;

    g_free(kind->name);
    g_array_free(kind->values, TRUE);
    g_array_free(kind->statuses, TRUE);
    g_free(kind);
}

static bool read_kind(const sip_table_row *in, sip_cause_kinds *kinds)
{
    static const char *const sources[] = { "", "codes", NULL };
    sip_cause_kind *kind = g_new0(sip_cause_kind, 1);
    unsigned source = 0;

    kind->name = g_strdup(in->group);
    kind->values = g_array_new(FALSE, FALSE, sizeof(range));
    kind->statuses = g_array_new(FALSE, FALSE, sizeof(mapping));
    g_ptr_array_add(kinds->rows, kind);
    if (!sip_table_row_word(in, "values_from", sources, &source))
        return false;
    kind->is_status = source == 1;
    kind->unnamed = g_key_file_get_integer(in->file, in->group, "unnamed", NULL);
    return read_values(in, kind) && read_statuses(in, kind);
}

/* Locations and entities are words, not numbers. */
static bool read_group(const sip_table_row *in, sip_cause_kinds *kinds)
{
    if (strcmp(in->group, RESPONSE_SOURCE) == 0)
        return true; /* its words are all there is */
    if (strcmp(in->group, LOCATION) != 0)
        return read_kind(in, kinds);
    kinds->locations = g_key_file_get_string_list(in->file, in->group, "values", NULL, in->error);
    return kinds->locations != NULL;
}

sip_cause_kinds *sip_cause_kinds_new(GError **error)
{
    GKeyFile *file = sip_table_open("causes.ini", error);
    g_auto(GStrv) groups = NULL;
    sip_cause_kinds *kinds;
    bool good = true;

    if (!file)
        return NULL;
    kinds = g_new0(sip_cause_kinds, 1);
    kinds->rows = g_ptr_array_new_with_free_func(free_kind);
    groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; good && *group; group++) {
        const sip_table_row in = { file, "causes.ini", *group, error };

        good = read_group(&in, kinds);
    }
    g_key_file_unref(file);
    if (!good)
        g_clear_pointer(&kinds, sip_cause_kinds_free);
    return kinds;
}

void sip_cause_kinds_free(sip_cause_kinds *kinds)
{
    if (!kinds)
        return;
    g_ptr_array_free(kinds->rows, TRUE);
    g_strfreev(kinds->locations);
    g_free(kinds);
}

/* Names of protocols are compared without regard to case (RFC 3261 §7.3.1). */
static const sip_cause_kind *find_kind(const sip_cause_kinds *kinds, sip_slice name)
{
    for (unsigned i = 0; i < kinds->rows->len; i++) {
        const sip_cause_kind *kind = kinds->rows->pdata[i];

        if (sip_slice_equal_nocase(name, kind->name))
            return kind;
    }
    return NULL;
}

/* }}} */
/* {{{ reading a message */

/* Where the causes of a message are gathered. */
typedef struct {
    const sip_cause_kinds *kinds;
    sip_arena *arena;
    sip_causes *causes; /* NULL: none yet */
    sip_cause **last;
    unsigned n;
} gathering;

static sip_causes *causes_of(gathering *g)
{
    if (!g->causes) {
        g->causes = SIP_ARENA_NEW(g->arena, sip_causes);
        g->last = &g->causes->causes;
    }
    return g->causes;
}

/* A new cause; NULL: there are too many. */
static sip_cause *add_cause(gathering *g)
{
    sip_cause *cause;

    if (g->n++ >= SIP_CAUSES_MAX) {
        causes_of(g)->more = true;
        return NULL;
    }
    causes_of(g);
    cause = SIP_ARENA_NEW(g->arena, sip_cause);
    *g->last = cause;
    g->last = &cause->next;
    return cause;
}

/* A cause is 1*DIGIT, and nothing else (RFC 3326 §2, RFC 3261 §25.1). */
static void take_number(sip_cause *cause, sip_slice text)
{
    uint64_t number;
    size_t digits = 0;

    while (digits < text.len && g_ascii_isdigit(text.ptr[digits]))
        digits++;
    cause->has_number = digits == text.len && sip_slice_number(text, NUMBER_MAX, &number);
    if (cause->has_number)
        cause->number = (uint16_t)number;
}

static const char *keep_location(sip_arena *arena, sip_slice location)
{
    g_autofree char *word = g_strndup(location.ptr, MIN(location.len, SIP_CAUSE_TEXT_MAX));
    g_autofree char *high = g_ascii_strup(word, -1);

    return sip_text_keep(arena, (sip_slice){ high, strlen(high) }, SIP_CAUSE_TEXT_MAX);
}

/* Bytes of VALUE before its first semicolon or blank. */
static sip_slice first_word(sip_slice value)
{
    size_t i = 0;

    while (i < value.len && value.ptr[i] != ';' && !g_ascii_isspace(value.ptr[i]))
        i++;
    return (sip_slice){ value.ptr, i };
}

/* protocol *(SEMI reason-params) (RFC 3326 §2) */
static void take_reason(gathering *g, sip_slice value)
{
    sip_slice protocol = first_word(value), param;
    sip_cause *cause = add_cause(g);

    if (!cause)
        return;
    cause->kind = find_kind(g->kinds, protocol);
    cause->name =
        cause->kind ? cause->kind->name : sip_text_keep(g->arena, protocol, SIP_CAUSE_TEXT_MAX);
    if (sip_value_param(value, "cause", &param))
        take_number(cause, param);
    if (sip_value_param(value, "text", &param))
        cause->text = sip_text_keep_quoted(g->arena, param, SIP_CAUSE_TEXT_MAX);
    if (sip_value_param(value, "location", &param))
        cause->location = keep_location(g->arena, param);
}

/* warn-code SP warn-agent SP warn-text (RFC 3261 §20.43) */
static void take_warning(gathering *g, sip_slice value)
{
    sip_slice code = first_word(value), agent, text;
    sip_cause *cause = add_cause(g);

    if (!cause)
        return;
    text = sip_slice_trim((sip_slice){ value.ptr + code.len, value.len - code.len });
    agent = first_word(text);
    text = sip_slice_trim((sip_slice){ text.ptr + agent.len, text.len - agent.len });
    if (text.len >= 2 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"')
        text = (sip_slice){ text.ptr + 1, text.len - 2 };
    cause->kind = find_kind(g->kinds, (sip_slice){ WARNING, strlen(WARNING) });
    cause->warning = true;
    cause->name = sip_text_keep(g->arena, agent, SIP_CAUSE_TEXT_MAX);
    cause->text = sip_text_keep_quoted(g->arena, text, SIP_CAUSE_TEXT_MAX);
    take_number(cause, code);
}

/* What follows urn:3gpp:fe: up to the end of the URN. */
static void take_source(gathering *g, sip_slice value)
{
    const char *end = value.ptr + value.len;

    for (const char *at = value.ptr; (size_t)(end - at) >= strlen(URN); at++) {
        size_t i = strlen(URN);

        if (g_ascii_strncasecmp(at, URN, i) != 0)
            continue;
        while (at + i < end && !strchr("<>\"; \t\r\n", at[i]))
            i++;
        causes_of(g)->source = sip_text_keep(g->arena, (sip_slice){ at, i }, SIP_CAUSE_TEXT_MAX);
        return;
    }
    causes_of(g)->source = sip_text_keep(g->arena, value, SIP_CAUSE_TEXT_MAX);
}

/* Each value of the header. */
static void take_values(gathering *g, const sip_message *msg, sip_header_id header,
                        void (*take)(gathering *, sip_slice))
{
    sip_values values;
    sip_slice value;

    if (!msg->first[header].ptr)
        return;
    values = sip_message_values(msg, header);
    while (sip_values_next(&values, &value))
        take(g, value);
}

const sip_causes *sip_causes_read(const sip_cause_kinds *kinds, sip_arena *arena,
                                  const sip_message *msg)
{
    gathering g = { .kinds = kinds, .arena = arena };

    take_values(&g, msg, SIP_HEADER_REASON, take_reason);
    take_values(&g, msg, SIP_HEADER_WARNING, take_warning);
    if (msg->first[SIP_HEADER_RESPONSE_SOURCE].len > 0)
        take_source(&g, msg->first[SIP_HEADER_RESPONSE_SOURCE]);
    return g.causes;
}

/* }}} */
/* {{{ asking */

static bool is_known(const sip_cause_kind *kind, unsigned number)
{
    for (unsigned i = 0; i < kind->values->len; i++) {
        const range *values = &g_array_index(kind->values, range, i);

        if (number >= values->from && number <= values->to)
            return true;
    }
    return false;
}

bool sip_cause_words(const sip_cause *cause, char **group)
{
    if (!cause->kind || !cause->has_number || !is_known(cause->kind, cause->number))
        return false;
    *group = g_strconcat("cause ", cause->kind->name, NULL);
    return true;
}

bool sip_cause_is_status(const sip_cause *cause)
{
    return cause->kind && cause->kind->is_status && cause->has_number && cause->number >= 100
           && cause->number <= 699 && cause->number != cause->kind->unnamed;
}

bool sip_cause_knows_location(const sip_cause_kinds *kinds, const char *location)
{
    return g_strv_contains((const char *const *)kinds->locations, location);
}

unsigned sip_cause_status(const sip_cause *cause)
{
    for (unsigned i = 0; cause->kind && i < cause->kind->statuses->len; i++) {
        const mapping *map = &g_array_index(cause->kind->statuses, mapping, i);

        if (cause->has_number && map->cause == cause->number)
            return map->status;
    }
    return 0;
}

/* Does one of the tables put them together? */
static bool agree(const sip_cause *cause, const sip_code *row, unsigned status)
{
    if (row->q850 == cause->number)
        return true;
    for (unsigned i = 0; i < cause->kind->statuses->len; i++) {
        const mapping *map = &g_array_index(cause->kind->statuses, mapping, i);

        if (map->cause == cause->number && map->status == status)
            return true;
    }
    return false;
}

const sip_cause *sip_causes_mismatch(const sip_causes *causes, const sip_code *row, unsigned status)
{
    for (const sip_cause *cause = causes ? causes->causes : NULL; cause; cause = cause->next)
        if (cause->kind && cause->has_number && strcmp(cause->kind->name, Q850) == 0
            && status >= 300 && row->q850 != 0 && sip_cause_status(cause) != 0
            && !agree(cause, row, status))
            return cause;
    return NULL;
}

/* }}} */
