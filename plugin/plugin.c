/* plugin.c - what Wireshark looks up in the plugin's file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define WS_BUILD_DLL
#include "compat.h"

#include "epan/packet-sipcode.h"

#ifndef SIPCODE_VERSION
#error "SIPCODE_VERSION comes from the build"
#endif

WS_DLL_PUBLIC_DEF const char plugin_version[] = SIPCODE_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = COMPAT_WANT_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = COMPAT_WANT_MINOR;

WS_DLL_PUBLIC void plugin_register(void);

COMPAT_PLUGIN_DESCRIBE

void plugin_register(void)
{
    static proto_plugin plugin = { proto_register_sipcode, proto_reg_handoff_sipcode };

    proto_register_plugin(&plugin);
}
