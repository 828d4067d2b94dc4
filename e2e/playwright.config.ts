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
  retries: 0,
  forbidOnly: true,
  // Limits for what hangs, not measures: a busy machine is no failed test.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/results.json' }]],
  use: {
    // A tenth of the processor, and a film of every page would take a third: only where nobody can run a test again.
    trace: process.env.CI ? { mode: 'retain-on-failure', screenshots: false } : 'off',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
  },
})
