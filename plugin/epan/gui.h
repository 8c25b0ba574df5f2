/* gui.h - the menu Tools > SIP codes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_GUI_H
#define SIPCODE_GUI_H

/* Registers the menu; tshark keeps it and never shows it. */
void sipcode_gui_register(void);

#endif
