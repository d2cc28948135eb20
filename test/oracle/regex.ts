// §6 of the specification: Lucene's regular expressions with all optional operators on. The whole text counts.
import { lower } from './text.js';

/** Where a match that begins at `from` may end. */
type Ends = (text: readonly string[], from: number) => ReadonlySet<number>;

/** Whether `pattern` matches all of `text`. Throws where it is no pattern. */
export function matchesRegex(pattern: string, text: string, ignoreCase: boolean): boolean {
  const characters = Array.from(ignoreCase ? lower(text) : text);
  return new Reader(pattern, ignoreCase).all()(characters, 0).has(characters.length);
}

const EMPTY: Ends = (_, from) => new Set([from]);

/** One character that passes `test`. */
function character(test: (character: string) => boolean): Ends {
  return (text, from) => {
    const found = text[from];
    return new Set(found !== undefined && test(found) ? [from + 1] : []);
  };
}

function either(a: Ends, b: Ends): Ends {
  return (text, from) => new Set([...a(text, from), ...b(text, from)]);
}

function both(a: Ends, b: Ends): Ends {
  return (text, from) => {
    const others = b(text, from);
    return new Set([...a(text, from)].filter((end) => others.has(end)));
  };
}

function then(a: Ends, b: Ends): Ends {
  return (text, from) => new Set([...a(text, from)].flatMap((middle) => [...b(text, middle)]));
}

/** Every end at or after `from` at which `item` does not end. */
function notEnding(item: Ends): Ends {
  return (text, from) => {
    const ends = item(text, from);
    const all = Array.from({ length: text.length - from + 1 }, (_, length) => from + length);
    return new Set(all.filter((end) => !ends.has(end)));
  };
}

function repeated(item: Ends, least: number, most: number): Ends {
  return (text, from) => {
    const ends = new Set<number>();
    let places: ReadonlySet<number> = new Set([from]);
    for (let times = 0; times <= most && places.size > 0; times++) {
      if (times >= least) {
        // Where it has been before, it has gone on from.
        if ([...places].every((place) => ends.has(place))) break;
        for (const place of places) ends.add(place);
      }
      places = new Set([...places].flatMap((place) => [...item(text, place)]));
    }
    return ends;
  };
}

/** `<1-20>`: a number in the range; with as many digits as both bounds, where these have equally many. */
function numberBetween(low: string, high: string): Ends {
  const [least, greatest] = [BigInt(low), BigInt(high)].sort((a, b) => (a < b ? -1 : 1));
  return (text, from) => {
    const ends = new Set<number>();
    for (let end = from + 1; end <= text.length && /[0-9]/.test(text[end - 1]!); end++) {
      const number = BigInt(text.slice(from, end).join(''));
      const isLong = low.length !== high.length || end - from === low.length;
      if (isLong && number >= least! && number <= greatest!) ends.add(end);
    }
    return ends;
  };
}

const SHORTHANDS: Readonly<Record<string, RegExp>> = {
  d: /[0-9]/,
  D: /[^0-9]/,
  s: /[ \t\n\r]/,
  S: /[^ \t\n\r]/,
  w: /[0-9A-Z_a-z]/,
  W: /[^0-9A-Z_a-z]/,
};

/** Reads a pattern from left to right, one method for each strength of binding. */
class Reader {
  readonly #left: string[];
  readonly #ignoreCase: boolean;

  constructor(pattern: string, ignoreCase: boolean) {
    this.#left = Array.from(pattern);
    this.#ignoreCase = ignoreCase;
  }

  all(): Ends {
    const ends = this.#left.length === 0 ? EMPTY : this.#alternatives();
    if (this.#left.length > 0) throw new Error('regex: no end');
    return ends;
  }

  #alternatives(): Ends {
    let ends = this.#intersection();
    while (this.#take('|')) ends = either(ends, this.#intersection());
    return ends;
  }

  #intersection(): Ends {
    let ends = this.#row();
    while (this.#take('&')) ends = both(ends, this.#row());
    return ends;
  }

  #row(): Ends {
    let ends = this.#repetition();
    while (this.#left.length > 0 && !')|&'.includes(this.#left[0]!)) {
      ends = then(ends, this.#repetition());
    }
    return ends;
  }

  #repetition(): Ends {
    let ends = this.#complement();
    for (;;) {
      if (this.#take('?')) ends = repeated(ends, 0, 1);
      else if (this.#take('*')) ends = repeated(ends, 0, Infinity);
      else if (this.#take('+')) ends = repeated(ends, 1, Infinity);
      else if (this.#take('{')) ends = this.#counted(ends);
      else return ends;
    }
  }

  #counted(item: Ends): Ends {
    const [least = '', most = least] = this.#upTo('}').split(',');
    return repeated(item, Number(least), most === '' ? Infinity : Number(most));
  }

  #complement(): Ends {
    return this.#take('~') ? notEnding(this.#complement()) : this.#item();
  }

  #item(): Ends {
    if (this.#take('.')) return character(() => true);
    if (this.#take('#')) return () => new Set();
    if (this.#take('@'))
      return repeated(
        character(() => true),
        0,
        Infinity,
      );
    if (this.#take('"'))
      return Array.from(this.#upTo('"'), (one) => this.#itself(one)).reduce(then, EMPTY);
    if (this.#take('<')) {
      const [low = '', high = ''] = this.#upTo('>').split('-');
      return numberBetween(low, high);
    }
    if (this.#take('(')) {
      if (this.#take(')')) return EMPTY;
      const ends = this.#alternatives();
      if (!this.#take(')')) throw new Error('regex: no )');
      return ends;
    }
    if (this.#take('[')) return this.#class();
    const shorthand = this.#shorthand();
    return shorthand === null ? this.#itself(this.#next()) : character(shorthand);
  }

  #class(): Ends {
    const isNegated = this.#take('^');
    const tests: ((one: string) => boolean)[] = [];
    do {
      tests.push(this.#shorthand() ?? this.#range());
    } while (!this.#take(']'));
    return character((one) => tests.some((test) => test(one)) !== isNegated);
  }

  #range(): (one: string) => boolean {
    const low = this.#next();
    if (this.#left[0] !== '-' || this.#left[1] === ']') return this.#sameAs(low);
    this.#next();
    const high = this.#next();
    const members: string[] = [];
    for (let code = low.codePointAt(0)!; code <= high.codePointAt(0)!; code++) {
      members.push(String.fromCodePoint(code));
    }
    return (one) => members.some((member) => this.#sameAs(member)(one));
  }

  #itself(one: string): Ends {
    return character(this.#sameAs(one));
  }

  /** The text that it is asked of is in lower case already where case does not count. */
  #sameAs(wanted: string): (one: string) => boolean {
    return (one) => one === (this.#ignoreCase ? lower(wanted) : wanted);
  }

  #shorthand(): ((one: string) => boolean) | null {
    const test = this.#left[0] === '\\' ? SHORTHANDS[this.#left[1] ?? ''] : undefined;
    if (test === undefined) return null;
    this.#left.splice(0, 2);
    return (one) => test.test(one);
  }

  /** The next character; the one behind a backslash, whatever it is. */
  #next(): string {
    this.#take('\\');
    const next = this.#left.shift();
    if (next === undefined) throw new Error('regex: ends too early');
    return next;
  }

  #upTo(end: string): string {
    const at = this.#left.indexOf(end);
    if (at < 0) throw new Error(`regex: no ${end}`);
    return this.#left
      .splice(0, at + 1)
      .slice(0, -1)
      .join('');
  }

  #take(wanted: string): boolean {
    if (this.#left[0] !== wanted) return false;
    this.#left.shift();
    return true;
  }
}
