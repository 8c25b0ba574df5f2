/* report.h - reports that are printed at the end of the capture: -z sipcode,...
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_REPORT_H
#define SIPCODE_REPORT_H

#include "../core/facts.h"

/* Messages that a report keeps; of more it says that there were. */
#define SIPCODE_REPORT_MAX 10000000

/* A call, registration ... of which a message passed the filter, and those messages. */
typedef struct {
    const sip_call *call;
    GPtrArray *messages; /* const sip_facts *, in the order of the capture */
} sipcode_reported;

typedef struct {
    GPtrArray *calls; /* sipcode_reported, in the order in which they begin */
    bool overflow;    /* there were more messages than are kept */
} sipcode_report;

/* A report: its -z argument, a filter may follow, and what prints it to stdout. */
typedef struct {
    const char *argument;
    void (*draw)(const sipcode_report *report);
} sipcode_report_kind;

/* KIND must live as long as the program. */
void sipcode_report_register(const sipcode_report_kind *kind);

#endif
