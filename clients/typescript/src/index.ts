export { binaryPath } from './binary.cjs'
export { start, type Started, type StartOptions } from './start.js'
