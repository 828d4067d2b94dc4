// One run for everything that Jest tests; `npx jest --selectProjects server` runs a part of it.
module.exports = {
  projects: ['<rootDir>/shared', '<rootDir>/server', '<rootDir>/widget', '<rootDir>/admin'],
}
