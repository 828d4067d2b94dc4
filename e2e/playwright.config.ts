import { defineConfig } from '@playwright/test'
import { availableParallelism } from 'node:os'

/** Each has a server, a database and a browser: more of them would only wait for each other. */
const MOST_WORKERS = 6

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/artifacts',
  fullyParallel: true,
  // Twice as many as there are cores: they wait for pages and timers much of the time.
  workers: Math.min(availableParallelism() * 2, MOST_WORKERS),
  // For its trace alone: a test that fails once has failed, see scripts/test.mjs.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  // Limits for what hangs, not measures: a busy machine is no failed test.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/results.json' }]],
  use: {
    // To trace every test would take a tenth of the processor.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
  },
})
