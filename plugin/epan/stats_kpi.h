/* stats_kpi.h - the metrics of RFC 6076: -z sipcode,kpi[,FILTER].
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_STATS_KPI_H
#define SIPCODE_STATS_KPI_H

void sipcode_stats_kpi_register(void);

#endif
