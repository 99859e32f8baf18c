/* SPDX-License-Identifier: Apache-2.0 */

/* What platform_ioctl() of this suite does. */
#ifndef REQUESTS_OF_PRODUCT_H
#define REQUESTS_OF_PRODUCT_H

enum {
  PRODUCT_REVERSE = 1, /* answers the input backwards */
  PRODUCT_NOTHING,     /* writes nothing, and forgets to say so */
};

#endif
