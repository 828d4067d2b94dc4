import { defineConfig } from 'vite'
import { minifyTemplates } from './vite.templates.mjs'

/**
 * One module script with a fixed name, `support-chat.js`, and hashed chunks beside it that it asks for when they are needed.
 * `base: './'` makes the chunks load from wherever the script came from.
 */
export default defineConfig({
  base: './',
  plugins: [minifyTemplates(), withoutWebTransport()],
  resolve: { conditions: ['source', 'module', 'browser', 'production'] },
  build: {
    target: 'es2022',
    modulePreload: false,
    sourcemap: false,
    reportCompressedSize: false,
    lib: { entry: 'src/index.ts', formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: 'support-chat.js',
        chunkFileNames: '[name]-[hash].js',
        minify: true,
      },
    },
  },
})

/** The server speaks WebSocket and HTTP polling; Socket.IO's third transport is left out. */
function withoutWebTransport() {
  return {
    name: 'without-web-transport',
    load: (id) => (id.endsWith('/transports/webtransport.js') ? 'export const WT = undefined' : null),
  }
}
