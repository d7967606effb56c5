// Runs all tests in the browser, one after the other, with one browser and one mock, in which each test has a namespace of its own.
import { after, before, describe } from 'node:test'
import { conformance } from './conformance.mjs'
import { contract } from './contract.mjs'
import { controls } from './controls.mjs'
import { events } from './events.mjs'
import { openBrowser, startMock } from './kit.mjs'
import { appearance } from './looks.mjs'
import { overview } from './overview.mjs'
import { shell } from './shell.mjs'
import { traffic } from './traffic.mjs'

describe('console', { timeout: 560_000 }, () => {
  const shared = {}
  let browser, mock
  before(async () => {
    ;[browser, mock] = await Promise.all([openBrowser(), startMock()])
    shared.url = mock.url
  })
  after(async () => {
    await browser?.close()
    await mock?.stop()
  })
  describe('the shell', () => shell(shared))
  describe('the overview', () => overview(shared))
  describe('traffic', () => traffic(shared))
  describe('events', () => events(shared))
  describe('controls', () => controls(shared))
  describe('the contract', () => contract(shared))
  describe('conformance', () => conformance(shared))
  describe('the looks', () => appearance())
})
