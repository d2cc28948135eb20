// Writes the tables of docs/diagnostics.md anew from the pages in docs/diagnostics: under each heading `## RSnxx` a row
// a page, with its title and its first paragraph.
//
//   node scripts/index-diagnostics.mjs && npx prettier --write docs/diagnostics.md
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));

const rows = readdirSync(`${docs}diagnostics`)
  .sort()
  .map((name) => {
    const text = readFileSync(`${docs}diagnostics/${name}`, 'utf8');
    const [, code, title, gist] = /^# (\w+): (.+)\n\nSeverity: .+\n\n([^]+?)\n(?:\n|$)/.exec(text);
    const cells = [`[${code}](diagnostics/${name})`, title, gist.replaceAll('\n', ' ')];
    return { code, line: `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |` };
  });

const index = `${docs}diagnostics.md`;
const sections = readFileSync(index, 'utf8').split(/^(?=## RS)/m);
const written = sections.map((section) => {
  const [, group] = /^## (RS\d)/.exec(section) ?? [];
  if (group === undefined) return section;
  const prose = section.split('\n').filter((line) => !line.startsWith('|'));
  const own = rows.filter(({ code }) => code.startsWith(group)).map(({ line }) => line);
  return `${prose.join('\n').trimEnd()}\n\n| code | title | in short |\n| --- | --- | --- |\n${own.join('\n')}\n\n`;
});
writeFileSync(index, written.join(''));
