/* The board file, byte for byte, in a section that is not loaded. From it `postern audit` knows the owner of each
 * address, and does not depend on what was derived from it for this image. */
  .section .postern.board, "", %progbits
  .incbin POSTERN_BOARD_TEXT
