import { readFileSync } from 'node:fs'
import { defineConfig } from 'vite'

// What is built has Preact, its signals and uPlot in it, whose license wants to be told.
const license = (name) => readFileSync(new URL(`node_modules/${name}/LICENSE`, import.meta.url), 'utf8').trim()
const holder = (name) => /^Copyright.*$/m.exec(license(name))[0]
const notice = `/*! Preact, its signals (${holder('@preact/signals')}) and uPlot (${holder('uplot')}), under the same license\n${license('preact')} */\n`

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
        postBanner: (chunk) => (chunk.isEntry ? notice : ''),
        chunkFileNames: '[name].js',
        assetFileNames: (asset) => (asset.names[0]?.endsWith('.css') ? 'console.css' : '[name][extname]'),
      },
    },
  },
  test: { root: 'src', environment: 'node', include: ['**/*.test.ts'] },
}))
