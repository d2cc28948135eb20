// Compiles src/ to dist/, twice: modules with types for the library, one file for the program (ADR 009).
// A package installed from the registry has dist/ already, and neither compiler nor bundler.
import { existsSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

if (existsSync(compiler)) {
  rmSync(dist, { recursive: true, force: true });
  const { status } = spawnSync(
    process.execPath,
    [compiler, '-p', path.join(root, 'tsconfig.json')],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
  if (status === 0) await bundle();
}

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [path.join(root, 'src', 'cli', 'index.ts')],
    outdir: path.join(dist, 'bin'),
    bundle: true,
    // `--version` loads nothing else.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // Names and lines stay: a stack trace in a bug report must be readable.
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}
