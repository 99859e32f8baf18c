/* The board file, byte for byte, in a section that is not loaded. `postern audit` reads the owner of each address from
 * it, and not from what was derived from it for this image. */
  .section .postern.board, "", %progbits
  .incbin POSTERN_BOARD_TEXT
