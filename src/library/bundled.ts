import {
  bundledDirectory,
  readTextFiles,
  RULE_FILES,
  RULE_TEST_EXTENSION,
  type TextFileOptions,
  type TextFiles,
} from '../io/index.js';

/** The rules that come with this package, under names that are the same on every machine: `bundled:elastic/x.toml`. */
export function readBundledRules(): TextFiles {
  return readBundled(RULE_FILES);
}

/** The tests of {@link readBundledRules}: `bundled:elastic/x.test.toml`. */
export function readBundledTests(): TextFiles {
  return readBundled({ extension: RULE_TEST_EXTENSION });
}

function readBundled(files: TextFileOptions): TextFiles {
  const directory = bundledDirectory('rules');
  const { sources, diagnostics } = readTextFiles([directory], files);
  return {
    sources: sources.map(({ name, text }) => ({
      name: `bundled:${name.slice(directory.length + 1).replaceAll('\\', '/')}`,
      text,
    })),
    // What else lies in our own directory is no news.
    diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
  };
}
