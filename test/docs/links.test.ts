// What the documents point to is there: targets of links, and the tests that decisions are said to be held by.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/shared.js';

const FOLDERS = ['.', 'bench', 'docs', 'docs/adr', 'rules/elastic', 'samples'];

const pages = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

/** The heading of a section as GitHub makes an anchor of it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

describe.each(pages)('%s', (page) => {
  const text = readFileSync(path.join(ROOT, page), 'utf8');

  test('links lead to files and sections that are there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = path.join(ROOT, path.dirname(page), file);
      if (file !== '' && !existsSync(target)) return true;
      if (anchor === undefined) return false;
      return !anchorsOf(file === '' ? text : readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('files of the repository that are named are there', () => {
    const named = [...text.matchAll(/`((?:docs|schemas|scripts|src|test)\/[\w./-]+)`/g)];
    const missing = named
      .map(([, name = '']) => name)
      .filter((name) => !existsSync(path.join(ROOT, name)));
    expect(missing).toEqual([]);
  });
});
