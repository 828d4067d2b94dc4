const jsc = {
  target: 'es2022',
  transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
}

module.exports = {
  displayName: 'server',
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  testEnvironment: '<rootDir>/test/worker-environment.cjs',
  runtime: '<rootDir>/test/worker-runtime.cjs',
  setupFiles: ['<rootDir>/../jest.websocket.cjs'],
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'require', 'default'] },
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.e2e-spec.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@node-rs/argon2$': '<rootDir>/test/quick-argon2.cjs',
    '^@support-chat/server$': '<rootDir>/src/index.ts',
    '^@support-chat/server/testing$': '<rootDir>/src/testing/index.ts',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { ...jsc, parser: { syntax: 'typescript', decorators: true } },
        module: { type: 'commonjs' },
      },
    ],
    '\\.js$': [
      '@swc/jest',
      { swcrc: false, jsc: { target: 'es2022' }, module: { type: 'commonjs', importInterop: 'swc' } },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|@opentelemetry/otlp-exporter-base|uuid|jose|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|oauth4webapi|openid-client)/)',
  ],
}
