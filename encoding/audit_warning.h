/* SPDX-License-Identifier: Apache-2.0 */

/* What `postern audit` is to warn of, stated by a source file of a partition. The words are in a section of the image
 * that is not loaded, so they take no memory of the device. */
#ifndef AUDIT_WARNING_H
#define AUDIT_WARNING_H

/* At file scope; `text` is one literal. */
#define AUDIT_WARNING(text) __asm__(".pushsection .postern.warnings, \"\", %progbits\n.asciz \"" text "\"\n.popsection")

#endif
