/* flow_graph.h - our labels in Statistics > Flow Graph and in -z flow,sipcode,network.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_FLOW_GRAPH_H
#define SIPCODE_FLOW_GRAPH_H

void sipcode_flow_graph_register(int proto);

#endif
