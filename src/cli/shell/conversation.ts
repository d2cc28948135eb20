// A person at a terminal: the prompt, one statement after the other, and what Ctrl-C, Ctrl-D and Tab do meanwhile.
import { renderChoices } from '../../report/index.js';
import { chalkFor } from '../colour.js';
import { completeCommand } from './command-completer.js';
import { isCommandName } from './commands.js';
import { completeQuery } from './completer.js';
import { tabAction, type Completion } from './completion.js';
import type { History } from './history.js';
import { LineEditor } from './line-editor.js';
import { syntaxPaintOf } from './paint.js';
import { perform } from './perform.js';
import type { Session } from './session.js';
import { inOneLine, StatementReader, type Statement } from './statement-reader.js';

const PROMPT = 'eql> ';
const MORE_PROMPT = '...> ';

/** A line that was taken and not yet looked at. */
interface TypedLine {
  readonly text: string;
  readonly isPasted: boolean;
  /** Typed while something else was printed: nobody has seen it. */
  readonly isUnseen: boolean;
}

export class Conversation {
  readonly #session: Session;
  readonly #history: History;
  readonly #reader = new StatementReader(isCommandName);
  readonly #lines: TypedLine[] = [];
  readonly #editor: LineEditor;
  /** Stops the statement that is performed; null between statements. */
  #running: AbortController | null = null;
  #isClosed = false;
  #end: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(session: Session, history: History) {
    this.#session = session;
    this.#history = history;
    const { stdin, stdout, env } = session.context.streams;
    this.#editor = new LineEditor({
      stdin,
      stdout,
      paint: syntaxPaintOf(chalkFor(stdout, env, session.flags.color)),
      history: () => history.newestFirst,
      onLine: (text, isPasted) => {
        this.#lines.push({ text, isPasted, isUnseen: this.#running !== null });
        if (this.#running === null) this.#takeLines();
      },
      onInterrupt: () => {
        this.#interrupt();
      },
      onClose: () => {
        this.#close();
      },
      onTab: (before) => {
        this.#complete(before);
      },
    });
  }

  /** Until the person leaves, or `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const close = (): void => {
      this.#close();
    };
    signal.addEventListener('abort', close);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#end = resolve;
        this.#fail = reject;
        if (signal.aborted) this.#close();
        else this.#ask();
      });
    } finally {
      signal.removeEventListener('abort', close);
      this.#editor.close();
    }
  }

  #ask(): void {
    const { pending } = this.#reader;
    this.#editor.ask(pending === '' ? PROMPT : MORE_PROMPT, pending);
  }

  #takeLines(): void {
    this.#performLines().catch((error: unknown) => {
      this.#fail(error);
    });
  }

  async #performLines(): Promise<void> {
    for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
      const { pending } = this.#reader;
      if (line.isUnseen) {
        this.#editor.echo(pending === '' ? PROMPT : MORE_PROMPT, pending, line.text);
      }
      for (const statement of this.#reader.push(line.text, line.isPasted)) {
        await this.#perform(statement);
        if (this.#isClosed || this.#session.isOver) {
          this.#end();
          return;
        }
      }
    }
    this.#ask();
  }

  async #perform(statement: Statement): Promise<void> {
    const { text, kind } = statement;
    this.#history.add(kind === 'command' ? text : inOneLine(text));
    this.#running = new AbortController();
    this.#editor.hide();
    try {
      await perform(this.#session, statement, this.#running.signal);
    } finally {
      this.#running = null;
    }
  }

  /** Stops what is running; else drops what is typed. */
  #interrupt(): void {
    this.#lines.length = 0;
    if (this.#running !== null) {
      this.#running.abort();
      return;
    }
    const wasTyped = this.#editor.cancel('^C') || this.#reader.pending !== '';
    this.#reader.clear();
    if (!wasTyped) this.#session.context.streams.stdout.write('(Ctrl-D or .quit leaves)\n');
    this.#ask();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#running !== null) {
      this.#running.abort();
      return;
    }
    this.#editor.hide();
    this.#session.context.streams.stdout.write('\n');
    this.#end();
  }

  #complete(typed: string): void {
    const { pending } = this.#reader;
    const lead = pending === '' ? '' : `${pending}\n`;
    const before = lead + typed;
    const completion = this.#completionOf(before);
    const action = tabAction(completion, before);
    switch (action.kind) {
      case 'insert':
        this.#editor.insert(action.start - lead.length, action.text);
        return;
      case 'list': {
        const { stdout } = this.#session.context.streams;
        const { tableOptions } = this.#session;
        const rows = Math.max(3, Math.floor(stdout.rows / 2));
        const choices = action.candidates.map(({ name, note, isRemote }) => ({
          name,
          note,
          isFaint: isRemote,
        }));
        this.#editor.printBelow(renderChoices(choices, { ...tableOptions, rows }));
        return;
      }
      case 'none':
        return;
    }
  }

  #completionOf(before: string): Completion {
    const { vocabulary } = this.#session;
    if (!before.trimStart().startsWith('.')) return completeQuery(before, vocabulary);
    return completeCommand(before, () => ({
      ...vocabulary,
      ruleNames: this.#session.ruleNames(),
    }));
  }
}
