/* compat.h - the few places where Wireshark's API moved between 4.0 and 4.6; the only file that
 * tests its version.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_COMPAT_H
#define SIPCODE_COMPAT_H

#include <ws_version.h>

#define WS_AT_LEAST(maj, min)        \
    (WIRESHARK_VERSION_MAJOR > (maj) \
     || (WIRESHARK_VERSION_MAJOR == (maj) && WIRESHARK_VERSION_MINOR >= (min)))

/* A plugin fits the release it was built for, and no other. */
#define COMPAT_WANT_MAJOR WIRESHARK_VERSION_MAJOR
#define COMPAT_WANT_MINOR WIRESHARK_VERSION_MINOR

#include <wireshark.h>
#include <epan/packet.h>

#include <stdlib.h>

#if WS_AT_LEAST(4, 4)
#include <wsutil/array.h> /* array_length() left epan/packet.h */
#include <wsutil/plugins.h>
#endif

#if WS_AT_LEAST(4, 6)
#include <wsutil/value_string.h>
#else
#include <epan/value_string.h>
#endif

/* A boolean preference is a gboolean (4 bytes) until 4.2, a bool (1 byte) after. */
#if WS_AT_LEAST(4, 4)
typedef bool compat_bool;
#else
typedef gboolean compat_bool;
#endif

/* From 4.4 on a plugin says what kind it is; 4.0 knows no such entry point. */
#if WS_AT_LEAST(4, 4)
#define COMPAT_PLUGIN_DESCRIBE                    \
    WS_DLL_PUBLIC uint32_t plugin_describe(void); \
    uint32_t plugin_describe(void)                \
    {                                             \
        return WS_PLUGIN_DESC_DISSECTOR;          \
    }
#else
#define COMPAT_PLUGIN_DESCRIBE
#endif

/* The Telephony menu. */
#if WS_AT_LEAST(4, 4)
#define COMPAT_GROUP_TELEPHONY REGISTER_TELEPHONY_GROUP_UNSORTED
#else
#define COMPAT_GROUP_TELEPHONY REGISTER_STAT_GROUP_TELEPHONY
#endif

/* What begins a -z report tells from 4.6 on whether it could, and tshark leaves; before, it leaves
 * itself where it cannot, as those of tshark do. */
#if WS_AT_LEAST(4, 6)
typedef bool compat_stat_init;
#define COMPAT_STAT_INIT_DONE return true
#define COMPAT_STAT_INIT_FAILED return false
#else
typedef void compat_stat_init;
#define COMPAT_STAT_INIT_DONE return
#define COMPAT_STAT_INIT_FAILED exit(EXIT_FAILURE)
#endif

/* Statistics trees: 4.0 puts those of plugins into the Statistics menu, wherever they belong. */
#if WS_AT_LEAST(4, 4)
#define COMPAT_STATS_TREE_REGISTER(tap, abbr, name, packet, init, cleanup)                      \
    stats_tree_set_group(stats_tree_register_plugin(tap, abbr, name, 0, packet, init, cleanup), \
                         REGISTER_TELEPHONY_GROUP_UNSORTED)
#else
#define COMPAT_STATS_TREE_REGISTER(tap, abbr, name, packet, init, cleanup) \
    stats_tree_register_plugin(tap, abbr, name, 0, packet, init, cleanup)
#endif

/* Flow graphs: the layout of what seqan_abi.h mirrors is known for these. */
#define COMPAT_HAS_SEQ_ANALYSIS (WS_AT_LEAST(4, 0) && !WS_AT_LEAST(4, 7))

#endif
