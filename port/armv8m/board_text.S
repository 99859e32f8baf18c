// SPDX-License-Identifier: Apache-2.0

/* The board file and the product's layout, byte for byte, in sections that are not loaded. The layout is empty when the
 * board's own is used. `postern audit` reads the owner of each address from them, and not from what was derived from
 * them for this image. */
  .section .postern.board, "", %progbits
  .incbin POSTERN_BOARD_TEXT
  .section .postern.layout, "", %progbits
  .incbin POSTERN_LAYOUT_TEXT
