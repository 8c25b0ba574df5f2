/* flow_graph.c - our labels in Statistics > Flow Graph and in -z flow,sipcode,network.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "flow_graph.h"

#include "ladder_view.h"
#include "tap.h"

#if COMPAT_HAS_SEQ_ANALYSIS
#include "../seqan_abi.h"

/* Each message once: copies and retransmissions would hide the flow. The library frees the texts.
 */
static tap_packet_status take_packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_,
                                     const void *packet, tap_flags_t flags _U_)
{
    seq_analysis_info_t *graph = data;
    const sip_facts *facts = packet;
    seq_analysis_item_t *item;

    if (facts->sending != SIP_SENDING_FIRST)
        return TAP_PACKET_DONT_REDRAW;
    item = sequence_analysis_create_sai_with_addresses(pinfo, graph);
    if (!item)
        return TAP_PACKET_DONT_REDRAW;
    item->frame_number = pinfo->num;
    item->port_src = (uint16_t)pinfo->srcport;
    item->port_dst = (uint16_t)pinfo->destport;
    item->frame_label = sipcode_arrow_label(facts);
    item->comment = sipcode_arrow_note(facts);
    item->display = TRUE;
    g_queue_push_tail(graph->items, item);
    return TAP_PACKET_REDRAW;
}

void sipcode_flow_graph_register(int proto)
{
    register_seq_analysis("sipcode", "SIP, explained", proto, SIPCODE_TAP, TL_REQUIRES_NOTHING,
                          take_packet);
}
#else
void sipcode_flow_graph_register(int proto _U_)
{
}
#endif
