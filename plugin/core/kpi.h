/* kpi.h - the metrics of RFC 6076: how fast and how often sessions and registrations succeed.
 *
 * What is counted:
 * - A session is what the initial INVITEs with one Call-ID and one tag of the caller ask for: those
 *   that follow a challenge, a redirection or another refusal recover it, and its last answer
 *   counts (§4). A registration attempt is a REGISTER with those that follow its challenge or
 *   redirection, within 64*T1 or with credentials; what follows any other refusal, a failed login
 *   too, is another attempt.
 * - Where requests pass several hops, the one with the fewest Via values among those taken is
 *   measured: next to who sent them (§4.1, §4.3), or as near as the capture or its filter goes. Of
 *   two elements that send there with one CSeq number, the first one's is (a B2BUA may keep all).
 * - Times are those of first sendings, so neither copies nor retransmissions count (§4).
 * - A request that had no response when its timer B or F ran out inside the capture has failed; one
 *   whose end is not in the capture is left out, and counted as that (SIP_KPI_..._OPEN).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_KPI_H
#define SIPCODE_KPI_H

#include "facts.h"

#include <glib.h>

/* Requests that are measured; those behind are not (more). */
#define SIP_KPI_REQUESTS_MAX 4000000
/* Values of a metric of which the quantiles are taken: the first ones. */
#define SIP_KPI_VALUES_MAX 1000000
/* Pairs of peers that are told apart: those seen first. */
#define SIP_KPI_PAIRS_MAX 1000
/* Dialogs of a forked INVITE that are measured: those that began first. */
#define SIP_KPI_DIALOGS_MAX 16

/* Metrics that are times. RFC 6076 keeps successful and failed ones apart. */
typedef enum {
    SIP_KPI_RRD,        /* §4.1: REGISTER to its 2xx */
    SIP_KPI_SRD,        /* §4.3.1: INVITE to the first 1xx but 100, or the 2xx; of each dialog that
                           a forked one makes (§5.4) */
    SIP_KPI_SRD_FAILED, /* §4.3.2: the same, or to the failure where there was no such 1xx */
    SIP_KPI_SDD,        /* §4.4: BYE to its 2xx */
    SIP_KPI_SDD_FAILED, /* BYE to its last refusal */
    SIP_KPI_SDT,        /* §4.5.1: 2xx to BYE */
    SIP_KPI_SDT_FAILED, /* §4.5.2: 2xx to timer F of a BYE without a response */
    SIP_KPI_DELAY_COUNT
} sip_kpi_delay;

/* Metrics that are shares. */
typedef enum {
    SIP_KPI_IRA,  /* §4.2: failed registration attempts */
    SIP_KPI_SER,  /* §4.6: sessions answered, of those that do not end with a 3xx */
    SIP_KPI_SEER, /* §4.7: answered or ended by 480, 486, 600 or 603, likewise */
    SIP_KPI_ISA,  /* §4.8: ended by 408, 500, 503 or 504, or without any response */
    SIP_KPI_SCR,  /* §4.9: answered, and ended by a BYE that did not lack a response */
    SIP_KPI_RATIO_COUNT
} sip_kpi_ratio;

/* What lies behind the metrics. */
typedef enum {
    SIP_KPI_ATTEMPTS,         /* registration attempts that ended */
    SIP_KPI_SESSIONS,         /* sessions asked for, whose INVITE ended */
    SIP_KPI_INVITES,          /* initial INVITEs of those, each challenged or refused one, too */
    SIP_KPI_REDIRECTED,       /* sessions that ended with a 3xx */
    SIP_KPI_UNMEASURED,       /* sessions without SRD: 3xx, challenge, no response (§4.3) */
    SIP_KPI_UNANSWERED_BYES,  /* sessions without SDD: timer F of the BYE ran out (§4.4) */
    SIP_KPI_ATTEMPTS_OPEN,    /* registration attempts whose end is not in the capture */
    SIP_KPI_SESSIONS_OPEN,    /* sessions whose answer is not in the capture */
    SIP_KPI_DISCONNECTS_OPEN, /* whose BYE, or the response to it, is not; not in SCR */
    SIP_KPI_BACKWARDS,        /* values left out because they are negative */
    SIP_KPI_COUNT_COUNT
} sip_kpi_count;

/* The quantiles, by nearest rank: of n values the ceil(n * q)-th smallest. */
typedef enum { SIP_KPI_P50, SIP_KPI_P95, SIP_KPI_P99, SIP_KPI_QUANTILE_COUNT } sip_kpi_quantile;

/* Values of a metric, in ns. Without any (n is 0) the others say nothing. */
typedef struct {
    uint64_t n;
    int64_t min, mean, max;
    int64_t quantiles[SIP_KPI_QUANTILE_COUNT]; /* -1: not known, see CUT */
    bool cut; /* there were more than SIP_KPI_VALUES_MAX: the quantiles are of the first ones */
    /* private */
    GArray *values;
    int64_t seconds, rest; /* their sum: whole seconds, and ns */
} sip_kpi_figures;

/* PART of WHOLE; not defined where WHOLE is 0. */
typedef struct {
    uint32_t part, whole;
} sip_kpi_share;

/* The metrics of a pair of peers, or of all. */
typedef struct {
    uint64_t src, dst; /* digests of who asks and who is asked: of the first request */
    sip_kpi_figures delays[SIP_KPI_DELAY_COUNT];
    sip_kpi_share ratios[SIP_KPI_RATIO_COUNT];
    uint32_t counts[SIP_KPI_COUNT_COUNT];
} sip_kpi_row;

typedef struct {
    sip_kpi_row all;
    GArray *pairs;      /* sip_kpi_row, in the order of the capture */
    sip_kpi_row others; /* pairs behind SIP_KPI_PAIRS_MAX */
    bool has_others;
    bool more; /* there were more than SIP_KPI_REQUESTS_MAX requests */
} sip_kpi_result;

typedef struct sip_kpi sip_kpi;

sip_kpi *sip_kpi_new(void);
void sip_kpi_free(sip_kpi *kpi);

/* Takes the next message of the capture; of the requests that are measured it keeps FACTS, which
 * must stay. What answers them is told by the facts, whether it is taken or not. */
void sip_kpi_take(sip_kpi *kpi, const sip_facts *facts);

/* Under which digest an asking endpoint is counted, such as that of its address without the port.
 */
typedef uint64_t (*sip_kpi_peer)(uint64_t endpoint);

/* The metrics of what was taken so far, LATEST being the time of the last frame seen. PEER of NULL:
 * each endpoint on its own. The caller frees them with sip_kpi_result_free. */
sip_kpi_result *sip_kpi_results(const sip_kpi *kpi, int64_t latest, sip_kpi_peer peer);
void sip_kpi_result_free(sip_kpi_result *result);

#endif
