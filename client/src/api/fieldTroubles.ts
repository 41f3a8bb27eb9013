import type { Trouble } from "./Trouble.ts"

/** What is wrong with each field of a body, by its name, as the gateway says it; empty when it speaks of something else. */
export const fieldTroubles = (trouble: Trouble | null): ReadonlyMap<string, string> => {
  const said = /^Wrong in the body: (.*)$/s.exec(trouble?.message ?? "")?.[1]
  if (said === undefined) return new Map()
  const found = new Map<string, string>()
  for (const part of said.split(/; (?=[a-zA-Z][\w.]*: )/)) {
    const [, field, text] = /^([a-zA-Z]\w*)(?:\.[\w.]+)?: (.*)$/s.exec(part) ?? []
    if (field !== undefined && text !== undefined) {
      found.set(field, `${text.charAt(0).toUpperCase()}${text.slice(1)}`)
    }
  }
  return found
}
