import { readTextFiles, RULE_FILES } from '../io/index.js';
import { loadRules as loadSources, type LoadedRules } from '../rule/index.js';
import { readBundledRules } from './bundled.js';

/** Which rules to load beside those named. */
export interface LoadRulesOptions {
  /** Whether to load the rules that come with the package, too. Default true. */
  readonly bundled?: boolean;
}

/**
 * Loads rule files: paths of files, directories and globs. Every file ends in exactly one outcome; `rules` are those
 * that can be run. Never throws on a bad file: `diagnostics` say what is wrong with it.
 */
export function loadRules(
  paths: readonly string[] = [],
  { bundled = true }: LoadRulesOptions = {},
): LoadedRules {
  const given = readTextFiles(paths, RULE_FILES);
  const own = bundled ? readBundledRules() : { sources: [], diagnostics: [] };
  const loaded = loadSources(given.sources, { bundled: own.sources });
  return {
    ...loaded,
    diagnostics: [...given.diagnostics, ...own.diagnostics, ...loaded.diagnostics],
  };
}
