import { expect, test } from '@understudy-mock/understudy/playwright'

test('the server has the latest answers', async ({ request }) => {
  const page = await request.get('/latest')
  expect(await page.text()).toMatch(/^5 answers, the latest is \d+$/)
})
