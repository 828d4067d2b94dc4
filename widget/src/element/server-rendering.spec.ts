/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["source", "node", "require", "default"]}
 */

test('can be imported where there is no page', async () => {
  expect(typeof window).toBe('undefined')
  const { SupportChat } = await import('../index.js')
  expect(typeof SupportChat).toBe('function')
})
