import { expect, it } from "vitest"
import { defaultTemplates } from "../../../src/domain/Templates.ts"
import { templateVariants } from "../../../src/domain/templates/TemplateVariants.ts"
import { keyWords, oneLine } from "./templateWords.ts"

it("WF-01 every text has a name of its own in words", () => {
  const all = [...Object.keys(defaultTemplates), ...templateVariants.map(({ key }) => key)]
  const names = all.map(keyWords)
  expect(names.filter((name) => /[._]/.test(name))).toEqual([])
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(keyWords("cancel.added.in_progress")).toBe("Cancel · added · In progress")
  expect(oneLine("a\n\n b ")).toBe("a b")
})
