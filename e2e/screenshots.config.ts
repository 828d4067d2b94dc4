import { defineConfig } from '@playwright/test'

/** `npm run screenshots -w e2e` takes the pictures of the documentation anew, from the built product. */
export default defineConfig({
  testMatch: ['screenshots.ts', 'console-screens.ts'],
  outputDir: 'test-results/artifacts',
  workers: 1,
  timeout: 240_000,
  reporter: 'list',
  use: { actionTimeout: 20_000, screenshot: 'only-on-failure' },
})
