const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript' },
    transform: { useDefineForClassFields: false },
  },
  module: { type: 'commonjs' },
}

module.exports = {
  displayName: 'widget',
  runtime: '<rootDir>/../jest.runtime.cjs',
  testEnvironment: '@happy-dom/jest-environment',
  testEnvironmentOptions: {
    url: 'https://shop.example.com/orders',
    customExportConditions: ['source', 'browser', 'require', 'default'],
  },
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': ['@swc/jest', swc],
    '\\.js$': ['@swc/jest', { ...swc, jsc: { target: 'es2022' }, module: { type: 'commonjs', importInterop: 'swc' } }],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!lit|@lit|@socket\\.io/component-emitter|socket\\.io-parser|engine\\.io-parser)',
  ],
}
