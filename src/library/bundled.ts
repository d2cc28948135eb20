import { bundledDirectory, readTextFiles, type TextFiles } from '../io/index.js';

/** The rules that come with this package, under names that are the same on every machine: `bundled:elastic/x.toml`. */
export function readBundledRules(): TextFiles {
  const directory = bundledDirectory('rules');
  const { sources, diagnostics } = readTextFiles([directory], { extension: '.toml' });
  return {
    sources: sources.map(({ name, text }) => ({
      name: `bundled:${name.slice(directory.length + 1).replaceAll('\\', '/')}`,
      text,
    })),
    // What else lies in our own directory is no news.
    diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
  };
}
