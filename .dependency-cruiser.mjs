// Import direction, enforced. A folder is entered only by its index.ts; each folder lists what it may enter.
const MAY_ENTER = {
  source: [],
  event: ['source'],
  eql: ['source', 'event'],
  engine: ['event', 'eql'],
  toml: ['source'],
  rule: ['source', 'event', 'eql', 'toml'],
  input: ['source', 'event', 'audit'],
  kernel: ['event', 'eql'],
  scan: ['source', 'event', 'eql', 'engine', 'rule', 'input', 'io', 'kernel'],
  alert: ['event', 'eql', 'engine', 'rule'],
  tuning: ['source', 'event', 'eql', 'toml', 'rule', 'scan', 'alert'],
  library: ['source', 'event', 'eql', 'rule', 'scan', 'alert', 'tuning', 'io'],
  attack: [],
  audit: ['source', 'event'],
  witness: ['source', 'event', 'eql'],
  lint: ['source', 'event', 'eql', 'toml', 'rule', 'audit', 'attack', 'witness'],
  explain: ['source', 'event', 'eql', 'engine', 'rule', 'input', 'scan', 'witness'],
  'rule-test': ['source', 'event', 'eql', 'engine', 'rule', 'scan', 'library', 'explain', 'io'],
  fields: ['source', 'event', 'eql', 'rule', 'input', 'scan'],
  report: ['alert', 'source', 'event', 'eql', 'rule', 'attack', 'explain', 'fields', 'rule-test'],
  io: ['source'],
  cli: [
    'source',
    'event',
    'eql',
    'engine',
    'toml',
    'rule',
    'input',
    'scan',
    'alert',
    'tuning',
    'report',
    'library',
    'io',
    'attack',
    'witness',
    'lint',
    'explain',
    'rule-test',
    'fields',
  ],
};

const layers = Object.entries(MAY_ENTER).map(([folder, allowed]) => ({
  name: `${folder}-may-enter`,
  comment: `src/${folder} may import only: ${allowed.join(', ') || 'nothing else in src'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, ...allowed.map((a) => `^src/${a}/`)] },
}));

const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

// Which folder may use which run-time package.
const PACKAGES = {
  commander: 'cli',
  chalk: 'cli',
  'smol-toml': 'toml',
  'ipaddr[.]js': 'eql',
  picomatch: '(io|rule)',
  fzstd: 'io',
  preact: 'report/html/app',
};

const packages = Object.entries(PACKAGES).map(([name, folder]) => ({
  name: `package-${name}`,
  comment: `${name} is for src/${folder}: docs/adr names what each package is for`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${folder}/` },
  to: { path: `^node_modules/(@types/)?${name}/` },
}));

const PAGE = '^src/report/html/app/';

export default {
  forbidden: [
    ...layers,
    ...packages,
    {
      name: 'front-door',
      comment: 'enter another folder by its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'page-apart',
      comment:
        'the page of the HTML report runs in a browser: it shares types with the program, and how text is escaped',
      severity: 'error',
      from: { path: PAGE },
      to: {
        path: '^src/',
        pathNot: [PAGE, '^src/report/html/data[.]ts$', '^src/source/index[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'page-stays-out',
      comment: 'the program has the page as a built file, and never as modules',
      severity: 'error',
      from: { path: '^src/', pathNot: PAGE },
      to: { path: PAGE },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'node-only-at-the-edge',
      comment: 'node:* modules live in io/, scan/ (workers) and cli/',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(io|scan|cli)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'known-packages-only',
      comment: 'a new run-time package needs an ADR and a line in PACKAGES',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: NPM,
        pathNot: Object.keys(PACKAGES).map((name) => `^node_modules/(@types/)?${name}/`),
      },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['[.]d[.]ts$', '[.](?:css|html|json)$'] },
      to: {},
    },
    {
      name: 'src-never-imports-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    exclude: { path: '^src/kernel/assembly/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true, // see `import type` too
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
