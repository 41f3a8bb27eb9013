import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "playwright-core"
import { expect } from "vitest"

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

/** Looks at a page as it stands, light and dark, from a wide screen to a narrow one: no rule broken, nothing cut off. */
export const expectAccessible = async (page: Page): Promise<void> => {
  for (const width of [1440, 768, 360]) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      // The dark look differs in its colours only.
      const look = new AxeBuilder({ page }).setLegacyMode()
      const { violations } = await (
        colorScheme === "light"
          ? look.withTags(rules)
          : look.withRules(["color-contrast", "link-in-text-block"])
      ).analyze()
      expect(
        violations.map(
          ({ id, nodes }) => `${width} ${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`
        )
      ).toEqual([])
    }
  }
  await page.setViewportSize({ width: 320, height: 640 })
  const excess = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(excess).toBe(0)
}
