// Compiles src/ to dist/. A package installed from the registry has dist/ already and no compiler.
import { existsSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
if (existsSync(compiler)) {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const { status } = spawnSync(
    process.execPath,
    [compiler, '-p', path.join(root, 'tsconfig.json')],
    {
      stdio: 'inherit',
    },
  );
  process.exitCode = status ?? 1;
}
