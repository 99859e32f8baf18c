// SPDX-License-Identifier: Apache-2.0

/* The component options: what a product may set for a service in a header instead of on the command line (rule CFG-41).
 *
 * A platform's header comes first, then the project's, then the defaults below for what neither has set. A `stack_size`
 * of a manifest may name any of them. */
#ifndef CONFIG_TFM_H
#define CONFIG_TFM_H

#ifdef TARGET_CONFIG_HEADER_FILE
#include TARGET_CONFIG_HEADER_FILE
#endif
#ifdef PROJECT_CONFIG_HEADER_FILE
#include PROJECT_CONFIG_HEADER_FILE
#endif
#if __has_include("config_impl.h")
#include "config_impl.h" /* generated from the options and manifests */
#endif

/* Stack sizes of the services that TF-M's users know, in bytes (CFG-37). */
#ifndef CRYPTO_STACK_SIZE
#define CRYPTO_STACK_SIZE 0x1E80
#endif
#ifndef ITS_STACK_SIZE
#define ITS_STACK_SIZE 0x720
#endif
#ifndef PS_STACK_SIZE
#define PS_STACK_SIZE 0x800
#endif
#ifndef ATTEST_STACK_SIZE
#define ATTEST_STACK_SIZE 0x700
#endif
#ifndef FWU_STACK_SIZE
#define FWU_STACK_SIZE 0x600
#endif
#ifndef PLATFORM_SP_STACK_SIZE
#define PLATFORM_SP_STACK_SIZE 0x500
#endif
#ifndef NS_AGENT_MAILBOX_STACK_SIZE
#define NS_AGENT_MAILBOX_STACK_SIZE 0x800
#endif

/* Internal Trusted Storage and Protected Storage: the number of assets, and the size of the largest in bytes. */
#ifndef ITS_NUM_ASSETS
#define ITS_NUM_ASSETS 10
#endif
#ifndef ITS_MAX_ASSET_SIZE
#define ITS_MAX_ASSET_SIZE 512
#endif
#ifndef ITS_BUF_SIZE
#define ITS_BUF_SIZE ITS_MAX_ASSET_SIZE
#endif
/* The flash of Internal Trusted Storage: erase blocks, their size and the fewest bytes to program (1, 4, 8 or 16). */
#ifndef ITS_FLASH_BLOCK_SIZE
#define ITS_FLASH_BLOCK_SIZE 0x1000
#endif
#ifndef ITS_FLASH_BLOCKS
#define ITS_FLASH_BLOCKS 16
#endif
#ifndef ITS_FLASH_PROGRAM_UNIT
#define ITS_FLASH_PROGRAM_UNIT 4
#endif
#ifndef PS_NUM_ASSETS
#define PS_NUM_ASSETS 10
#endif
#ifndef PS_MAX_ASSET_SIZE
#define PS_MAX_ASSET_SIZE 2048
#endif
/* The AEAD of Protected Storage (psa/crypto.h), and its flash: erase blocks, their size and the fewest bytes to
 * program. */
#ifndef PS_CRYPTO_AEAD_ALG
#define PS_CRYPTO_AEAD_ALG PSA_ALG_GCM
#endif
#ifndef PS_FLASH_BLOCK_SIZE
#define PS_FLASH_BLOCK_SIZE 0x1000
#endif
#ifndef PS_FLASH_BLOCKS
#define PS_FLASH_BLOCKS 16
#endif
#ifndef PS_FLASH_PROGRAM_UNIT
#define PS_FLASH_PROGRAM_UNIT 4
#endif
/* 0: Protected Storage does not use its counters, and does not notice an older copy of the flash. */
#ifndef PS_ROLLBACK_PROTECTION
#define PS_ROLLBACK_PROTECTION 1
#endif

/* Crypto: the sizes of its heap and of its buffer for vectors, in bytes, and the number of operations at one time. */
#ifndef CRYPTO_ENGINE_BUF_SIZE
#define CRYPTO_ENGINE_BUF_SIZE 0x2080
#endif
#ifndef CRYPTO_IOVEC_BUFFER_SIZE
#define CRYPTO_IOVEC_BUFFER_SIZE 5120
#endif
#ifndef CRYPTO_CONC_OPER_NUM
#define CRYPTO_CONC_OPER_NUM 8
#endif
/* Of these, the share of one client: it cannot keep the others from working. */
#ifndef CRYPTO_CLIENT_OPER_NUM
#define CRYPTO_CLIENT_OPER_NUM ((CRYPTO_CONC_OPER_NUM + 1) / 2)
#endif
/* The same of volatile keys: their number, and their bytes on the heap. With its share a client gets no further key. */
#ifndef CRYPTO_CLIENT_KEY_NUM
#define CRYPTO_CLIENT_KEY_NUM 12
#endif
#ifndef CRYPTO_CLIENT_KEY_BYTES
#define CRYPTO_CLIENT_KEY_BYTES (CRYPTO_HEAP_SIZE / 2)
#endif
/* The largest cost of PBKDF2, which all clients wait for. */
#ifndef CRYPTO_PBKDF2_ITERATIONS
#define CRYPTO_PBKDF2_ITERATIONS 100000
#endif

/* 1: a board without a device key uses a constant instead, and warns at each start. For trials only. */
#ifndef POSTERN_TRIAL_DEVICE_KEY
#define POSTERN_TRIAL_DEVICE_KEY 0
#endif

/* Platform service: the counters of each client. */
#ifndef PLATFORM_NV_COUNTERS
#define PLATFORM_NV_COUNTERS 4
#endif

/* Platform service: the largest input and output of one request, in bytes. */
#ifndef PLATFORM_SERVICE_INPUT_BUFFER_SIZE
#define PLATFORM_SERVICE_INPUT_BUFFER_SIZE 64
#endif
#ifndef PLATFORM_SERVICE_OUTPUT_BUFFER_SIZE
#define PLATFORM_SERVICE_OUTPUT_BUFFER_SIZE 64
#endif

#endif
