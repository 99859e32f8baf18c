/* SPDX-License-Identifier: Apache-2.0 */

/* Keys that the board gives to the Crypto service. They never leave it. */
#ifndef TFM_BUILTIN_KEY_IDS_H
#define TFM_BUILTIN_KEY_IDS_H

/* The device key: a secret to derive others from with HKDF-SHA-256. It exists for Protected Storage alone. */
#define TFM_BUILTIN_KEY_ID_HUK 0x7FFF815Cu

#endif
