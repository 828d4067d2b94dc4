import { join } from 'node:path'
import { defineConfig } from 'vite'
import { minifyTemplates } from './vite.templates.mjs'

/** What the npm package exports, each from `src`. */
export const ENTRIES = ['index', 'element', 'headless', 'react', 'vue']

/**
 * The npm package: ES modules for a bundler to put into an application, readable, with everything in them but what the
 * application has or shares. Panel and engine stay chunks that are imported when they are needed.
 */
export default defineConfig({
  plugins: [pageOrigin(), minifyTemplates()],
  resolve: { conditions: ['source', 'module', 'browser', 'production'] },
  build: {
    target: 'es2022',
    outDir: 'lib',
    minify: false,
    reportCompressedSize: false,
    lib: { entry: ENTRIES.map((name) => `src/${name}.ts`), formats: ['es'] },
    rolldownOptions: {
      external: [/^lit($|\/)/, 'react', 'vue'],
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name].js',
        // Hooks run in a client component.
        banner: ({ name }) => (name === 'react' ? "'use client'" : ''),
      },
    },
  },
})

/** A bundle's own address says nothing of where the server is. */
function pageOrigin() {
  return {
    name: 'page-origin',
    enforce: 'pre',
    resolveId: (id) =>
      id.endsWith('/script-server.js') ? join(import.meta.dirname, 'src/loading/page-origin.ts') : null,
  }
}
