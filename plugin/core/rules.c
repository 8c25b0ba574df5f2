/* rules.c - what a response must carry: tables/rules.ini at work.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

#include "asked.h"
#include "call.h"
#include "table.h"

#include <string.h>

struct sip_rules {
    GPtrArray *rows; /* sip_rule, in the order of the file */
    sip_row_index *index;
};

/* {{{ reading the table */

#define X(name, word) word,
static const char *const condition_words[] = { SIP_RULE_CONDITIONS(X) NULL };
static const char *const check_words[] = { SIP_RULE_CHECKS(X) NULL };
#undef X
static const char *const level_words[] = { "must", "should", NULL };

static bool read_headers(const sip_table_row *in, sip_rule *rule)
{
    g_auto(GStrv) names = NULL;

    if (rule->check == SIP_RULE_CHECK_NOT_RETRIED)
        return true;
    names = g_key_file_get_string_list(in->file, in->group, "header", NULL, in->error);
    for (char **name = names; name && *name; name++) {
        if (rule->n_headers == SIP_RULE_HEADERS_MAX)
            return sip_table_row_fail(in, "header", *name);
        rule->headers[rule->n_headers++] =
            (sip_rule_header){ g_strdup(*name),
                               sip_header_find((sip_slice){ *name, strlen(*name) }) };
    }
    return names != NULL;
}

/* What tells of a token or a parameter says which. */
static bool needs_value(sip_rule_check check)
{
    return check == SIP_RULE_CHECK_LISTS || check == SIP_RULE_CHECK_LACKS
           || check == SIP_RULE_CHECK_PARAM;
}

static bool read_row(const sip_table_row *in, sip_rule *rule)
{
    unsigned check = 0, level = 0;

    rule->id = g_strdup(in->group);
    rule->reference = g_key_file_get_string(in->file, in->group, "reference", in->error);
    rule->value = sip_table_string(in->file, in->group, "value");
    if (!rule->reference || !sip_table_row_word(in, "check", check_words, &check)
        || !sip_table_row_word(in, "level", level_words, &level))
        return false;
    rule->check = (sip_rule_check)check;
    rule->level = (sip_rule_level)level;
    if (needs_value(rule->check) != (rule->value != NULL))
        return sip_table_row_fail(in, "value", rule->value);
    return sip_table_row_statuses(in, "code", &rule->codes)
           && sip_table_row_methods(in, "method", &rule->methods)
           && sip_table_row_conditions(in, "if", condition_words, &rule->required, &rule->barred)
           && read_headers(in, rule);
}

static void free_row(void *data)
{
    sip_rule *rule = data;

    g_free(rule->id);
    g_free(rule->reference);
    g_free(rule->value);
    for (unsigned i = 0; i < rule->n_headers; i++)
        g_free(rule->headers[i].name);
    g_free(rule);
}

static bool speaks(const void *row, unsigned status, sip_method method)
{
    const sip_rule *rule = row;

    return (rule->methods & (1u << method)) && sip_status_list_has(&rule->codes, status);
}

sip_rules *sip_rules_new(GError **error)
{
    GKeyFile *file = sip_table_open("rules.ini", error);
    g_auto(GStrv) groups = NULL;
    sip_rules *rules;
    bool good = true;

    if (!file)
        return NULL;
    rules = g_new0(sip_rules, 1);
    rules->rows = g_ptr_array_new_with_free_func(free_row);
    rules->index = sip_row_index_new(rules->rows, speaks);
    groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; good && *group; group++) {
        const sip_table_row in = { file, "rules.ini", *group, error };

        g_ptr_array_add(rules->rows, g_new0(sip_rule, 1));
        good = read_row(&in, rules->rows->pdata[rules->rows->len - 1]);
    }
    g_key_file_unref(file);
    if (!good)
        g_clear_pointer(&rules, sip_rules_free);
    return rules;
}

void sip_rules_free(sip_rules *rules)
{
    if (!rules)
        return;
    sip_row_index_free(rules->index);
    g_ptr_array_free(rules->rows, TRUE);
    g_free(rules);
}

const GPtrArray *sip_rules_rows(const sip_rules *rules)
{
    return rules->rows;
}

/* }}} */
/* {{{ conditions */

/* A response and the request that it answers. */
typedef struct {
    const sip_message *msg;
    const sip_facts *facts;
    const sip_facts *request; /* NULL: not in the capture, as is */
    const sip_asked *asked;   /* what it asked with */
} exchange;

static bool names(const char *list, const char *token)
{
    return sip_asked_names(list, (sip_slice){ token, strlen(token) });
}

static bool if_rseq(const exchange *x)
{
    return x->msg->first[SIP_HEADER_RSEQ].ptr;
}

static bool if_reliable(const exchange *x)
{
    return sip_message_lists(x->msg, SIP_HEADER_REQUIRE, "100rel");
}

static bool if_session_expires(const exchange *x)
{
    return x->msg->first[SIP_HEADER_SESSION_EXPIRES].ptr;
}

static bool if_refresher_uac(const exchange *x)
{
    sip_slice refresher;

    return sip_value_param(x->msg->first[SIP_HEADER_SESSION_EXPIRES], "refresher", &refresher)
           && sip_slice_equal_nocase(refresher, "uac");
}

static bool if_sec_agree(const exchange *x)
{
    return sip_message_lists(x->msg, SIP_HEADER_REQUIRE, "sec-agree");
}

static bool if_body(const exchange *x)
{
    return sip_slice_trim(x->msg->body).len > 0; /* line ends alone are none */
}

static bool if_request(const exchange *x)
{
    return x->asked && !x->asked->cut;
}

static bool if_in_dialog(const exchange *x)
{
    return x->request && x->facts->transaction->in_dialog;
}

static bool if_timer(const exchange *x)
{
    return x->asked && names(x->asked->supported, "timer");
}

static bool if_reliable_required(const exchange *x)
{
    return x->asked && names(x->asked->require, "100rel");
}

static bool if_reliable_offered(const exchange *x)
{
    return if_reliable_required(x) || (x->asked && names(x->asked->supported, "100rel"));
}

static bool if_require(const exchange *x)
{
    return x->asked && x->asked->require;
}

static bool if_record_route(const exchange *x)
{
    return x->asked && x->asked->record_route;
}

static bool if_offer(const exchange *x)
{
    return x->request && x->request->has_sdp;
}

/* Does REFER open no subscription (RFC 4488 §4, RFC 7614 §4.3, §5.3)? */
static bool if_unsubscribed(const exchange *x)
{
    sip_slice value;

    return (sip_message_header(x->msg, "Refer-Sub", &value)
            && sip_slice_begins_nocase(value, "false"))
           || (x->asked
               && (names(x->asked->require, "nosub") || names(x->asked->require, "explicitsub")));
}

static bool if_registers(const exchange *x)
{
    return x->asked && x->asked->contact && !x->request->removes;
}

static bool (*const conditions[SIP_RULE_IF_COUNT])(const exchange *) = {
    [SIP_RULE_IF_RSEQ] = if_rseq,
    [SIP_RULE_IF_RELIABLE] = if_reliable,
    [SIP_RULE_IF_SESSION_EXPIRES] = if_session_expires,
    [SIP_RULE_IF_REFRESHER_UAC] = if_refresher_uac,
    [SIP_RULE_IF_SEC_AGREE] = if_sec_agree,
    [SIP_RULE_IF_BODY] = if_body,
    [SIP_RULE_IF_REQUEST] = if_request,
    [SIP_RULE_IF_IN_DIALOG] = if_in_dialog,
    [SIP_RULE_IF_TIMER] = if_timer,
    [SIP_RULE_IF_RELIABLE_OFFERED] = if_reliable_offered,
    [SIP_RULE_IF_RELIABLE_REQUIRED] = if_reliable_required,
    [SIP_RULE_IF_REQUIRE] = if_require,
    [SIP_RULE_IF_RECORD_ROUTE] = if_record_route,
    [SIP_RULE_IF_REGISTERS] = if_registers,
    [SIP_RULE_IF_OFFER] = if_offer,
    [SIP_RULE_IF_UNSUBSCRIBED] = if_unsubscribed,
};

/* Do the conditions of SET all have VALUE? */
static bool all_are(const exchange *x, uint32_t set, bool value)
{
    for (; set != 0; set &= set - 1)
        if (conditions[sip_lowest_bit(set)](x) != value)
            return false;
    return true;
}

/* }}} */
/* {{{ checks: is it as it must be? */

/* Value of the first row of a header field; false: there is none. */
static bool find_header(const sip_message *msg, const sip_rule_header *header, sip_slice *value)
{
    if (header->id == SIP_HEADER_COUNT)
        return sip_message_header(msg, header->name, value);
    *value = msg->first[header->id];
    return value->ptr != NULL;
}

/* The first of the row's header fields that is there. */
static bool find_any(const sip_rule *rule, const sip_message *msg, sip_slice *value)
{
    for (unsigned i = 0; i < rule->n_headers; i++)
        if (find_header(msg, &rule->headers[i], value))
            return true;
    return false;
}

/* VALUE without its parameters. */
static sip_slice bare(sip_slice value)
{
    const char *semicolon = memchr(value.ptr, ';', value.len);

    return sip_slice_trim(
        (sip_slice){ value.ptr, semicolon ? (size_t)(semicolon - value.ptr) : value.len });
}

typedef bool (*test)(const exchange *x, sip_slice value, const sip_rule *rule);

/* Does any value of the row's lists pass? */
static bool any_value(const exchange *x, const sip_rule *rule, test passes)
{
    for (unsigned i = 0; i < rule->n_headers; i++) {
        sip_values values;
        sip_slice value;

        if (rule->headers[i].id == SIP_HEADER_COUNT)
            continue; /* the table's test sees to it that lists are known headers */
        values = sip_message_values(x->msg, rule->headers[i].id);
        while (sip_values_next(&values, &value))
            if (passes(x, value, rule))
                return true;
    }
    return false;
}

static bool is_token(const exchange *x G_GNUC_UNUSED, sip_slice value, const sip_rule *rule)
{
    return sip_slice_equal_nocase(bare(value), rule->value);
}

static bool is_unasked(const exchange *x, sip_slice value, const sip_rule *rule G_GNUC_UNUSED)
{
    return !sip_asked_names(x->asked->require, value);
}

static bool is_unsupported(const exchange *x, sip_slice value, const sip_rule *rule G_GNUC_UNUSED)
{
    return !sip_asked_names(x->asked->supported, value);
}

static bool is_method(const exchange *x, sip_slice value, const sip_rule *rule G_GNUC_UNUSED)
{
    return value.len == x->msg->method_name.len
           && memcmp(value.ptr, x->msg->method_name.ptr, value.len) == 0;
}

/* The media type of the request, parameters apart. */
static bool is_type(const exchange *x, sip_slice value, const sip_rule *rule G_GNUC_UNUSED)
{
    const char *type = x->asked->content_type;
    sip_slice sent = bare((sip_slice){ type, strlen(type) });

    value = bare(value);
    return value.len == sent.len && g_ascii_strncasecmp(value.ptr, sent.ptr, sent.len) == 0;
}

static bool is_present(const exchange *x, const sip_rule *rule)
{
    sip_slice value;

    return find_any(rule, x->msg, &value);
}

static bool is_absent(const exchange *x, const sip_rule *rule)
{
    return !is_present(x, rule);
}

static bool lists_token(const exchange *x, const sip_rule *rule)
{
    return any_value(x, rule, is_token);
}

static bool lacks_token(const exchange *x, const sip_rule *rule)
{
    return !lists_token(x, rule);
}

static bool has_param(const exchange *x, const sip_rule *rule)
{
    sip_slice list, value, param;

    return !find_any(rule, x->msg, &list) || !sip_value_next(&list, &value)
           || sip_value_param(value, rule->value, &param);
}

/* A whole number below 2^32; RSeq also above 0, and nothing else (RFC 3262 §7.1). */
static bool is_number(const exchange *x, const sip_rule *rule)
{
    uint64_t number;
    sip_slice value;

    for (unsigned i = 0; i < rule->n_headers; i++) {
        if (!find_header(x->msg, &rule->headers[i], &value))
            continue;
        if (!sip_slice_number(value, UINT32_MAX, &number))
            return false;
        if (rule->headers[i].id == SIP_HEADER_RSEQ
            && (number == 0 || !g_ascii_isdigit(value.ptr[value.len - 1])))
            return false;
    }
    return true;
}

static bool was_asked(const exchange *x, const sip_rule *rule)
{
    return !x->asked || !any_value(x, rule, is_unasked);
}

static bool names_unsupported(const exchange *x, const sip_rule *rule)
{
    return !x->asked || !is_present(x, rule) || any_value(x, rule, is_unsupported);
}

static bool lacks_method(const exchange *x, const sip_rule *rule)
{
    return !any_value(x, rule, is_method);
}

/* Is the number above what the request asked for? Not broken when it asked for nothing. */
static bool is_above(const exchange *x, const sip_rule *rule)
{
    uint64_t number;
    sip_slice value;

    if (!x->request || x->request->interval == 0 || !find_any(rule, x->msg, &value)
        || !sip_slice_number(value, UINT32_MAX, &number))
        return true;
    return number > x->request->interval;
}

static bool is_above_session(const exchange *x, const sip_rule *rule)
{
    return !x->asked || !x->asked->session_expires || is_above(x, rule);
}

/* Not broken when something else may be meant: a part of the body, its coding or language. */
static bool lacks_type(const exchange *x, const sip_rule *rule)
{
    sip_slice value;

    if (!x->asked || !x->asked->content_type || x->asked->encoded
        || g_ascii_strncasecmp(x->asked->content_type, "multipart/", strlen("multipart/")) == 0
        || sip_message_header(x->msg, "Accept-Encoding", &value)
        || sip_message_header(x->msg, "Accept-Language", &value))
        return true;
    return !any_value(x, rule, is_type);
}

/* What comes later breaks it: see sip_rules_check_retry. */
static bool is_told_later(const exchange *x G_GNUC_UNUSED, const sip_rule *rule G_GNUC_UNUSED)
{
    return true;
}

static bool (*const checks[SIP_RULE_CHECK_COUNT])(const exchange *, const sip_rule *) = {
    [SIP_RULE_CHECK_PRESENT] = is_present,
    [SIP_RULE_CHECK_ABSENT] = is_absent,
    [SIP_RULE_CHECK_LISTS] = lists_token,
    [SIP_RULE_CHECK_LACKS] = lacks_token,
    [SIP_RULE_CHECK_PARAM] = has_param,
    [SIP_RULE_CHECK_NUMBER] = is_number,
    [SIP_RULE_CHECK_ASKED] = was_asked,
    [SIP_RULE_CHECK_UNSUPPORTED] = names_unsupported,
    [SIP_RULE_CHECK_LACKS_METHOD] = lacks_method,
    [SIP_RULE_CHECK_ABOVE_EXPIRES] = is_above,
    [SIP_RULE_CHECK_ABOVE_SESSION] = is_above_session,
    [SIP_RULE_CHECK_LACKS_TYPE] = lacks_type,
    [SIP_RULE_CHECK_NOT_RETRIED] = is_told_later,
};

/* }}} */

static bool is_broken(const sip_rule *rule, const exchange *x)
{
    return all_are(x, rule->required, true) && all_are(x, rule->barred, false)
           && !checks[rule->check](x, rule);
}

const sip_breach *sip_rules_check(const sip_rules *rules, sip_arena *arena, const sip_message *msg,
                                  const sip_facts *facts)
{
    const GPtrArray *rows =
        sip_row_index_find(rules->index, facts->status, (sip_method)facts->method);
    const exchange x = { msg, facts, facts->transaction->request, facts->transaction->asked };
    const sip_breach *first = NULL, **last = &first;

    for (unsigned i = 0; rows && msg->complete && i < rows->len; i++) {
        const sip_rule *rule = rows->pdata[i];
        sip_breach *breach;

        if (!is_broken(rule, &x))
            continue;
        breach = SIP_ARENA_NEW(arena, sip_breach);
        breach->rule = rule;
        *last = breach;
        last = &breach->next;
    }
    return first;
}

/* Is the request the one that RESPONSE refused, once more and not changed? What differs makes one
 * longer or shorter as a rule; where it may not, nobody is blamed. */
static bool is_again(const sip_facts *request, const sip_facts *response)
{
    const sip_transaction *before = response->transaction, *now = request->transaction;

    return before != now && before->method == now->method && before->sent_by == now->sent_by
           && !now->in_dialog && before->asked && now->asked
           && before->asked->uri == now->asked->uri
           && before->request->seen.dst == request->seen.dst
           && before->asked->header_length == now->asked->header_length
           && before->request->length == request->length
           && before->request->credentials == request->credentials
           && before->request->removes == request->removes
           && request->seen.time < response->seen.time + 64 * sip_call_t1(now->call);
}

const sip_breach *sip_rules_check_retry(const sip_rules *rules, sip_arena *arena,
                                        const sip_facts *request)
{
    const sip_facts *forbidden = request->transaction->call->forbidden;
    const GPtrArray *rows;

    if (!forbidden || !is_again(request, forbidden))
        return NULL;
    rows = sip_row_index_find(rules->index, forbidden->status, (sip_method)request->method);
    for (unsigned i = 0; rows && i < rows->len; i++) {
        const sip_rule *rule = rows->pdata[i];
        sip_breach *breach;

        if (rule->check != SIP_RULE_CHECK_NOT_RETRIED)
            continue;
        breach = SIP_ARENA_NEW(arena, sip_breach);
        breach->rule = rule;
        return breach;
    }
    return NULL;
}
