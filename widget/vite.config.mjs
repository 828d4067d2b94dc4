import { defineConfig } from 'vite'
import { sizeBudget } from './vite.budget.mjs'
import { integrity } from './vite.integrity.mjs'
import { minifyTemplates } from './vite.templates.mjs'

/** What the first script is made of, and what few ever ask for. All else comes in one piece. */
const APART =
  'index|support-chat|idle|launcher|launcher-styles|languages|languages/.*|lazy-conversation|conversation-view|script-origin|single-instance|strings|top-layer|icons|mock|mock-.*|diagnose|diagnosis/.*'
const LIVE = new RegExp(`widget/src/(?!(?:${APART})\\.ts)|shared/src/(?!chat-state|error-code)`)

const output = {
  chunkFileNames: '[name]-[hash].js',
  minify: true,
  comments: false,
  // Conversation, engine and panel are wanted together, and smaller so: one request, not one after the other.
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ name: 'live', test: LIVE }],
  },
}

/**
 * One module script with a fixed name, `support-chat.js`, and hashed chunks beside it that it asks for when they are needed.
 * `base: './'` makes the chunks load from wherever the script came from.
 *
 * The same once more under a hashed name, for pages that name its integrity. Chunks import the entry by its name, so
 * each of the two has its own.
 */
export default defineConfig({
  base: './',
  plugins: [minifyTemplates(), sizeBudget(), integrity()],
  resolve: { conditions: ['source', 'module', 'browser', 'production'] },
  build: {
    target: 'es2022',
    modulePreload: false,
    sourcemap: false,
    reportCompressedSize: false,
    lib: { entry: 'src/index.ts' },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      optimization: { inlineConst: { mode: 'all', pass: 2 } },
      output: [
        { ...output, entryFileNames: 'support-chat.js' },
        { ...output, entryFileNames: 'support-chat-[hash].js' },
      ],
    },
  },
})
