/* phrase.h - the words of a language, read from tables/lang/.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_PHRASE_H
#define SIPCODE_PHRASE_H

#include "code.h"
#include "message.h"

#include <glib.h>

/* Texts of the group [ui]: labels, and templates with named holes (@CODE@). */
#define SIP_TEXTS(X)                                              \
    X(TITLE, "title")                                             \
    X(YES, "yes")                                                 \
    X(NO, "no")                                                   \
    X(LIST_SEPARATOR, "list_separator")                           \
    X(LABEL_SEPARATOR, "label_separator")                         \
    X(LABEL_CODE, "label_code")                                   \
    X(LABEL_CLASS, "label_class")                                 \
    X(LABEL_REGISTERED, "label_registered")                       \
    X(LABEL_PHRASE, "label_phrase")                               \
    X(LABEL_NAME, "label_name")                                   \
    X(LABEL_ALIAS, "label_alias")                                 \
    X(LABEL_MEANING, "label_meaning")                             \
    X(LABEL_CAUSES, "label_causes")                               \
    X(LABEL_ACTION, "label_action")                               \
    X(LABEL_SENT_BY, "label_sent_by")                             \
    X(LABEL_RETRY, "label_retry")                                 \
    X(LABEL_REFERENCE, "label_reference")                         \
    X(LABEL_VERDICT, "label_verdict")                             \
    X(LABEL_Q850, "label_q850")                                   \
    X(CLASS, "class")                                             \
    X(TITLE_REQUEST, "title_request")                             \
    X(TITLE_ANSWERED, "title_answered")                           \
    X(LABEL_FLOW, "label_flow")                                   \
    X(LABEL_REQUEST_FRAME, "label_request_frame")                 \
    X(LABEL_RESPONSE_FRAME, "label_response_frame")               \
    X(LABEL_OUTCOME_CODE, "label_outcome_code")                   \
    X(LABEL_RESPONSE_TIME, "label_response_time")                 \
    X(LABEL_COPY_OF, "label_copy_of")                             \
    X(LABEL_RETRANSMISSION_OF, "label_retransmission_of")         \
    X(LABEL_HOP, "label_hop")                                     \
    X(LABEL_ORIGIN_FRAME, "label_origin_frame")                   \
    X(LABEL_CALL_NUMBER, "label_call_number")                     \
    X(LABEL_CALL_OUTCOME, "label_call_outcome")                   \
    X(LABEL_CALL_SETUP_TIME, "label_call_setup_time")             \
    X(LABEL_CALL_RING_DELAY, "label_call_ring_delay")             \
    X(LABEL_FLOW_NAME, "label_flow_name")                         \
    X(LABEL_FLOW_STEP, "label_flow_step")                         \
    X(LABEL_FLOW_PHASE, "label_flow_phase")                       \
    X(RELIABLE, "reliable")                                       \
    X(TITLE_STEP, "title_step")                                   \
    X(LABEL_NEXT, "label_next")                                   \
    X(LABEL_NEXT_STATUS, "label_next_status")                     \
    X(LABEL_NEXT_FRAME, "label_next_frame")                       \
    X(LABEL_NEXT_DELAY, "label_next_delay")                       \
    X(LABEL_EXPIRES, "label_expires")                             \
    X(LABEL_SENT_AGAIN, "label_sent_again")                       \
    X(NEXT_EXPECTED, "next_expected")                             \
    X(NEXT_NONE, "next_none")                                     \
    X(NEXT_SEEN, "next_seen")                                     \
    X(NEXT_MISSED, "next_missed")                                 \
    X(NEXT_ENDS, "next_ends")                                     \
    X(NEXT_LAPSED, "next_lapsed")                                 \
    X(NEXT_UNKNOWN, "next_unknown")                               \
    X(EXPERT_AUTH_REPEATED, "expert_auth_repeated")               \
    X(EXPERT_AUTH_STALE, "expert_auth_stale")                     \
    X(EXPERT_AUTH_RESYNC, "expert_auth_resync")                   \
    X(EXPERT_NO_ACK, "expert_no_ack")                             \
    X(EXPERT_NO_PRACK, "expert_no_prack")                         \
    X(EXPERT_NO_FINAL, "expert_no_final")                         \
    X(EXPERT_RETRANSMISSION, "expert_retransmission")             \
    X(EXPERT_STRAY, "expert_stray")                               \
    X(EXPERT_PRECONDITION, "expert_precondition")                 \
    X(EXPERT_PRECONDITION_UNKNOWN, "expert_precondition_unknown") \
    X(QOS_CALLER, "qos_caller")                                   \
    X(QOS_CALLEE, "qos_callee")                                   \
    X(QOS_E2E, "qos_e2e")                                         \
    X(QOS_NEITHER, "qos_neither")                                 \
    X(QOS_FORTH, "qos_forth")                                     \
    X(QOS_BACK, "qos_back")                                       \
    X(QOS_BOTH, "qos_both")                                       \
    X(EXPERT_CROSSED, "expert_crossed")                           \
    X(EXPERT_RETRY_EARLY, "expert_retry_early")                   \
    X(EXPERT_SLOW, "expert_slow")                                 \
    X(EXPERT_RESPONSE, "expert_response")                         \
    X(EXPERT_UNREGISTERED, "expert_unregistered")                 \
    X(EXPERT_INVALID, "expert_invalid")                           \
    X(EXPERT_PHRASE, "expert_phrase")                             \
    X(EXPERT_NO_PHRASE, "expert_no_phrase")                       \
    X(EXPERT_METHOD, "expert_method")                             \
    X(EXPERT_OVERFLOW, "expert_overflow")                         \
    X(LABEL_RULE, "label_rule")                                   \
    X(LABEL_COMPARISON, "label_comparison")                       \
    X(LABEL_CAUSES_NAMED, "label_causes_named")                   \
    X(LABEL_REASON, "label_reason")                               \
    X(LABEL_PROTOCOL, "label_protocol")                           \
    X(LABEL_CAUSE, "label_cause")                                 \
    X(LABEL_TEXT, "label_text")                                   \
    X(LABEL_LOCATION, "label_location")                           \
    X(LABEL_WARNING, "label_warning")                             \
    X(LABEL_AGENT, "label_agent")                                 \
    X(LABEL_SOURCE, "label_source")                               \
    X(LABEL_IMS_TYPE, "label_ims_type")                           \
    X(LABEL_IMS_ACTION, "label_ims_action")                       \
    X(LABEL_IMS_REASON, "label_ims_reason")                       \
    X(LABEL_TRANSFER, "label_transfer")                           \
    X(TRANSFER, "transfer")                                       \
    X(CAUSES_MORE, "causes_more")                                 \
    X(EXPERT_RULE, "expert_rule")                                 \
    X(EXPERT_MISMATCH, "expert_mismatch")                         \
    X(CALLER, "caller")                                           \
    X(CALLEE, "callee")                                           \
    X(HEADING_START, "heading_start")                             \
    X(HEADING_FROM, "heading_from")                               \
    X(HEADING_TO, "heading_to")                                   \
    X(HEADING_OUTCOME, "heading_outcome")                         \
    X(HEADING_FINAL, "heading_final")                             \
    X(HEADING_RING, "heading_ring")                               \
    X(HEADING_SETUP, "heading_setup")                             \
    X(HEADING_DURATION, "heading_duration")                       \
    X(HEADING_ENDED_BY, "heading_ended_by")                       \
    X(HEADING_CAUSE, "heading_cause")                             \
    X(HEADING_PROBLEMS, "heading_problems")                       \
    X(HEADING_FRAME, "heading_frame")                             \
    X(TREE_RESPONSES, "tree_responses")                           \
    X(LADDER_STEP, "ladder_step")                                 \
    X(LADDER_NONE, "ladder_none")                                 \
    X(LADDER_FOLDED, "ladder_folded")                             \
    X(LADDER_COPIED, "ladder_copied")                             \
    X(LADDER_RESENT, "ladder_resent")                             \
    X(GUI_SELECT, "gui_select")                                   \
    X(GUI_NO_SECTION, "gui_no_section")                           \
    X(GUI_NO_PROBLEM, "gui_no_problem")                           \
    X(GUI_PROBLEMS, "gui_problems")                               \
    X(KPI_TITLE, "kpi_title")                                     \
    X(KPI_FILTER, "kpi_filter")                                   \
    X(KPI_NO_FILTER, "kpi_no_filter")                             \
    X(KPI_ALL, "kpi_all")                                         \
    X(KPI_OTHERS, "kpi_others")                                   \
    X(KPI_COUNT, "kpi_count")                                     \
    X(KPI_MIN, "kpi_min")                                         \
    X(KPI_MEAN, "kpi_mean")                                       \
    X(KPI_MAX, "kpi_max")                                         \
    X(KPI_PART, "kpi_part")                                       \
    X(KPI_WHOLE, "kpi_whole")                                     \
    X(KPI_NONE, "kpi_none")                                       \
    X(KPI_RRD, "kpi_rrd")                                         \
    X(KPI_SRD, "kpi_srd")                                         \
    X(KPI_SRD_FAILED, "kpi_srd_failed")                           \
    X(KPI_SDD, "kpi_sdd")                                         \
    X(KPI_SDD_FAILED, "kpi_sdd_failed")                           \
    X(KPI_SDT, "kpi_sdt")                                         \
    X(KPI_SDT_FAILED, "kpi_sdt_failed")                           \
    X(KPI_IRA, "kpi_ira")                                         \
    X(KPI_SER, "kpi_ser")                                         \
    X(KPI_SEER, "kpi_seer")                                       \
    X(KPI_ISA, "kpi_isa")                                         \
    X(KPI_SCR, "kpi_scr")                                         \
    X(KPI_ATTEMPTS, "kpi_attempts")                               \
    X(KPI_SESSIONS, "kpi_sessions")                               \
    X(KPI_INVITES, "kpi_invites")                                 \
    X(KPI_REDIRECTED, "kpi_redirected")                           \
    X(KPI_UNMEASURED, "kpi_unmeasured")                           \
    X(KPI_UNANSWERED_BYES, "kpi_unanswered_byes")                 \
    X(KPI_ATTEMPTS_OPEN, "kpi_attempts_open")                     \
    X(KPI_SESSIONS_OPEN, "kpi_sessions_open")                     \
    X(KPI_DISCONNECTS_OPEN, "kpi_disconnects_open")               \
    X(KPI_BACKWARDS, "kpi_backwards")                             \
    X(KPI_CUT, "kpi_cut")                                         \
    X(KPI_PAIRS, "kpi_pairs")                                     \
    X(KPI_REQUESTS, "kpi_requests")

#define X(name, key) SIP_TEXT_##name,
typedef enum { SIP_TEXTS(X) SIP_TEXT_COUNT } sip_text;
#undef X

/* What a language says of a code. */
typedef struct {
    const char *name, *meaning, *causes, *action;
    const char *alias; /* another wording in wide use; NULL: none */
} sip_code_words;

typedef struct sip_words sip_words;

/* The words of LANGUAGE ("zh_CN"), or with "auto" of the language that the environment asks for
 * (g_get_language_names). A language that is not there is English, and so is a missing text.
 * NULL, and ERROR says why: an embedded file is wrong. Free with sip_words_free. */
sip_words *sip_words_new(const char *language, GError **error);
void sip_words_free(sip_words *words);

/* Name of the language in force: that of its file. */
const char *sip_words_language(const sip_words *words);

/* Word of a row of a table: GROUP is hint (with the hole @WITHIN@), flow or phase; KEY itself if
 * there is none, as for what a message invents. */
const char *sip_words_row(sip_words *words, const char *group, const char *key);

/* Each of these stays valid as long as WORDS. None gives NULL, alias apart. */
const char *sip_words_text(const sip_words *words, sip_text text);
const char *sip_words_label(sip_words *words, sip_text label); /* with the separator behind it */
const char *sip_words_verdict(const sip_words *words, sip_verdict verdict);
const char *sip_words_outcome(const sip_words *words, sip_outcome outcome);
const char *sip_words_sender(const sip_words *words, sip_sender sender);
const char *sip_words_retry(const sip_words *words, sip_retry retry);

/* Words of a code; of an unregistered one those of its class; of 000 and 999 those of [invalid]. */
const sip_code_words *sip_words_code(sip_words *words, unsigned status);

/* Words of a class, 1 to 6; of any other those of [invalid]. */
const sip_code_words *sip_words_class(sip_words *words, unsigned klass);

/* Appends the value of the hole NAME to OUT. False: there is no such value, and the hole stays. */
typedef bool (*sip_fill_hole)(GString *out, sip_slice name, const void *data);

/* TEMPLATE with its holes filled by FILL. The caller frees it with g_free. */
char *sip_words_fill(const char *template, sip_fill_hole fill, const void *data);

/* How a longer text is parted for reading. */
typedef enum {
    SIP_PARTS_SENTENCES, /* prose: behind each full stop */
    SIP_PARTS_POINTS     /* a list: between semicolons, which are left out */
} sip_parts;

/* Takes the next part off TEXT. False: none left. */
bool sip_words_next_part(const char **text, sip_parts parts, sip_slice *part);

/* The language file for the locale names of the environment, most wanted first (as
 * g_get_language_names gives them) among LANGUAGES; "en" when none fits. The result is one of
 * LANGUAGES or a constant. */
const char *sip_words_choose(const char *const *locales, char *const *languages);

#endif
