/* SPDX-License-Identifier: Apache-2.0 */

/* What a store needs of its flash: four functions, which a driver defines. A partition has one store and one driver.
 *
 * The flash is a number of erase blocks of one size. Offsets count from its first byte. An erased byte reads as 0xFF.
 * A driver may rely on this: each range to program consists of whole program units, was erased before, and is
 * programmed once until the next erase. */
#ifndef STORAGE_FLASH_H
#define STORAGE_FLASH_H

#include <stddef.h>
#include <stdint.h>

#include "psa/error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct storage_geometry {
  uint32_t block_size;   /* bytes that one erase clears; a multiple of the unit */
  uint32_t blocks;       /* at least 3 */
  uint32_t program_unit; /* 1, 4, 8 or 16: the fewest bytes that can be programmed */
};

/* Prepares the flash. Any error leaves the store without content. */
psa_status_t storage_flash_open(struct storage_geometry* geometry);

/* An error means that the bytes cannot be read, for example because their ECC is wrong. */
psa_status_t storage_flash_read(uint32_t offset, void* bytes, size_t size);

psa_status_t storage_flash_program(uint32_t offset, const void* bytes, size_t size);

psa_status_t storage_flash_erase(uint32_t block);

#ifdef __cplusplus
}
#endif

#endif
