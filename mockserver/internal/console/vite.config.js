import { defineConfig } from 'vite'

// The mock that `npm run dev` shows: the page comes from Vite, all else from there.
const mock = 'http://127.0.0.1:4747'

export default defineConfig(({ command }) => ({
  root: 'src',
  cacheDir: '../node_modules/.vite',
  base: command === 'serve' ? '/__understudy/console/' : './',
  server: { proxy: { '^/(?!__understudy/console/)': mock } },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The mock names versions by entity tags: the names of the files stay, and so do their places in the history.
    rollupOptions: {
      output: {
        entryFileNames: 'console.js',
        chunkFileNames: '[name].js',
        assetFileNames: (asset) => (asset.names[0]?.endsWith('.css') ? 'console.css' : '[name][extname]'),
      },
    },
  },
  test: { root: 'src', environment: 'node', include: ['**/*.test.ts'] },
}))
