/** @type {import('jest').Config} */
module.exports = {
  // One mock for the run; each test has a world of its own.
  globalSetup: '@understudy-mock/understudy/jest/setup',
}
