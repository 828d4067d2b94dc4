import { defineConfig } from '@playwright/test'

/** `npm run screenshots -w e2e` takes the pictures of the documentation anew, from the built product. */
export default defineConfig({
  testMatch: 'screenshots.ts',
  outputDir: 'test-results/artifacts',
  workers: 1,
  timeout: 60_000,
  reporter: 'list',
})
