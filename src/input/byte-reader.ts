/** Reads the bytes of one input in one format. What the blocks are cut like changes nothing. */
export interface ByteReader {
  /** Where another reader may begin in place of this one, so that both together read everything once; null: nowhere as things stand. */
  readonly place: { readonly line: number; readonly offset: number } | null;
  /** Makes ready for the line that starts at `offset`. */
  start(line: number, offset: number): void;
  /** Reads `bytes` from `from` to their end; they go on where the last ones ended. */
  push(bytes: Buffer, from: number): void;
  /** Says that the input is over. */
  end(): void;
}

/** Who is to read on from the line that starts with `head`; null where that is for who asks. */
export type Detect = (head: Buffer, line: number, offset: number) => ByteReader | null;
