import { availableParallelism } from 'node:os';

/** Shared by every project: swc compiles TypeScript (and the ESM-only packages jose and qr) to CommonJS. */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.[mc]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(?:jose|qr)/)'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/console/dist'],
  clearMocks: true,
  restoreMocks: true,
};

const project = (displayName, more = {}) => ({
  ...base,
  displayName,
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  ...more,
});

export default {
  rootDir: import.meta.dirname,
  // Several files at once on two cores, with runtimes and browsers among them: what takes a second alone may take many.
  // It counts here only, not in a project.
  testTimeout: 120_000,
  // No file disturbs another: whoever needs a runtime starts one with a folder and ports of its own. A file end to end
  // takes half a core and waits otherwise, so that two cores bear three.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  testSequencer: '<rootDir>/test/sequencer.mjs',
  projects: [
    project('domain'),
    project('table'),
    project('functions'),
    project('local'),
    project('cli'),
    project('infra', { setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'] }),
    // Tests of the console show nothing: signals without Preact, which there is as an ES module only, are enough.
    project('console', {
      moduleNameMapper: { '^@preact/signals$': '<rootDir>/node_modules/@preact/signals-core/dist/signals-core.js' },
    }),
    project('e2e'),
    project('browser'),
  ],
};
