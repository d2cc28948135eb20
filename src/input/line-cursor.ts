/** Where in the lines of an input a reader is. */
export class LineCursor {
  /** 1-based number of the line at hand. */
  line = 1;
  /** Offset of the line in the input. */
  lineStart = 0;
  /** Whether only blanks were read of it. */
  isBlank = true;

  /** Goes to the line that starts at offset `start`, the next one. */
  next(start: number): void {
    this.line++;
    this.lineStart = start;
    this.isBlank = true;
  }
}
