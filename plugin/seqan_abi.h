/* seqan_abi.h - what libwireshark exports for flow graphs; its own header is in no package.
 *
 * Only the head of each structure, which is the same from 4.0 to 4.6; the library makes them, so
 * their tails may differ.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_SEQAN_ABI_H
#define SIPCODE_SEQAN_ABI_H

#include "compat.h"

#include <epan/address.h>
#include <epan/tap.h>
#include <stddef.h>

typedef struct _seq_analysis_item {
    uint32_t frame_number;
    address src_addr;
    uint16_t port_src;
    address dst_addr;
    uint16_t port_dst;
    char *frame_label;
    char *time_str;
    char *comment;
    uint16_t conv_num;
    unsigned fg_color, bg_color;
    compat_bool has_color_filter, display;
} seq_analysis_item_t;

typedef struct _seq_analysis_info {
    const char *name;
    compat_bool any_addr;
    int nconv;
    GQueue *items;
} seq_analysis_info_t;

_Static_assert(offsetof(seq_analysis_info_t, items) == 16, "seq_analysis_info_t.items");
_Static_assert(offsetof(seq_analysis_item_t, frame_label) == 72, "seq_analysis_item_t.frame_label");

WS_DLL_PUBLIC void register_seq_analysis(const char *name, const char *ui_name, const int proto_id,
                                         const char *tap_listener, unsigned tap_flags,
                                         tap_packet_cb tap_func);
WS_DLL_PUBLIC seq_analysis_item_t *
sequence_analysis_create_sai_with_addresses(packet_info *pinfo, seq_analysis_info_t *sainfo);

#endif
