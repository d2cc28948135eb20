import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { ROOT } from './shared.js';

/** Compares `text` with the golden `test/fixtures/<name>`; `UPDATE_GOLDENS=1` writes it anew. */
export function expectGolden(name: string, text: string): void {
  const file = path.join(ROOT, 'test', 'fixtures', name);
  if ((process.env['UPDATE_GOLDENS'] ?? '') !== '') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect({ golden: name, exists: existsSync(file) }).toEqual({ golden: name, exists: true });
  expect(text).toBe(readFileSync(file, 'utf8'));
}
