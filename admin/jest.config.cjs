const { createCjsPreset } = require('jest-preset-angular/presets')

const preset = createCjsPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' })

module.exports = {
  ...preset,
  displayName: 'admin',
  runtime: '<rootDir>/../jest.runtime.cjs',
  // What is written as ES modules only.
  transformIgnorePatterns: ['node_modules/(?!.*\\.mjs$)'],
  setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'require', 'default'] },
}
