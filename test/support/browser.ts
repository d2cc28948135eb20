// A headless Chromium, driven over pipes by the DevTools protocol: no package, no port. Where none is installed, tests of pages are
// skipped and say so.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium: `CHROME_PATH`, else of that in PATH; null where there is none. */
export const CHROMIUM: string | null = findChromium();

function findChromium(): string | null {
  const { CHROME_PATH: told, PATH: folders = '' } = process.env;
  if (told !== undefined && existsSync(told)) return told;
  const paths = folders
    .split(path.delimiter)
    .flatMap((folder) => PROGRAMS.map((program) => path.join(folder, program)));
  return paths.find((file) => existsSync(file)) ?? null;
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--remote-debugging-pipe',
];

/** What the browser says: the answer to a call, or an event. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

type Params = Readonly<Record<string, unknown>>;

/** One tab of a browser. */
export class Browser {
  /** Errors of pages: exceptions, console messages, and what the policy of a page refused. */
  readonly complaints: string[] = [];
  /** Addresses that pages asked for. */
  readonly requests: string[] = [];
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #calls = new Map<number, { done: (message: Message) => void }>();
  #session: string | undefined;
  #onLoad: (() => void) | null = null;
  #id = 0;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    let rest = '';
    // The fifth stream of the process is a pipe, opened for the browser to write to.
    const output = child.stdio[4] as Readable;
    output.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = `${rest}${chunk}`.split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#take(JSON.parse(message) as Message);
    });
  }

  static async start(program: string): Promise<Browser> {
    const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-browser-'));
    const child = spawn(program, [...FLAGS, `--user-data-dir=${folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Browser(child, folder);
    const { targetInfos } = await browser.#call('Target.getTargets');
    const targets = targetInfos as readonly { readonly type: string; readonly targetId: string }[];
    const targetId = targets.find(({ type }) => type === 'page')?.targetId;
    const { sessionId } = await browser.#call('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network'])
      await browser.#call(`${domain}.enable`);
    return browser;
  }

  /** Opens an address in a new document, and waits until it was drawn. */
  async open(address: string): Promise<void> {
    await this.#navigate('about:blank');
    await this.#navigate(address);
    await this.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
  }

  /** The value of an expression in the page. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#call('Runtime.evaluate', params);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { readonly value: Value }).value;
  }

  /** Waits until an expression is true in the page; no longer than any machine takes. */
  async until(expression: string): Promise<void> {
    for (let tries = 0; tries < 1200; tries++) {
      if (await this.evaluate<boolean>(`Boolean(${expression})`)) return;
      await sleep(25);
    }
    throw new Error(`never true: ${expression}`);
  }

  /** Presses a key, such as `j` or `Escape`. */
  async press(key: string): Promise<void> {
    // The browser's own keys are known by their number.
    const own = key === 'Escape' ? { windowsVirtualKeyCode: 27 } : {};
    const text = key.length === 1 ? { text: key } : {};
    await this.#call('Input.dispatchKeyEvent', { type: 'keyDown', key, ...own, ...text });
    await this.#call('Input.dispatchKeyEvent', { type: 'keyUp', key, ...own });
  }

  async type(text: string): Promise<void> {
    await this.#call('Input.insertText', { text });
  }

  /** Clicks the middle of the first element that `selector` finds. */
  async click(selector: string): Promise<void> {
    const [x, y] = await this.#middleOf(selector);
    await this.#mouse('mousePressed', x, y, 1);
    await this.#mouse('mouseReleased', x, y, 1);
  }

  /** Drags from one part of an element's width to another, in its upper half. */
  async drag(selector: string, from: number, to: number): Promise<void> {
    const [left, top, width] = await this.evaluate<[number, number, number]>(
      `(({ left, top, width }) => [left, top, width])(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
    );
    const y = top + 3;
    await this.#mouse('mousePressed', left + from * width, y, 1);
    await this.#mouse('mouseMoved', left + ((from + to) / 2) * width, y, 1);
    await this.#mouse('mouseMoved', left + to * width, y, 1);
    await this.#mouse('mouseReleased', left + to * width, y, 1);
  }

  async resize(width: number, height: number): Promise<void> {
    const params = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
    await this.#call('Emulation.setDeviceMetricsOverride', params);
  }

  /** Media that the page is made for: `print` or `screen`, and the colours that its reader likes. */
  async media(media: string, scheme: 'light' | 'dark'): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#call('Emulation.setEmulatedMedia', { media, features });
  }

  /** Ends the browser. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    void this.#call('Browser.close').catch(() => undefined);
    await ended;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async #middleOf(selector: string): Promise<readonly [number, number]> {
    return await this.evaluate(
      `(() => { const found = document.querySelector(${JSON.stringify(selector)});
        found.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = found.getBoundingClientRect();
        return [left + width / 2, top + height / 2]; })()`,
    );
  }

  async #mouse(type: string, x: number, y: number, buttons: number): Promise<void> {
    await this.#call('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      buttons,
      button: 'left',
      clickCount: type === 'mouseMoved' ? 0 : 1,
    });
  }

  async #navigate(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.#onLoad = resolve;
    });
    await this.#call('Page.navigate', { url });
    await loaded;
  }

  async #call(method: string, params: Params = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#id;
    const answered = new Promise<Message>((done) => {
      this.#calls.set(id, { done });
    });
    // The fourth stream is the one that the browser reads.
    const input = this.#child.stdio[3] as Writable;
    input.write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`);
    const { result, error } = await answered;
    if (result === undefined) throw new Error(`${method}: ${error?.message ?? 'no answer'}`);
    return result;
  }

  #take({ id, method, params, ...answer }: Message): void {
    if (id !== undefined) {
      this.#calls.get(id)?.done({ id, ...answer });
      this.#calls.delete(id);
      return;
    }
    switch (method) {
      case 'Page.loadEventFired':
        this.#onLoad?.();
        break;
      case 'Network.requestWillBeSent':
        this.requests.push((params?.['request'] as { readonly url: string }).url);
        break;
      case 'Runtime.exceptionThrown':
      case 'Runtime.consoleAPICalled':
      case 'Log.entryAdded':
        this.complaints.push(JSON.stringify(params));
        break;
      case undefined:
      default:
    }
  }
}
