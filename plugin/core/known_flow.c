/* known_flow.c - flows that everyone knows, and which step of one a message is: tables/flows.ini.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "known_flow.h"

#include "asked.h"
#include "outcome.h"
#include "precondition.h"
#include "table.h"
#include "table_row.h"

#include <stdlib.h>
#include <string.h>

struct sip_known_flows {
    GPtrArray *rows; /* sip_known_flow, in the order of the file */
};

/* {{{ conditions */

static bool if_precondition(const sip_call *call)
{
    return call->mandatory;
}

static bool if_originating(const sip_call *call)
{
    return call->caller_access && call->caller_hop == 1;
}

static bool if_ims(const sip_call *call)
{
    return call->ims;
}

static bool if_aka(const sip_call *call)
{
    return call->logins.aka;
}

static bool if_challenged(const sip_call *call)
{
    return call->logins.challenged;
}

static const struct {
    const char *word;
    bool (*holds)(const sip_call *);
} conditions[] = {
    { "precondition", if_precondition },
    { "originating", if_originating },
    { "ims", if_ims },
    { "aka", if_aka },
    { "challenged", if_challenged },
};

static bool fits(const sip_known_flow *row, const sip_call *call)
{
    if (row->kind != call->kind)
        return false;
    for (unsigned i = 0; i < G_N_ELEMENTS(conditions); i++) {
        uint32_t bit = 1u << i;

        if (((row->required | row->barred) & bit)
            && conditions[i].holds(call) != ((row->required & bit) != 0))
            return false;
    }
    return true;
}

/* }}} */
/* {{{ reading the table */

static bool fail(GError **error, const char *row, const char *key, const char *value)
{
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                "flows.ini: [%s] %s=%s is not known", row, key, value ? value : "");
    return false;
}

static bool read_conditions(GKeyFile *file, sip_known_flow *row, GError **error)
{
    g_auto(GStrv) words = sip_table_strings(file, row->id, "if");

    for (char **word = words; word && *word; word++) {
        bool barred = **word == '!';
        unsigned i = 0;

        while (i < G_N_ELEMENTS(conditions) && strcmp(conditions[i].word, *word + barred) != 0)
            i++;
        if (i == G_N_ELEMENTS(conditions))
            return fail(error, row->id, "if", *word);
        *(barred ? &row->barred : &row->required) |= 1u << i;
    }
    return true;
}

/* "200 PRACK 183"; a response without a method is to the request that opens the flow. */
static bool read_step(const char *text, sip_call_kind kind, sip_step *step)
{
    g_auto(GStrv) words = g_strsplit(text, " ", 0);
    char **word = words;

    *step = (sip_step){ .status = *word ? (unsigned)strtoul(*word, NULL, 10) : 0 };
    word += step->status > 0;
    if (!*word)
        step->method = kind == SIP_CALL_CALL ? SIP_METHOD_INVITE : SIP_METHOD_REGISTER;
    else
        step->method = sip_method_find((sip_slice){ *word, strlen(*word) });
    word += *word != NULL;
    if (*word && strcmp(*word, "login") == 0)
        step->login = true;
    else if (*word)
        step->acknowledges = (unsigned)strtoul(*word, NULL, 10);
    return step->method != SIP_METHOD_UNKNOWN;
}

static bool read_steps(GKeyFile *file, sip_known_flow *row, GError **error)
{
    g_auto(GStrv) texts = g_key_file_get_string_list(file, row->id, "steps", NULL, error);

    for (char **text = texts; text && *text; text++)
        if (row->n_steps == SIP_STEPS_MAX
            || !read_step(*text, row->kind, &row->steps[row->n_steps++]))
            return fail(error, row->id, "steps", *text);
    return texts != NULL;
}

static bool read_row(GKeyFile *file, sip_known_flow *row, const char *id, GError **error)
{
    g_autofree char *kind = g_key_file_get_string(file, id, "kind", error);

    row->id = g_strdup(id);
    if (!kind)
        return false;
    if (strcmp(kind, "call") != 0 && strcmp(kind, "registration") != 0)
        return fail(error, id, "kind", kind);
    row->kind = kind[0] == 'c' ? SIP_CALL_CALL : SIP_CALL_REGISTRATION;
    return read_steps(file, row, error) && read_conditions(file, row, error);
}

static void free_row(void *data)
{
    sip_known_flow *row = data;

    g_free(row->id);
    g_free(row);
}

sip_known_flows *sip_known_flows_new(GError **error)
{
    GKeyFile *file = sip_table_open("flows.ini", error);
    g_auto(GStrv) ids = NULL;
    sip_known_flows *flows;
    bool good = true;

    if (!file)
        return NULL;
    flows = g_new0(sip_known_flows, 1);
    flows->rows = g_ptr_array_new_with_free_func(free_row);
    ids = g_key_file_get_groups(file, NULL);
    for (char **id = ids; good && *id; id++) {
        g_ptr_array_add(flows->rows, g_new0(sip_known_flow, 1));
        good = read_row(file, flows->rows->pdata[flows->rows->len - 1], *id, error);
    }
    g_key_file_unref(file);
    if (!good)
        g_clear_pointer(&flows, sip_known_flows_free);
    return flows;
}

void sip_known_flows_free(sip_known_flows *flows)
{
    if (!flows)
        return;
    g_ptr_array_free(flows->rows, TRUE);
    g_free(flows);
}

const sip_known_flow *sip_known_flows_find(const sip_known_flows *flows, const sip_facts *facts)
{
    const sip_call *call = facts->transaction->call;

    for (unsigned i = 0; i < flows->rows->len; i++)
        if (fits(flows->rows->pdata[i], call))
            return flows->rows->pdata[i];
    return NULL;
}

/* }}} */
/* {{{ steps */

/* Code of the reliable provisional response that a PRACK acknowledges (RFC 3262 §7.2); 0: not seen.
 */
static unsigned acknowledged(const sip_transaction *prack)
{
    unsigned tries = 0;

    if (!prack->request || prack->request->rseq == 0)
        return 0;
    for (const sip_transaction *t = prack->call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older) {
        for (const sip_facts *r = t->responses; r && tries < SIP_INVITES_MAX; r = r->older, tries++)
            if (r->rseq == prack->request->rseq && t->sent_by == prack->sent_by)
                return r->status;
        tries++;
    }
    return 0;
}

/* Is the ACK that of a 2xx to the initial INVITE? One to a refusal only ends the transaction. */
static bool opens_call(const sip_facts *ack)
{
    unsigned tries = 0;

    if (ack->transaction->method != SIP_METHOD_ACK)
        return false;
    for (const sip_transaction *t = ack->transaction->call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->cseq == ack->transaction->cseq && t->sent_by == ack->transaction->sent_by)
            return !t->in_dialog;
    return true;
}

/* Was the request sent when the call was up? */
static bool is_after_answer(const sip_transaction *transaction)
{
    const sip_facts *answer = transaction->call->answer, *request = transaction->request;

    return transaction->call->confirmed
           && (!answer || !request || request->seen.time > answer->seen.time);
}

/* What the message is to a flow; false: no step of any. */
static bool step_of(const sip_facts *facts, sip_step *step)
{
    const sip_transaction *transaction = facts->transaction;

    *step = (sip_step){ .method = (sip_method)facts->method, .status = facts->status };
    if (facts->status / 100 == 2)
        step->status = 200;
    if (facts->method == SIP_METHOD_PRACK)
        step->acknowledges = acknowledged(transaction);
    step->login = !facts->row && facts->method == SIP_METHOD_REGISTER && facts->credentials != 0;
    if (facts->method == SIP_METHOD_INVITE && transaction->in_dialog)
        return false; /* a re-INVITE */
    if ((facts->method == SIP_METHOD_PRACK || facts->method == SIP_METHOD_UPDATE)
        && is_after_answer(transaction))
        return false; /* of a re-INVITE, or a refresh */
    if (facts->method == SIP_METHOD_ACK && !opens_call(facts))
        return false;
    if (facts->row && facts->status == 0)
        return false; /* no code, and no request either */
    return facts->method != SIP_METHOD_UNKNOWN;
}

unsigned sip_known_flow_step(const sip_known_flow *flow, const sip_facts *facts)
{
    sip_step step;

    if (!step_of(sip_facts_first((sip_facts *)facts), &step))
        return 0;
    for (unsigned i = 0; i < flow->n_steps; i++) {
        const sip_step *s = &flow->steps[i];

        if (s->method == step.method && s->status == step.status
            && s->acknowledges == step.acknowledges && s->login == step.login)
            return i + 1;
    }
    return 0;
}

/* }}} */
/* {{{ phases */

/* Where a final response of 300 or above leaves what was asked for. */
static sip_phase refusal_phase(const sip_facts *final)
{
    if (final->login == SIP_LOGIN_ASKED || final->login == SIP_LOGIN_STALE)
        return SIP_PHASE_CHALLENGED;
    return final->row->verdict == SIP_VERDICT_RENEGOTIATE
                   || final->row->verdict == SIP_VERDICT_REDIRECT
               ? SIP_PHASE_RETRYING
               : SIP_PHASE_REFUSED;
}

static sip_phase registration_phase(const sip_facts *facts)
{
    const sip_facts *request = facts->transaction->request;

    if (facts->login == SIP_LOGIN_RESYNC)
        return SIP_PHASE_RESYNCHRONISING;
    if (!facts->row)
        return facts->credentials != 0 ? SIP_PHASE_LOGGING_IN : SIP_PHASE_NONE;
    if (facts->status < 200)
        return SIP_PHASE_NONE;
    if (facts->status >= 300)
        return refusal_phase(facts);
    if (!request || sip_asked_fetches(facts->transaction))
        return SIP_PHASE_NONE; /* it cannot be told, or changed nothing */
    return request->removes ? SIP_PHASE_REMOVED : SIP_PHASE_REGISTERED;
}

/* Until the phone rings, what is reserved says where a call with preconditions stands. */
static sip_phase setup_phase(const sip_call *call, uint64_t dialog, const sip_precondition *qos)
{
    static const sip_phase phases[] = {
        [SIP_QOS_PHASE_NONE] = SIP_PHASE_CALLING,
        [SIP_QOS_PHASE_BOTH_PENDING] = SIP_PHASE_BOTH_PENDING,
        [SIP_QOS_PHASE_CALLER_READY] = SIP_PHASE_CALLER_READY,
        [SIP_QOS_PHASE_CALLEE_READY] = SIP_PHASE_CALLEE_READY,
        [SIP_QOS_PHASE_READY] = SIP_PHASE_READY,
        [SIP_QOS_PHASE_FAILED] = SIP_PHASE_QOS_FAILED,
    };

    return sip_outcome_rings(call, dialog) ? SIP_PHASE_RINGING
                                           : phases[sip_precondition_phase(qos)];
}

/* A subscription stands where its notifier says (RFC 6665 §4.1.3). */
static sip_phase subscription_phase(const sip_facts *facts)
{
    static const sip_phase phases[] = {
        [SIP_SUBSCRIPTION_UNKNOWN] = SIP_PHASE_NONE,
        [SIP_SUBSCRIPTION_ACTIVE] = SIP_PHASE_SUBSCRIPTION_ACTIVE,
        [SIP_SUBSCRIPTION_PENDING] = SIP_PHASE_SUBSCRIPTION_PENDING,
        [SIP_SUBSCRIPTION_TERMINATED] = SIP_PHASE_SUBSCRIPTION_ENDED,
    };

    if (!facts->row)
        return phases[facts->subscription];
    if (facts->method == SIP_METHOD_NOTIFY || facts->status < 200)
        return SIP_PHASE_NONE;
    if (facts->status >= 300)
        return refusal_phase(facts);
    /* A refreshed one stands as it stood. */
    return facts->transaction->in_dialog ? SIP_PHASE_NONE : SIP_PHASE_SUBSCRIPTION_ACCEPTED;
}

static sip_phase call_phase(const sip_facts *facts)
{
    const sip_call *call = facts->transaction->call;
    const sip_precondition *qos = sip_call_qos(call, facts->dialog);

    if (call->bye)
        return call->bye->transaction->final ? SIP_PHASE_ENDED : SIP_PHASE_ENDING;
    if (call->cancel && !call->confirmed)
        return call->final ? SIP_PHASE_ENDED : SIP_PHASE_ENDING;
    if (call->confirmed)
        return SIP_PHASE_ANSWERED;
    if (sip_precondition_phase(qos) == SIP_QOS_PHASE_FAILED)
        return SIP_PHASE_QOS_FAILED;
    return call->outcome == SIP_OUTCOME_OPEN ? setup_phase(call, facts->dialog, qos)
                                             : refusal_phase(call->final);
}

sip_phase sip_phase_after(const sip_facts *facts)
{
    switch (facts->transaction->call->kind) {
    case SIP_CALL_REGISTRATION:
        return registration_phase(facts);
    case SIP_CALL_SUBSCRIPTION:
        return subscription_phase(facts);
    case SIP_CALL_CALL:
        return call_phase(facts);
    case SIP_CALL_OTHER:
        break;
    }
    return SIP_PHASE_NONE;
}

/* }}} */
