// Compiles src/ to dist/: modules with types for the library, one file for the program (ADR 009), the kernel, which is
// WebAssembly (ADR 011), and the page of the HTML report (ADR 014).
// A package installed from the registry has dist/ already, and neither compiler nor bundler.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

if (existsSync(compiler)) {
  rmSync(dist, { recursive: true, force: true });
  const isBuilt = run(compiler, '-p', 'tsconfig.json') && assemble();
  if (isBuilt) {
    const { build } = await import('esbuild');
    const files = [...(await bundle(build)), ...(await bundlePage(build))];
    writeFileSync(path.join(dist, 'bin', 'LICENSES.txt'), licencesOf(files));
  } else process.exitCode = 1;
}

/** Runs a tool of node_modules; whether it succeeded. */
function run(tool, ...args) {
  return spawnSync(process.execPath, [tool, ...args], { cwd: root, stdio: 'inherit' }).status === 0;
}

function assemble() {
  return run(
    path.join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
    'src/kernel/assembly/index.ts',
    ...['--outFile', 'dist/kernel.wasm'],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'],
  );
}

/** Builds the program; gives the files that went into it. */
async function bundle(build) {
  const outdir = path.join(dist, 'bin');
  const options = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Names and lines stay: a stack trace in a bug report must be readable.
    minifySyntax: true,
    legalComments: 'none',
    // Packages in CommonJS ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  };
  const { metafile } = await build({
    ...options,
    entryPoints: { index: path.join(root, 'src', 'cli', 'index.ts') },
    // `--version` loads nothing else.
    splitting: true,
  });
  // What threads run; found by its name beside whatever starts it. Apart, so that they load nothing of the rest.
  await build({
    ...options,
    entryPoints: {
      worker: path.join(root, 'src', 'scan', 'worker.ts'),
      'pipe-thread': path.join(root, 'src', 'io', 'pipe-thread.ts'),
    },
  });
  return Object.keys(metafile.inputs);
}

/** Builds the page of the HTML report, which holds all that it needs; gives the files that went into it. */
async function bundlePage(build) {
  const app = path.join(root, 'src', 'report', 'html', 'app');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [path.join(app, 'main.tsx'), path.join(app, 'style', 'index.css')],
    outdir: dist,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    logLevel: 'warning',
  });
  const [program, style] = ['.js', '.css'].map((end) =>
    outputFiles.find((file) => file.path.endsWith(end)).text.trim(),
  );
  if (/<[/!]/.test(style) || /<\/script|<!--/i.test(program)) {
    throw new Error('the page would end within its own program');
  }
  const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(program)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const files = Object.keys(metafile.inputs);
  const parts = {
    '<!--licences-->': `<!--\nThis page holds\n\n${licencesOf(files).trim().replaceAll('--', '- -')}\n-->`,
    'content="policy"': `content="${policy}"`,
    '<!--style-->': `<style>${style}</style>`,
    '<!--program-->': `<script type="module">${program}</script>`,
  };
  const page = Object.entries(parts).reduce(
    (text, [mark, part]) => text.replace(mark, () => part),
    readFileSync(path.join(app, 'page.html'), 'utf8'),
  );
  writeFileSync(path.join(dist, 'report.html'), page);
  return files;
}

/** The licences of the packages that went into the program. */
function licencesOf(files) {
  const folders = files.flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const licence = readdirSync(path.join(root, folder)).find((name) =>
        /^licen[cs]e/i.test(name),
      );
      if (licence === undefined) throw new Error(`no licence in ${folder}`);
      const text = readFileSync(path.join(root, folder, licence), 'utf8').trim();
      return `${folder.slice('node_modules/'.length)}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
