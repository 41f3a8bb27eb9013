import type { Page } from "playwright-core"
import { expect } from "vitest"
import { violationsOf } from "./violations.ts"

/** Looks at a page as it stands, light and dark, from a wide screen to a narrow one: no rule broken, nothing cut off. */
export const expectAccessible = async (page: Page): Promise<void> => {
  for (const width of [1440, 768, 360]) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      expect(await violationsOf(page, colorScheme), `${width} px, ${colorScheme}`).toEqual([])
    }
  }
  await page.setViewportSize({ width: 320, height: 640 })
  const excess = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(excess).toBe(0)
}
