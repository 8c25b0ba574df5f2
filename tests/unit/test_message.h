/* test_message.h - the parts of the tests of message.c.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TEST_MESSAGE_H
#define SIPCODE_TEST_MESSAGE_H

void add_frame_tests(void); /* test_message_frame.c: several messages, several data sources */
void add_bytes_tests(void); /* test_message_bytes.c: any bytes whatever, in guarded memory */

#endif
