import { defineConfig } from 'vite'
import { sizeBudget } from './vite.budget.mjs'
import { minifyTemplates } from './vite.templates.mjs'

const LIVE = /widget\/src\/(conversation|credentials|identity|live-session|sign-in)\.ts|shared\/src\//

/**
 * One module script with a fixed name, `support-chat.js`, and hashed chunks beside it that it asks for when they are needed.
 * `base: './'` makes the chunks load from wherever the script came from.
 */
export default defineConfig({
  base: './',
  plugins: [minifyTemplates(), sizeBudget()],
  resolve: { conditions: ['source', 'module', 'browser', 'production'] },
  build: {
    target: 'es2022',
    modulePreload: false,
    sourcemap: false,
    reportCompressedSize: false,
    lib: { entry: 'src/index.ts', formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      optimization: { inlineConst: { mode: 'all', pass: 2 } },
      output: {
        entryFileNames: 'support-chat.js',
        chunkFileNames: '[name]-[hash].js',
        minify: true,
        comments: false,
        // Conversation and engine are always wanted together: one request, not one after the other.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'live', test: LIVE }],
        },
      },
    },
  },
})
