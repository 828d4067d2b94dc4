import { defineConfig } from 'vite'
import { sizeBudget } from './vite.budget.mjs'
import { independentChunks } from './vite.chunks.mjs'
import { integrity } from './vite.integrity.mjs'
import { minifyAgain } from './vite.minify.mjs'
import { trimLit } from './vite.lit.mjs'
import { minifyTemplates } from './vite.templates.mjs'

const output = {
  chunkFileNames: '[name]-[hash].js',
  minify: true,
  comments: false,
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
  plugins: [independentChunks(), trimLit(), minifyTemplates(), minifyAgain(), sizeBudget(), integrity()],
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
