// What a process runs, and the one text that it is packed into while nobody asks.

/** What a process runs. */
export interface Program {
  readonly name: string | null;
  readonly executable: string | null;
  readonly args: readonly string[];
  /** What somebody who keeps programs has noted of it: to be met again costs nothing then. */
  written?: Written | undefined;
}

/** Who has written something down, and where. */
export interface Written {
  readonly by: object;
  readonly place: number;
}

/** Which of the first two texts are told, as a digit in front of the texts. */
const HAS_NAME = 1;
const HAS_EXECUTABLE = 2;
/** Behind each text. */
const END = '\0';
/** Starts a text that holds the other form, for texts with NUL bytes. */
const AS_JSON = '[';

/**
 * A program in one text: a digit that tells whether name (1) and executable (2) are told, then both and the arguments, a NUL byte behind each. There may be
 * one for each of a million processes, of which nearly none is ever asked.
 */
export class PackedProgram implements Program {
  readonly packed: string;
  written: Written | undefined = undefined;

  constructor(packed: string) {
    this.packed = packed;
  }

  get name(): string | null {
    return (this.#told & HAS_NAME) === 0 ? null : this.packed.slice(1, this.#nameEnd);
  }

  get executable(): string | null {
    if ((this.#told & HAS_EXECUTABLE) === 0) return null;
    const start = this.#nameEnd + 1;
    return this.packed.slice(start, this.packed.indexOf(END, start));
  }

  get args(): readonly string[] {
    return this.packed.split(END).slice(2, -1);
  }

  get #told(): number {
    return this.packed.charCodeAt(0) & 3;
  }

  get #nameEnd(): number {
    return this.packed.indexOf(END);
  }
}

/** The text that {@link unpack} makes the program of again. */
export function pack(program: Program): string {
  if (program instanceof PackedProgram) return program.packed;
  const { name, executable, args } = program;
  const texts = [name ?? '', executable ?? '', ...args];
  if (texts.some((text) => text.includes(END))) return JSON.stringify([name, executable, args]);
  const told = (name === null ? 0 : HAS_NAME) + (executable === null ? 0 : HAS_EXECUTABLE);
  return `${told}${texts.join(END)}${END}`;
}

export function unpack(text: string): Program {
  if (!text.startsWith(AS_JSON)) return new PackedProgram(text);
  // Written above.
  const [name, executable, args] = JSON.parse(text) as [string | null, string | null, string[]];
  return { name, executable, args };
}
