/** Who may import whom. Each rule's name is the sentence a developer reads when it fails. */
const jobDoor = '^services/api/src/jobs\\.ts$';
const tests = '\\.(test|build)\\.ts$';

const rule = (name, from, to) => ({ name, severity: 'error', from, to });

const packages = [
  rule(
    'contracts-import-zod-alone',
    { path: '^services/contracts/src/', pathNot: tests },
    { pathNot: ['^services/contracts/src/', '(^|/)node_modules/zod/'] },
  ),
  rule(
    'contracts/names-import-nothing',
    { path: '^services/contracts/src/names/', pathNot: tests },
    { pathNot: '^services/contracts/src/names/' },
  ),
  rule(
    'kit-knows-contracts-alone',
    { path: '^services/kit/' },
    { path: '^(services|clients|infra)/', pathNot: '^services/(kit|contracts)/' },
  ),
  rule(
    'a-service-never-imports-a-service-(the-worker-may-open-api/jobs)',
    { path: '^services/([^/]+)/' },
    { path: '^services/', pathNot: ['^services/$1/', '^services/(contracts|kit)/', jobDoor] },
  ),
  rule('only-the-worker-opens-api/jobs', { pathNot: '^services/(api|worker)/' }, { path: jobDoor }),
  rule(
    'services-know-no-client-(the-simulator-uses-the-sdk)',
    { path: '^services/', pathNot: '^services/simulator/' },
    { path: '^clients/' },
  ),
  rule(
    'the-simulator-knows-no-client-but-the-sdk',
    { path: '^services/simulator/' },
    { path: '^clients/', pathNot: '^clients/sdk/' },
  ),
  rule(
    'clients-know-servers-only-through-contracts-and-the-sdk',
    { path: '^clients/([^/]+)/', pathNot: tests },
    { path: '^(services|clients)/', pathNot: ['^clients/$1/', '^clients/sdk/', '^services/contracts/'] },
  ),
  rule(
    'sdk-and-widget-run-no-zod-(types-from-contracts,-names-at-run-time)',
    { path: '^clients/(sdk|widget)/', pathNot: tests },
    {
      path: '^services/contracts/',
      pathNot: '^services/contracts/src/names/',
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule('nobody-imports-infra', { path: '^(services|clients)/' }, { path: '^infra/' }),
  rule(
    'channels-collaboration-and-gateway-hold-no-queries',
    { path: '^services/(channels|collaboration|gateway)/', pathNot: tests },
    { path: ['^services/kit/src/database', 'node_modules/(pg|knex)/'], reachable: true },
  ),
];

const features = [
  rule(
    'enter-a-feature-by-its-index',
    { path: '^((?:services|clients)/[^/]+/src)/([^/]+)/', pathNot: tests },
    { path: '^$1/[^/]+/', pathNot: ['^$1/$2/', '^$1/[^/]+/index\\.ts$', '^$1/platform/'] },
  ),
  rule(
    'platform-knows-no-feature',
    { path: '^((?:services|clients)/[^/]+/src)/platform/', pathNot: tests },
    { path: '^$1/', pathNot: '^$1/platform/' },
  ),
  rule(
    'routes-and-jobs-call-services-not-tables',
    { path: '\\.(routes|channel|jobs)\\.ts$' },
    { path: '\\.repository\\.ts$' },
  ),
  rule(
    'policies-and-presenters-are-pure',
    { path: '\\.(policy|presenter)\\.ts$' },
    { path: ['\\.(repository|service|routes)\\.ts$', 'node_modules/(pg|knex|ioredis|express)/'] },
  ),
  rule(
    'repositories-know-nothing-above-them',
    { path: '\\.repository\\.ts$' },
    { path: '\\.(service|routes|channel|jobs|policy|presenter)\\.ts$' },
  ),
];

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),
    rule('every-import-resolves', {}, { couldNotResolve: true }),
    ...packages,
    ...features,
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.turbo|\\.convomatic)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.vue', '.js', '.mjs', '.cjs', '.json', '.d.ts', '.css'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};
