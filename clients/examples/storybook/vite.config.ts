import { defineConfig } from 'vite'

// The mock, which stories ask below their own origin: from there they may have worlds made.
const proxy = {
  '/understudy': {
    target: process.env.UNDERSTUDY_URL ?? 'http://127.0.0.1:4747',
    changeOrigin: true,
    rewrite: (path: string) => path.replace('/understudy', ''),
  },
}

export default defineConfig({ server: { proxy }, preview: { proxy }, build: { outDir: 'dist' } })
