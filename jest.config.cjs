// One run for everything that Jest tests; `npx jest --selectProjects server` runs a part of it.
module.exports = {
  // A limit for what hangs, not a measure: a busy machine is no failed test.
  testTimeout: 180_000,
  projects: ['<rootDir>/shared', '<rootDir>/server', '<rootDir>/widget', '<rootDir>/admin'],
}
