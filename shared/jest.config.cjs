module.exports = {
  displayName: 'shared',
  runtime: '<rootDir>/../jest.runtime.cjs',
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/../jest.websocket.cjs'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
}
