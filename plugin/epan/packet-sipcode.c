/* packet-sipcode.c - registration and post-dissector: gate, locate, engine, render.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "packet-sipcode.h"

#include "../core/code.h"
#include "../core/engine.h"
#include "../core/message.h"
#include "info.h"
#include "flow_graph.h"
#include "gui.h"
#include "prefs.h"
#include "stats_calls.h"
#include "stats_kpi.h"
#include "stats_ladder.h"
#include "stats_tree.h"
#include "tap.h"
#include "tree.h"

#include <epan/prefs-int.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>

#define SHORT_NAME "SIPcode"

/* A century. */
#define SECONDS_MAX (G_GINT64_CONSTANT(100) * 366 * 86400)

static int proto_sipcode = -1;
static protocol_t *protocol;
static int proto_sip = -1;
static int proto_icmp = -1;
static int proto_icmpv6 = -1;

static sip_tables *tables; /* for the program's life */
static sip_engine *engine; /* for a file's */
static int64_t latest;     /* time of the last frame of the file, SIP or not, as far as seen */
static int64_t epoch;      /* when the file begins, in ns since 1970 */
static const sip_facts *selected; /* of the frame whose details are on show; NULL: it has none */
static sip_frame_scan scan;       /* for a frame's, kept for its memory */

/* How often SIP is among the layers of the frame. What an ICMP error quotes travelled elsewhere
 * and says nothing here. */
static unsigned sip_layers(packet_info *pinfo)
{
    unsigned n = 0;

    for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer;
         layer = wmem_list_frame_next(layer)) {
        int proto = GPOINTER_TO_INT(wmem_list_frame_data(layer));

        if (proto == proto_sip)
            n++;
        else if (proto == proto_icmp || proto == proto_icmpv6)
            break;
    }
    return n;
}

static void scan_source(tvbuff_t *tvb)
{
    int len = (int)tvb_captured_length(tvb);

    if (len > 0)
        sip_frame_scan_source(&scan, (const char *)tvb_get_ptr(tvb, 0, len), (size_t)len,
                              tvb_reported_length(tvb) > (unsigned)len);
}

/* A segment that waits for more is among SIP's frames, too; whether the rest will be joined with it
 * is a preference of TCP. */
static sip_transport transport_of(const packet_info *pinfo)
{
    static pref_t *joins;

    if (pinfo->ptype != PT_TCP)
        return SIP_DATAGRAM;
    if (!joins)
        joins = prefs_find_preference(prefs_find_module("tcp"), "desegment_tcp_streams");
    return joins && prefs_get_bool_value(joins, pref_current) ? SIP_STREAM_JOINED : SIP_STREAM;
}

/* Finds the messages of the frame. Reassembled and decrypted bytes come before the frame's own.
 * A datagram holds one message a SIP layer (RFC 3261 §18.3). */
static void locate(tvbuff_t *frame, packet_info *pinfo, unsigned layers)
{
    sip_transport transport = transport_of(pinfo);

    sip_frame_scan_begin(&scan, transport, transport == SIP_DATAGRAM ? layers : 0);
    for (GSList *item = pinfo->data_src; item; item = item->next) {
        tvbuff_t *tvb = get_data_source_tvb((struct data_source *)item->data);

        if (tvb != frame)
            scan_source(tvb);
    }
    scan_source(frame);
    sip_frame_scan_end(&scan);
}

/* As a count; times no capture can last are as good as the longest one. */
static int64_t nanoseconds(const nstime_t *time)
{
    int64_t seconds = CLAMP((int64_t)time->secs, -SECONDS_MAX, SECONDS_MAX);

    return seconds * 1000000000 + time->nsecs;
}

/* The tables are read when the first SIP message comes. The build embeds them and the tests read
 * them; should they be wrong all the same, nothing is explained. */
static bool load_tables(void)
{
    GError *error = NULL;
    static bool tried;

    if (tried)
        return tables != NULL;
    tried = true;
    tables = sip_tables_new(&error);
    if (!tables) {
        g_warning("sipcode: %s", error->message);
        g_error_free(error);
    }
    return tables != NULL;
}

/* First visit: what the frame's messages are, kept with the frame; NULL: it has none. */
static const sip_facts *learn(tvbuff_t *tvb, packet_info *pinfo, unsigned layers)
{
    sip_facts *first = NULL, *last = NULL;
    sip_sighting seen;

    if (!load_tables())
        return NULL;
    if (!engine)
        engine = sip_engine_new(tables, sipcode_t1());
    locate(tvb, pinfo, layers);
    seen = (sip_sighting){ .frame = pinfo->num,
                           .time = nanoseconds(&pinfo->rel_ts),
                           .src = sipcode_endpoint(&pinfo->src, pinfo->srcport),
                           .dst = sipcode_endpoint(&pinfo->dst, pinfo->destport) };
    for (unsigned i = 0; i < scan.messages->len; i++) {
        sip_facts *facts =
            sip_engine_feed(engine, &g_array_index(scan.messages, sip_message, i), &seen);

        if (last)
            last->next = facts;
        else
            first = facts;
        last = facts;
    }
    if (!first)
        return NULL;
    last->overflow = scan.overflow;
    p_add_proto_data(wmem_file_scope(), pinfo, proto_sipcode, 0, first);
    return first;
}

static int dissect_sipcode(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const char *before = pinfo->current_proto;
    const sip_facts *facts;
    unsigned layers;

    if (!proto_is_protocol_enabled(protocol))
        return 0;
    if (tree && PTREE_DATA(tree)->visible)
        selected = NULL;
    if (!PINFO_FD_VISITED(pinfo))
        latest = MAX(latest, nanoseconds(&pinfo->rel_ts));
    layers = sip_layers(pinfo);
    if (layers == 0)
        return 0;
    if (PINFO_FD_VISITED(pinfo)) {
        facts = (const sip_facts *)p_get_proto_data(wmem_file_scope(), pinfo, proto_sipcode, 0);
    } else {
        facts = learn(tvb, pinfo, layers);
        if (epoch == 0)
            epoch = nanoseconds(&pinfo->abs_ts) - nanoseconds(&pinfo->rel_ts);
    }
    if (!facts)
        return 0;
    if (tree && PTREE_DATA(tree)->visible)
        selected = facts;
    sipcode_info_add(pinfo, facts);
    pinfo->current_proto = SHORT_NAME; /* whose expert infos these are */
    for (; facts; facts = facts->next) {
        sipcode_tap(pinfo, facts);
        sipcode_tree_add(tvb, pinfo, tree, facts, tables, latest);
    }
    pinfo->current_proto = before;
    return (int)tvb_captured_length(tvb);
}

const sip_tables *sipcode_tables(void)
{
    return tables;
}

int64_t sipcode_latest(void)
{
    return latest;
}

const sip_facts *sipcode_selected(void)
{
    return selected;
}

int64_t sipcode_epoch(void)
{
    return epoch;
}

/* No state survives a file. */
static void close_file(void)
{
    latest = 0;
    epoch = 0;
    selected = NULL;
    g_clear_pointer(&engine, sip_engine_free);
    sipcode_endpoints_free();
}

static void shut_down(void)
{
    sipcode_endpoints_free();
    g_clear_pointer(&engine, sip_engine_free);
    g_clear_pointer(&tables, sip_tables_free);
    sip_frame_scan_clear(&scan);
    sipcode_prefs_free();
}

void proto_register_sipcode(void)
{
    proto_sipcode = proto_register_protocol("SIP response codes", SHORT_NAME, "sipcode");
    sip_frame_scan_init(&scan);
    sipcode_tap_register();
    sipcode_stats_calls_register();
    sipcode_stats_tree_register();
    sipcode_stats_kpi_register();
    sipcode_stats_ladder_register();
    sipcode_flow_graph_register(proto_sipcode);
    sipcode_gui_register();
    sipcode_tree_register(proto_sipcode);
    sipcode_prefs_register(proto_sipcode);
    register_cleanup_routine(close_file);
    register_shutdown_routine(shut_down);
}

void proto_reg_handoff_sipcode(void)
{
    proto_sip = proto_get_id_by_filter_name("sip");
    proto_icmp = proto_get_id_by_filter_name("icmp");
    proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
    /* A handle without a protocol saves every frame the making and removing of a layer that does
     * not stay; so whether the user disabled the protocol is asked here. */
    protocol = find_protocol_by_id(proto_sipcode);
    register_postdissector(create_dissector_handle(dissect_sipcode, -1));
}
