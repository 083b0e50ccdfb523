/** One runner for every test. `*.rules.test.ts` are pure; the rest need the servers that `npm test` starts. */
const swc = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
];

export default {
  rootDir: '.',
  roots: ['<rootDir>/services', '<rootDir>/clients', '<rootDir>/infra'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  modulePathIgnorePatterns: ['/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // A test that hangs is a fault; the limit is far above what the slowest needs on a busy machine.
  testTimeout: 60_000,
};
