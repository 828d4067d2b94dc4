import { defineConfig } from '@playwright/test'

/**
 * `npm run test:dev` tries `npm run dev` on a copy of the sources. It is no part of
 * `npm test`: it builds everything anew, which takes a minute.
 */
export default defineConfig({
  testMatch: 'dev.ts',
  outputDir: 'test-results/artifacts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 600_000,
  expect: { timeout: 120_000 },
  reporter: 'list',
})
