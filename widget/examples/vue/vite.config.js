import vue from '@vitejs/plugin-vue'

const isCustomElement = (tag) => tag === 'support-chat'

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  server: { proxy: { '/demo/token': 'http://localhost:3000' } },
}
