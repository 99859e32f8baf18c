/* The board's own file, word for word, in a section that is not loaded: by it `postern audit` knows whose each address is,
 * and not by what was made of it on the way to this image. */
  .section .postern.board, "", %progbits
  .incbin POSTERN_BOARD_TEXT
