module.exports = { globalSetup: '@understudy-mock/understudy/jest/setup', testMatch: ['**/*.test.cjs'] }
