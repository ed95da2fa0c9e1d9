/** Who may import whom (docs/architecture.md). What is not allowed here fails the test command. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const OURS = '^(domain|table|functions|infra|local|cli|console|test|bench)/';
const only = (folder, allowed, more = {}) =>
  forbid(
    `${folder}-imports`,
    { path: `^${folder}/` },
    { path: OURS, pathNot: [`^${folder}/`, ...allowed], ...more },
    `${folder} imports ${allowed.length === 0 ? 'nothing else of ours' : allowed.join(', ')}.`,
  );
const packages = (folder, allowed) =>
  forbid(
    `${folder}-packages`,
    { path: `^${folder}/` },
    {
      path: 'node_modules/',
      pathNot: allowed.map((name) => `node_modules/${name}(/|$)`),
      dependencyTypesNot: ['core', 'type-only'],
    },
    `${folder} may use these packages: ${allowed.join(', ')}.`,
  );

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'No cycles anywhere.'),
    forbid(
      'no-unresolvable',
      {},
      { couldNotResolve: true, pathNot: '^(aws-lambda|pdfkit|vite)$' },
      'Every import leads somewhere.',
    ),
    forbid(
      'nobody-imports-tests',
      { pathNot: '^(test|bench)/' },
      { path: '^(test|bench)/' },
      'Tests and benches are imported by nobody.',
    ),
    only('domain', []),
    packages('domain', ['zod']),
    forbid(
      'domain-is-pure',
      { path: '^domain/' },
      { dependencyTypes: ['core'] },
      'The domain has no clock, no chance, no input or output.',
    ),
    only('table', ['^domain/']),
    packages('table', ['zod']),
    forbid(
      'functions-imports',
      { path: '^functions/([^/]+)/' },
      { path: OURS, pathNot: ['^functions/$1/', '^functions/shared/', '^table/', '^domain/'] },
      'A function imports itself, the shared edge, the table and the domain - never another function.',
    ),
    packages('functions', ['@aws-sdk/[^/]+', 'aws4', 'jose', 'stripe', 'zod', 'swagger-ui-dist', 'dejavu-fonts-ttf']),
    only('infra', ['^domain/events\\.ts$', '^table/indexes\\.ts$']),
    packages('infra', ['aws-cdk-lib', 'constructs', 'cdk-nag', 'esbuild']),
    only('local', []),
    packages('local', ['@dynoxide/[^/]+', 'croner']),
    // The types of the console are made from the description of the API.
    only('cli', [
      '^local/',
      '^domain/',
      '^functions/reference/document\\.ts$',
      '^functions/shared/contracts/index\\.ts$',
    ]),
    only('console', ['^domain/']),
    packages('console', ['preact', '@preact/signals', 'uplot', 'qr', 'zod', 'vite']),
    forbid(
      'areas-are-apart',
      { path: '^console/areas/([^/]+)/([^/]+)/' },
      { path: '^console/areas/', pathNot: '^console/areas/$1/$2/' },
      'An area imports no other area: what two of them need is a part.',
    ),
    forbid(
      'parts-know-no-areas',
      { path: '^console/(parts|session|api|texts)/' },
      { path: '^console/(areas|entries)/' },
      'Shared parts know no area.',
    ),
    forbid(
      'no-vague-folders',
      {},
      { path: '/(utils|common|helpers|services|types)/', pathNot: 'node_modules' },
      'A folder is named after what is in it.',
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(cdk\\.out|console/dist)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
