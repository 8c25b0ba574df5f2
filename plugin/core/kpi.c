/* kpi.c - the metrics of RFC 6076: how fast and how often sessions and registrations succeed.
 *
 * Sections without a document are of RFC 6076.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kpi.h"

#include "arena.h"
#include "call.h"
#include "flow.h"
#include "key.h"

/* RFC 3261 §21.1.1, §21.4.9, §21.4.25 */
#define TRYING 100
#define REQUEST_TIMEOUT 408
#define REQUEST_TERMINATED 487

/* A request that is measured. */
typedef struct taken taken;
struct taken {
    taken *next;
    const sip_transaction *transaction;
};

/* Some of a call, in the order of the capture. */
typedef struct {
    taken *first, *last;
    uint16_t hop; /* the fewest Via values */
} requests;

/* What is measured of a call. */
typedef struct {
    requests openings; /* initial INVITEs, or REGISTERs */
    requests byes;
} subject;

struct sip_kpi {
    sip_arena *arena;
    GHashTable *transactions; /* those taken */
    GHashTable *by_call;      /* sip_call -> subject */
    GPtrArray *subjects;      /* in the order of the capture */
    bool more;
};

/* {{{ taking */

sip_kpi *sip_kpi_new(void)
{
    sip_kpi *kpi = g_new0(sip_kpi, 1);

    kpi->arena = sip_arena_new();
    kpi->transactions = g_hash_table_new(NULL, NULL);
    kpi->by_call = g_hash_table_new(NULL, NULL);
    kpi->subjects = g_ptr_array_new();
    return kpi;
}

void sip_kpi_free(sip_kpi *kpi)
{
    if (!kpi)
        return;
    g_ptr_array_free(kpi->subjects, TRUE);
    g_hash_table_destroy(kpi->by_call);
    g_hash_table_destroy(kpi->transactions);
    sip_arena_free(kpi->arena);
    g_free(kpi);
}

static bool is_measured(const sip_facts *facts)
{
    static const bool methods[SIP_METHOD_COUNT] = {
        [SIP_METHOD_INVITE] = true,
        [SIP_METHOD_BYE] = true,
        [SIP_METHOD_REGISTER] = true,
    };

    if (facts->row || !methods[facts->method])
        return false;
    return facts->method != SIP_METHOD_INVITE || !facts->transaction->in_dialog;
}

static subject *subject_of(sip_kpi *kpi, const sip_call *call)
{
    subject *s = g_hash_table_lookup(kpi->by_call, call);

    if (!s) {
        s = SIP_ARENA_NEW(kpi->arena, subject);
        g_hash_table_insert(kpi->by_call, (gpointer)call, s);
        g_ptr_array_add(kpi->subjects, s);
    }
    return s;
}

static void append(sip_arena *arena, requests *list, const sip_transaction *transaction)
{
    taken *item = SIP_ARENA_NEW(arena, taken);
    uint16_t hop = transaction->request->hop;

    item->transaction = transaction;
    if (list->last)
        list->last->next = item;
    else
        list->first = item;
    list->hop = list->last ? MIN(list->hop, hop) : hop;
    list->last = item;
}

/* A filter may let only the second sending of a request pass; it stands for all. */
void sip_kpi_take(sip_kpi *kpi, const sip_facts *facts)
{
    const sip_transaction *transaction = facts->transaction;
    subject *s;

    if (!is_measured(facts) || g_hash_table_contains(kpi->transactions, transaction))
        return;
    if (g_hash_table_size(kpi->transactions) == SIP_KPI_REQUESTS_MAX) {
        kpi->more = true;
        return;
    }
    g_hash_table_add(kpi->transactions, (gpointer)transaction);
    s = subject_of(kpi, transaction->call);
    append(kpi->arena, facts->method == SIP_METHOD_BYE ? &s->byes : &s->openings, transaction);
}

/* }}} */
/* {{{ figures */

static void note_value(sip_kpi_figures *figures, int64_t value, bool keep)
{
    if (figures->n == 0 || value < figures->min)
        figures->min = value;
    figures->max = MAX(figures->max, value); /* none is negative */
    figures->n++;
    figures->seconds += value / G_GINT64_CONSTANT(1000000000);
    figures->rest += value % G_GINT64_CONSTANT(1000000000);
    figures->cut = figures->cut || !keep;
    if (!keep)
        return;
    if (!figures->values)
        figures->values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_array_append_val(figures->values, value);
}

static int compare_values(gconstpointer a, gconstpointer b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* A sum in ns might not fit: sessions of years are possible in a capture that is made up. */
static int64_t mean_of(const sip_kpi_figures *figures)
{
    int64_t n = (int64_t)figures->n;
    int64_t left = figures->seconds % n; /* less than the number of requests */

    return figures->seconds / n * G_GINT64_CONSTANT(1000000000)
           + (left * G_GINT64_CONSTANT(1000000000) + figures->rest) / n;
}

static void finish_figures(sip_kpi_figures *figures)
{
    static const unsigned percents[SIP_KPI_QUANTILE_COUNT] = {
        [SIP_KPI_P50] = 50,
        [SIP_KPI_P95] = 95,
        [SIP_KPI_P99] = 99,
    };

    if (figures->n == 0)
        return;
    figures->mean = mean_of(figures);
    for (unsigned i = 0; i < SIP_KPI_QUANTILE_COUNT; i++)
        figures->quantiles[i] = -1;
    if (!figures->values) /* those of other pairs used up what may be kept */
        return;
    g_array_sort(figures->values, compare_values);
    for (unsigned i = 0; i < SIP_KPI_QUANTILE_COUNT; i++) {
        guint rank = (figures->values->len * percents[i] + 99) / 100;

        figures->quantiles[i] = g_array_index(figures->values, int64_t, rank - 1);
    }
    g_array_free(figures->values, TRUE);
    figures->values = NULL;
}

static void finish_row(sip_kpi_row *row)
{
    for (unsigned i = 0; i < SIP_KPI_DELAY_COUNT; i++)
        finish_figures(&row->delays[i]);
}

/* }}} */
/* {{{ rows */

/* Results in the making. */
typedef struct {
    sip_kpi_result *result;
    GHashTable *places; /* sip_key of a pair -> its place in pairs, from 1 */
    sip_arena *keys;
    sip_kpi_peer peer;
    int64_t latest;
} report;

/* Where a session or an attempt is counted. */
typedef struct {
    sip_kpi_row *all, *pair;
    int64_t latest;
} target;

static sip_kpi_row *row_of(report *r, uint64_t src, uint64_t dst)
{
    sip_key key = { src, dst };
    sip_kpi_row row = { .src = src, .dst = dst };
    GArray *pairs = r->result->pairs;
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(r->places, &key));

    if (place == 0 && pairs->len == SIP_KPI_PAIRS_MAX) {
        r->result->has_others = true;
        return &r->result->others;
    }
    if (place == 0) {
        sip_key *kept = SIP_ARENA_NEW(r->keys, sip_key);

        *kept = key;
        g_array_append_val(pairs, row);
        place = pairs->len;
        g_hash_table_insert(r->places, kept, GUINT_TO_POINTER(place));
    }
    return &g_array_index(pairs, sip_kpi_row, place - 1);
}

static target target_of(report *r, const sip_transaction *transaction)
{
    const sip_sighting *seen = &transaction->request->seen;
    uint64_t src = r->peer ? r->peer(seen->src) : seen->src;

    return (target){ &r->result->all, row_of(r, src, seen->dst), r->latest };
}

static void add_count(const target *to, sip_kpi_count count, unsigned n)
{
    to->all->counts[count] += n;
    to->pair->counts[count] += n;
}

static void add_share(const target *to, sip_kpi_ratio ratio, bool part)
{
    to->all->ratios[ratio].whole++;
    to->pair->ratios[ratio].whole++;
    to->all->ratios[ratio].part += part;
    to->pair->ratios[ratio].part += part;
}

static void add_delay(const target *to, sip_kpi_delay delay, int64_t from, int64_t until)
{
    bool keep = to->all->delays[delay].n < SIP_KPI_VALUES_MAX;

    if (until < from) {
        add_count(to, SIP_KPI_BACKWARDS, 1);
        return;
    }
    note_value(&to->all->delays[delay], until - from, keep);
    note_value(&to->pair->delays[delay], until - from, keep);
}

/* }}} */
/* {{{ how a request ended */

typedef struct {
    unsigned status;        /* 0: not in the capture */
    const sip_facts *final; /* NULL: none came in time, and STATUS stands for that */
} ending;

typedef enum {
    STATUS_CHALLENGE,   /* none of the failures (§4.2, §4.3.2) */
    STATUS_USER,        /* an individual user's effect (§4.7) */
    STATUS_INEFFECTIVE, /* an internal release (§4.8) */
    STATUS_UNANSWERED,  /* somebody did not respond (§4.9; RFC 3261 §21.4.9, §21.5.5) */
    STATUS_SET_COUNT
} status_set;

static bool is_of(status_set set, unsigned status)
{
    static const unsigned sets[STATUS_SET_COUNT][4] = {
        [STATUS_CHALLENGE] = { 401, 402, 407 },
        [STATUS_USER] = { 480, 486, 600, 603 },
        [STATUS_INEFFECTIVE] = { 408, 500, 503, 504 },
        [STATUS_UNANSWERED] = { 408, 504 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(sets[set]); i++)
        if (sets[set][i] == status)
            return true;
    return false;
}

static bool is_success(unsigned status)
{
    return status / 100 == 2;
}

/* A challenge that is a step of the login, and no refusal of it (§5.3). */
static bool asks_to_log_in(const sip_facts *final)
{
    return final && (final->login == SIP_LOGIN_ASKED || final->login == SIP_LOGIN_STALE);
}

/* A failed login is a failure, whatever its code (§5.3). */
static bool is_failure(ending e)
{
    bool login_failed =
        e.final && (e.final->login == SIP_LOGIN_FAILED || e.final->login == SIP_LOGIN_REPEATED);

    return e.status >= 400 && (login_failed || !is_of(STATUS_CHALLENGE, e.status));
}

/* Timers B and F (RFC 3261 §17.1.1.2, §17.1.2.2), and the time after which a client takes what it
 * cancelled for ended (RFC 3261 §9.1). */
static int64_t limit_of(const sip_transaction *transaction)
{
    return 64 * sip_call_t1(transaction->call);
}

/* How the request ended, if no other one goes on with it. */
static ending ending_of(const sip_transaction *transaction, int64_t latest)
{
    const sip_facts *final = transaction->final, *cancel = transaction->cancel;
    int64_t limit = limit_of(transaction);

    if (final && asks_to_log_in(final) && latest <= final->seen.time + limit)
        return (ending){ 0, NULL }; /* the credentials may come behind the end of the capture */
    if (final)
        return (ending){ final->status, final };
    /* a timeout is treated as a 408 (RFC 3261 §8.1.3.1) */
    if (sip_flow_is_missing(transaction->request, latest) == SIP_FLOW_NO_RESPONSE)
        return (ending){ REQUEST_TIMEOUT, NULL };
    if (cancel && latest > cancel->seen.time + limit)
        return (ending){ REQUEST_TERMINATED, NULL };
    return (ending){ 0, NULL };
}

/* }}} */
/* {{{ requests of one client */

/* Is it of the hop that is measured, and of the element whose request BEFORE is there? */
static bool is_of_client(const requests *list, const sip_transaction *t,
                         const sip_transaction *before)
{
    if (t->request->hop != list->hop)
        return false;
    return !before || t->cseq != before->cseq || t->sent_by == before->sent_by;
}

/* }}} */
/* {{{ registrations: RRD, IRA */

/* Does REGISTER T go on with the attempt whose latest one is BEFORE, logging in as it was asked to,
 * or going elsewhere (§4, §4.1)? Much later only credentials tell that it does. */
static bool goes_on(const sip_transaction *before, const sip_transaction *t)
{
    const sip_facts *final = before->final;
    bool soon = final && t->request->seen.time <= final->seen.time + limit_of(before);

    if (!final || final->seen.frame > t->request->seen.frame)
        return false;
    if (asks_to_log_in(final))
        return soon || t->request->credentials != 0;
    return soon && final->status / 100 == 3;
}

static void measure_attempt(report *r, const sip_transaction *first, const sip_transaction *last)
{
    target to = target_of(r, first);
    ending e = ending_of(last, r->latest);

    if (e.status == 0) {
        add_count(&to, SIP_KPI_ATTEMPTS_OPEN, 1);
        return;
    }
    add_count(&to, SIP_KPI_ATTEMPTS, 1);
    add_share(&to, SIP_KPI_IRA, is_failure(e));
    if (is_success(e.status))
        add_delay(&to, SIP_KPI_RRD, first->request->seen.time, e.final->seen.time);
}

static void measure_registrations(report *r, const requests *registers)
{
    const sip_transaction *first = NULL, *last = NULL;

    for (const taken *item = registers->first; item; item = item->next) {
        const sip_transaction *t = item->transaction;

        if (!is_of_client(registers, t, last))
            continue;
        if (last && !goes_on(last, t)) {
            measure_attempt(r, first, last);
            first = NULL;
        }
        if (!first)
            first = t;
        last = t;
    }
    measure_attempt(r, first, last);
}

/* }}} */
/* {{{ sessions: SRD, SER, SEER, ISA */

/* What tells the caller how it stands, of one INVITE and its forks. */
typedef struct {
    uint64_t dialogs[SIP_KPI_DIALOGS_MAX];
    int64_t times[SIP_KPI_DIALOGS_MAX]; /* of the first one in each */
    unsigned n;                         /* entries ever made */
    int64_t earliest;
    bool untagged; /* one makes no dialog (RFC 3261 §12.1): they cannot be told apart */
} statuses;

/* A session that is asked for. */
typedef struct {
    const sip_transaction *first, *last; /* INVITEs */
    const sip_facts *answer;             /* the first 2xx; NULL: none */
    statuses said;
    ending end; /* of the last CSeq number */
    unsigned n_invites;
    bool done; /* the INVITE that SAID is of is behind */
} session;

/* They come newest first, and so each dialog keeps its oldest time; a full table drops what began
 * latest. */
static void note_status(statuses *said, const sip_facts *response)
{
    unsigned kept = MIN(said->n, SIP_KPI_DIALOGS_MAX), i = 0;

    if (said->n == 0 || response->seen.time < said->earliest)
        said->earliest = response->seen.time;
    said->untagged = said->untagged || response->dialog == 0;
    while (i < kept && said->dialogs[i] != response->dialog)
        i++;
    if (i == kept) {
        i = said->n++ % SIP_KPI_DIALOGS_MAX;
        said->dialogs[i] = response->dialog;
    }
    said->times[i] = response->seen.time;
}

static void note_statuses(statuses *said, const sip_transaction *transaction)
{
    for (const sip_facts *r = transaction->responses; r; r = r->older)
        if (r->status > TRYING && r->status < 300)
            note_status(said, r);
}

/* What a client that sent an INVITE to several makes of their answers, as a proxy does (RFC 3261
 * §16.7 item 6): a 2xx, else it waits for all, and takes a 6xx or the lowest class. */
static ending best_of(ending a, ending b)
{
    static const uint8_t ranks[10] = {
        [2] = 0, [0] = 1, [6] = 2, [3] = 3, [4] = 4, [5] = 5, [1] = 6, [7] = 6, [8] = 6, [9] = 6
    };

    return ranks[b.status / 100 % 10] < ranks[a.status / 100 % 10] ? b : a;
}

static void take_invite(session *s, const sip_transaction *t, int64_t latest)
{
    bool again = s->last && t->cseq == s->last->cseq;
    ending e = ending_of(t, latest);

    if (!s->first)
        s->first = t;
    if (!again)
        s->done = s->said.n > 0;
    if (!s->done)
        note_statuses(&s->said, t);
    if (is_success(e.status) && (!s->answer || e.final->seen.time < s->answer->seen.time))
        s->answer = e.final;
    s->end = again ? best_of(s->end, e) : e;
    s->last = t;
    s->n_invites++;
}

/* Each dialog of a forked INVITE is measured (§5.4). */
static void add_statuses(const target *to, sip_kpi_delay delay, int64_t from, const statuses *said)
{
    if (said->untagged) {
        add_delay(to, delay, from, said->earliest);
        return;
    }
    for (unsigned i = 0; i < MIN(said->n, SIP_KPI_DIALOGS_MAX); i++)
        add_delay(to, delay, from, said->times[i]);
}

static void measure_request_delay(const target *to, const session *s)
{
    int64_t from = s->first->request->seen.time;

    if (s->answer)
        add_statuses(to, SIP_KPI_SRD, from, &s->said);
    else if (is_failure(s->end) && s->said.n > 0)
        add_statuses(to, SIP_KPI_SRD_FAILED, from, &s->said);
    else if (is_failure(s->end) && s->end.final)
        add_delay(to, SIP_KPI_SRD_FAILED, from, s->end.final->seen.time);
    else
        add_count(to, SIP_KPI_UNMEASURED, 1);
}

static void measure_establishment(const target *to, const session *s)
{
    unsigned status = s->answer ? s->answer->status : s->end.status;

    add_count(to, SIP_KPI_SESSIONS, 1);
    add_count(to, SIP_KPI_INVITES, s->n_invites);
    add_share(to, SIP_KPI_ISA, is_of(STATUS_INEFFECTIVE, status));
    if (status / 100 == 3) {
        add_count(to, SIP_KPI_REDIRECTED, 1);
        return;
    }
    add_share(to, SIP_KPI_SER, is_success(status));
    add_share(to, SIP_KPI_SEER, is_success(status) || is_of(STATUS_USER, status));
}

/* }}} */
/* {{{ their end: SDD, SDT, SCR */

/* The BYEs of the side that sent the first one in a dialog. */
typedef struct {
    const sip_transaction *first, *last; /* next to who sent them */
    const sip_transaction *at_caller;    /* the first one next to the caller */
    ending end;
} disconnect;

static bool is_of_disconnect(const sip_facts *bye, uint64_t dialog, uint8_t side)
{
    return bye->dialog == dialog && bye->side == side;
}

/* The first BYE in the dialog; ANY: in whatever dialog. */
static const sip_facts *first_bye(const requests *byes, uint64_t dialog, bool any)
{
    for (const taken *item = byes->first; item; item = item->next)
        if (any || item->transaction->request->dialog == dialog)
            return item->transaction->request;
    return NULL;
}

/* Those that are sent in the same dialog by the same side; their hops are others than those of the
 * other side's. */
static requests hop_of(const requests *byes, const sip_facts *bye)
{
    requests list = { byes->first, byes->last, bye->hop };

    for (const taken *item = byes->first; item; item = item->next)
        if (is_of_disconnect(item->transaction->request, bye->dialog, bye->side))
            list.hop = MIN(list.hop, item->transaction->request->hop);
    return list;
}

/* A refused BYE may be followed by another one (§4.4); the first 2xx ends it. */
static disconnect find_disconnect(const requests *byes, const sip_facts *bye, int64_t latest)
{
    requests list = hop_of(byes, bye);
    disconnect found = { NULL, NULL, bye->transaction, { 0, NULL } };

    for (const taken *item = list.first; item; item = item->next) {
        const sip_transaction *t = item->transaction;

        if (!is_of_disconnect(t->request, bye->dialog, bye->side))
            continue;
        if (t->cseq == bye->transaction->cseq
            && (bye->side == SIP_SIDE_CALLEE ? t->request->hop >= found.at_caller->request->hop
                                             : t->request->hop < found.at_caller->request->hop))
            found.at_caller = t;
        if (!is_of_client(&list, t, found.last))
            continue;
        found.last = t;
        found.first = found.first ? found.first : t;
        if (!is_success(found.end.status))
            found.end = ending_of(t, latest);
    }
    return found;
}

static void measure_disconnect_delay(const target *to, const disconnect *d)
{
    int64_t from = d->first->request->seen.time;

    if (!d->end.final)
        add_count(to, SIP_KPI_UNANSWERED_BYES, 1);
    else
        add_delay(to, is_success(d->end.status) ? SIP_KPI_SDD : SIP_KPI_SDD_FAILED, from,
                  d->end.final->seen.time);
}

static void measure_duration(const target *to, const sip_facts *answer, const disconnect *d)
{
    if (d->end.final)
        add_delay(to, SIP_KPI_SDT, answer->seen.time, d->at_caller->request->seen.time);
    else
        add_delay(to, SIP_KPI_SDT_FAILED, answer->seen.time,
                  d->last->request->seen.time + limit_of(d->last));
}

/* ANSWER of NULL: the session began before the capture, and only its end can be measured. */
static void measure_end(const target *to, const requests *byes, const sip_facts *answer)
{
    const sip_facts *bye = first_bye(byes, answer ? answer->dialog : 0, !answer);
    disconnect d = { NULL, NULL, NULL, { 0, NULL } };

    if (bye)
        d = find_disconnect(byes, bye, to->latest);
    if (d.end.status == 0) {
        add_count(to, SIP_KPI_DISCONNECTS_OPEN, 1);
        return;
    }
    measure_disconnect_delay(to, &d);
    if (!answer)
        return;
    measure_duration(to, answer, &d);
    add_share(to, SIP_KPI_SCR, !is_of(STATUS_UNANSWERED, d.end.status));
}

static void measure_session(report *r, const subject *of)
{
    session s = { .n_invites = 0 };
    target to;

    for (const taken *item = of->openings.first; item; item = item->next)
        if (is_of_client(&of->openings, item->transaction, s.last))
            take_invite(&s, item->transaction, r->latest);
    to = target_of(r, s.first);
    if (!s.answer && s.end.status == 0) {
        add_count(&to, SIP_KPI_SESSIONS_OPEN, 1);
        return;
    }
    measure_establishment(&to, &s);
    measure_request_delay(&to, &s);
    if (s.answer)
        measure_end(&to, &of->byes, s.answer);
    else
        add_share(&to, SIP_KPI_SCR, false);
}

/* }}} */
/* {{{ results */

static void measure(report *r, const subject *s)
{
    if (!s->openings.first) {
        target to = target_of(r, s->byes.first->transaction);

        measure_end(&to, &s->byes, NULL);
    } else if (s->openings.first->transaction->method == SIP_METHOD_REGISTER) {
        measure_registrations(r, &s->openings);
    } else {
        measure_session(r, s);
    }
}

sip_kpi_result *sip_kpi_results(const sip_kpi *kpi, int64_t latest, sip_kpi_peer peer)
{
    sip_kpi_result *result = g_new0(sip_kpi_result, 1);
    report r = { .result = result, .peer = peer, .latest = latest };

    result->pairs = g_array_new(FALSE, FALSE, sizeof(sip_kpi_row));
    result->more = kpi->more;
    r.places = g_hash_table_new(sip_key_hash, sip_key_equal);
    r.keys = sip_arena_new();
    for (guint i = 0; i < kpi->subjects->len; i++)
        measure(&r, (const subject *)g_ptr_array_index(kpi->subjects, i));
    finish_row(&result->all);
    finish_row(&result->others);
    for (guint i = 0; i < result->pairs->len; i++)
        finish_row(&g_array_index(result->pairs, sip_kpi_row, i));
    g_hash_table_destroy(r.places);
    sip_arena_free(r.keys);
    return result;
}

void sip_kpi_result_free(sip_kpi_result *result)
{
    if (!result)
        return;
    g_array_free(result->pairs, TRUE);
    g_free(result);
}

/* }}} */
