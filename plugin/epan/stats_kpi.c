/* stats_kpi.c - the metrics of RFC 6076: -z sipcode,kpi[,FILTER].
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "stats_kpi.h"

#include "../core/key.h"
#include "../core/kpi.h"
#include "../core/ladder.h"
#include "prefs.h"
#include "report.h"
#include "tap.h"

#include <epan/stat_tap_ui.h>

#include <stdio.h>
#include <string.h>

#define ARGUMENT "sipcode,kpi"

/* Columns of a number, with the blanks before it. */
#define NUMBER_WIDTH 11

#define MS G_GINT64_CONSTANT(1000000) /* ns */
#define S G_GINT64_CONSTANT(1000000000)

/* A report that somebody asked for. */
typedef struct {
    sip_kpi *kpi;
    char *filter; /* NULL: none */
} listener;

/* {{{ rows and their names */

/* Units as RFC 6076 recommends them for each. */
static const struct {
    const char *name;
    sip_text text;
    const char *unit_name;
    int64_t unit;
} delays[SIP_KPI_DELAY_COUNT] = {
    [SIP_KPI_RRD] = { "RRD", SIP_TEXT_KPI_RRD, "ms", MS },
    [SIP_KPI_SRD] = { "SRD", SIP_TEXT_KPI_SRD, "s", S },
    [SIP_KPI_SRD_FAILED] = { "SRD", SIP_TEXT_KPI_SRD_FAILED, "s", S },
    [SIP_KPI_SDD] = { "SDD", SIP_TEXT_KPI_SDD, "ms", MS },
    [SIP_KPI_SDD_FAILED] = { "SDD", SIP_TEXT_KPI_SDD_FAILED, "ms", MS },
    [SIP_KPI_SDT] = { "SDT", SIP_TEXT_KPI_SDT, "s", S },
    [SIP_KPI_SDT_FAILED] = { "SDT", SIP_TEXT_KPI_SDT_FAILED, "s", S },
};

static const struct {
    const char *name;
    sip_text text;
} ratios[SIP_KPI_RATIO_COUNT] = {
    [SIP_KPI_IRA] = { "IRA", SIP_TEXT_KPI_IRA },    [SIP_KPI_SER] = { "SER", SIP_TEXT_KPI_SER },
    [SIP_KPI_SEER] = { "SEER", SIP_TEXT_KPI_SEER }, [SIP_KPI_ISA] = { "ISA", SIP_TEXT_KPI_ISA },
    [SIP_KPI_SCR] = { "SCR", SIP_TEXT_KPI_SCR },
};

static const sip_text counts[SIP_KPI_COUNT_COUNT] = {
    [SIP_KPI_ATTEMPTS] = SIP_TEXT_KPI_ATTEMPTS,
    [SIP_KPI_SESSIONS] = SIP_TEXT_KPI_SESSIONS,
    [SIP_KPI_INVITES] = SIP_TEXT_KPI_INVITES,
    [SIP_KPI_REDIRECTED] = SIP_TEXT_KPI_REDIRECTED,
    [SIP_KPI_UNMEASURED] = SIP_TEXT_KPI_UNMEASURED,
    [SIP_KPI_UNANSWERED_BYES] = SIP_TEXT_KPI_UNANSWERED_BYES,
    [SIP_KPI_ATTEMPTS_OPEN] = SIP_TEXT_KPI_ATTEMPTS_OPEN,
    [SIP_KPI_SESSIONS_OPEN] = SIP_TEXT_KPI_SESSIONS_OPEN,
    [SIP_KPI_DISCONNECTS_OPEN] = SIP_TEXT_KPI_DISCONNECTS_OPEN,
    [SIP_KPI_BACKWARDS] = SIP_TEXT_KPI_BACKWARDS,
};

static const char *text_of(sip_text text)
{
    return sip_words_text(sipcode_words(), text);
}

/* "SRD  session request delay, successful (s)". The caller frees it. */
static char *delay_label(sip_kpi_delay i)
{
    return g_strdup_printf("%-4s %s (%s)", delays[i].name, text_of(delays[i].text),
                           delays[i].unit_name);
}

static char *ratio_label(sip_kpi_ratio i)
{
    return g_strdup_printf("%-4s %s", ratios[i].name, text_of(ratios[i].text));
}

/* Columns of the widest label. */
static unsigned label_width(void)
{
    unsigned width = 0;

    for (unsigned i = 0; i < SIP_KPI_DELAY_COUNT; i++) {
        g_autofree char *label = delay_label((sip_kpi_delay)i);

        width = MAX(width, sip_columns(label));
    }
    for (unsigned i = 0; i < SIP_KPI_RATIO_COUNT; i++) {
        g_autofree char *label = ratio_label((sip_kpi_ratio)i);

        width = MAX(width, sip_columns(label));
    }
    return width;
}

/* }}} */
/* {{{ cells */

static void print_blanks(unsigned width, const char *text)
{
    unsigned columns = sip_columns(text);

    printf("%*s", columns < width ? (int)(width - columns) : 0, "");
}

static void print_left(unsigned width, const char *text)
{
    printf("%s", text);
    print_blanks(width, text);
}

static void print_right(const char *text)
{
    printf(" "); /* also where a heading is too wide */
    print_blanks(NUMBER_WIDTH - 1, text);
    printf("%s", text);
}

static void print_number(uint64_t number)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, number);

    print_right(text);
}

/* With three decimals. NS below 0: there is none. */
static void print_time(int64_t ns, int64_t unit)
{
    int64_t thousandths = ns / (unit / 1000) + (ns % (unit / 1000) >= unit / 2000);
    g_autofree char *text =
        g_strdup_printf("%" G_GINT64_FORMAT ".%03d", thousandths / 1000, (int)(thousandths % 1000));

    print_right(ns < 0 ? text_of(SIP_TEXT_KPI_NONE) : text);
}

static void print_percent(sip_kpi_share share)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (share.whole > 0)
        g_ascii_formatd(text, sizeof text, "%.2f", 100.0 * share.part / share.whole);
    print_right(share.whole > 0 ? text : text_of(SIP_TEXT_KPI_NONE));
}

static void print_rule(unsigned width, char with)
{
    for (unsigned i = 0; i < width; i++)
        putchar(with);
    putchar('\n');
}

/* }}} */
/* {{{ a pair, or all */

static void print_delay_heading(unsigned width)
{
    print_left(width, "");
    print_right(text_of(SIP_TEXT_KPI_COUNT));
    print_right(text_of(SIP_TEXT_KPI_MIN));
    print_right(text_of(SIP_TEXT_KPI_MEAN));
    print_right("p50");
    print_right("p95");
    print_right("p99");
    print_right(text_of(SIP_TEXT_KPI_MAX));
    putchar('\n');
}

static void print_delay(unsigned width, sip_kpi_delay i, const sip_kpi_figures *figures)
{
    g_autofree char *label = delay_label(i);
    int64_t unit = delays[i].unit;

    print_left(width, label);
    print_number(figures->n);
    print_time(figures->n > 0 ? figures->min : -1, unit);
    print_time(figures->n > 0 ? figures->mean : -1, unit);
    for (unsigned q = 0; q < SIP_KPI_QUANTILE_COUNT; q++)
        print_time(figures->n > 0 ? figures->quantiles[q] : -1, unit);
    print_time(figures->n > 0 ? figures->max : -1, unit);
    printf(figures->cut ? " *\n" : "\n");
}

static void print_ratio_heading(unsigned width)
{
    print_left(width, "");
    print_right("%");
    print_right(text_of(SIP_TEXT_KPI_PART));
    print_right(text_of(SIP_TEXT_KPI_WHOLE));
    putchar('\n');
}

static void print_ratio(unsigned width, sip_kpi_ratio i, sip_kpi_share share)
{
    g_autofree char *label = ratio_label(i);

    print_left(width, label);
    print_percent(share);
    print_number(share.part);
    print_number(share.whole);
    putchar('\n');
}

/* EVERY: also what there is none of. */
static void print_row(unsigned width, const sip_kpi_row *row, bool every)
{
    print_delay_heading(width);
    for (unsigned i = 0; i < SIP_KPI_DELAY_COUNT; i++)
        if (every || row->delays[i].n > 0)
            print_delay(width, (sip_kpi_delay)i, &row->delays[i]);
    print_ratio_heading(width);
    for (unsigned i = 0; i < SIP_KPI_RATIO_COUNT; i++)
        if (every || row->ratios[i].whole > 0)
            print_ratio(width, (sip_kpi_ratio)i, row->ratios[i]);
    for (unsigned i = 0; i < SIP_KPI_COUNT_COUNT; i++)
        if (every || row->counts[i] > 0)
            printf("%*u  %s\n", NUMBER_WIDTH, row->counts[i], text_of(counts[i]));
}

/* }}} */
/* {{{ peers */

static GHashTable *hosts; /* digest of its name, as a pointer -> name; only while drawing */

/* A client often has a port a connection; it is told by its address alone. */
static uint64_t peer_of(uint64_t endpoint)
{
    const char *name = sipcode_endpoint_name(endpoint);
    const char *port = strrchr(name, ':');
    sip_slice host = { name, port ? (size_t)(port - name) : strlen(name) };
    uint64_t digest = sip_digest(host);
    void *key = GSIZE_TO_POINTER((size_t)digest);

    if (!g_hash_table_contains(hosts, key))
        g_hash_table_insert(hosts, key, g_strndup(host.ptr, host.len));
    return digest;
}

static const char *peer_name(uint64_t digest)
{
    return g_hash_table_lookup(hosts, GSIZE_TO_POINTER((size_t)digest));
}

/* }}} */
/* {{{ the report */

static bool fill_most(GString *out, sip_slice name, const void *data)
{
    if (!sip_slice_equal(name, "MOST"))
        return false;
    g_string_append_printf(out, "%u", *(const unsigned *)data);
    return true;
}

/* A sentence about a limit that was reached. */
static void print_limit(sip_text text, unsigned most)
{
    g_autofree char *sentence = sip_words_fill(text_of(text), fill_most, &most);

    printf("%s\n", sentence);
}

static void print_limits(const sip_kpi_result *result)
{
    bool cut = false;

    for (unsigned i = 0; i < SIP_KPI_DELAY_COUNT; i++)
        cut = cut || result->all.delays[i].cut;
    if (cut)
        print_limit(SIP_TEXT_KPI_CUT, SIP_KPI_VALUES_MAX);
    if (result->has_others)
        print_limit(SIP_TEXT_KPI_PAIRS, SIP_KPI_PAIRS_MAX);
    if (result->more)
        print_limit(SIP_TEXT_KPI_REQUESTS, SIP_KPI_REQUESTS_MAX);
}

static void print_result(const sip_kpi_result *result, const char *filter)
{
    unsigned width = label_width();
    unsigned whole = width + 7 * NUMBER_WIDTH;

    putchar('\n');
    print_rule(whole, '=');
    printf("%s\n%s%s%s\n", text_of(SIP_TEXT_KPI_TITLE), text_of(SIP_TEXT_KPI_FILTER),
           text_of(SIP_TEXT_LABEL_SEPARATOR), filter ? filter : text_of(SIP_TEXT_KPI_NO_FILTER));
    print_rule(whole, '-');
    printf("%s\n", text_of(SIP_TEXT_KPI_ALL));
    print_row(width, &result->all, true);
    for (guint i = 0; i < result->pairs->len; i++) {
        const sip_kpi_row *row = &g_array_index(result->pairs, sip_kpi_row, i);

        print_rule(whole, '-');
        printf("%s %s %s\n", peer_name(row->src), g_get_charset(NULL) ? "→" : "->",
               sipcode_endpoint_name(row->dst));
        print_row(width, row, false);
    }
    if (result->has_others) {
        print_rule(whole, '-');
        printf("%s\n", text_of(SIP_TEXT_KPI_OTHERS));
        print_row(width, &result->others, false);
    }
    print_limits(result);
    print_rule(whole, '=');
}

static void draw(void *data)
{
    const listener *l = data;
    sip_kpi_result *result;

    hosts = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    result = sip_kpi_results(l->kpi, sipcode_latest(), peer_of);
    print_result(result, l->filter);
    sip_kpi_result_free(result);
    g_clear_pointer(&hosts, g_hash_table_destroy);
}

/* }}} */
/* {{{ listening */

static void reset(void *data)
{
    listener *l = data;

    sip_kpi_free(l->kpi);
    l->kpi = sip_kpi_new();
}

static tap_packet_status take_packet(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                                     const void *packet, tap_flags_t flags _U_)
{
    const listener *l = data;

    sip_kpi_take(l->kpi, packet);
    return TAP_PACKET_REDRAW;
}

static void finish(void *data)
{
    listener *l = data;

    sip_kpi_free(l->kpi);
    g_free(l->filter);
    g_free(l);
}

static compat_stat_init begin(const char *options, void *userdata _U_)
{
    static const sipcode_report_callbacks callbacks = { reset, take_packet, draw, finish };
    listener *l = g_new0(listener, 1);
    const char *filter;

    l->kpi = sip_kpi_new();
    if (!sipcode_report_listen(ARGUMENT, options, &filter, l, &callbacks)) {
        finish(l);
        COMPAT_STAT_INIT_FAILED;
    }
    l->filter = g_strdup(filter);
    COMPAT_STAT_INIT_DONE;
}

void sipcode_stats_kpi_register(void)
{
    stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .cli_string = ARGUMENT,
        .tap_init_cb = begin,
    };

    register_stat_tap_ui(&ui, NULL);
}

/* }}} */
