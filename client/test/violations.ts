import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "playwright-core"

interface Rules {
  readonly type: "tag" | "rule"
  readonly values: Array<string>
}

const everything: Rules = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}

/** What a page's dark look can break and its light one does not: it differs in its colours only. */
const colours: Rules = { type: "rule", values: ["color-contrast", "link-in-text-block"] }

/**
 * What breaks a rule of accessibility on a page as it stands, a line for each rule. Loads axe once for each document
 * and asks it for violations alone, because its reports of what is right take most of its time.
 */
export const violationsOf = async (page: Page, colorScheme: "light" | "dark"): Promise<Array<string>> => {
  // A new width or look is drawn first.
  const isLoaded = await page.evaluate<boolean>(
    "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn('axe' in window))))"
  )
  const { violations } = await new AxeBuilder({ page, ...(isLoaded ? { axeSource: "0" } : {}) })
    .setLegacyMode()
    .options({ runOnly: colorScheme === "light" ? everything : colours, resultTypes: ["violations"] })
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
}
