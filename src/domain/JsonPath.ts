const longestPath = 200
const mostSteps = 12
const steps = /\.([A-Za-z_][\w-]*)|\[(\d{1,4})\]|\['([^'\\]{1,60})'\]/y

/**
 * The steps of a simple path such as `$.data[0].user['full name']`: names and places, nothing that searches. Undefined
 * when it is none, longer than 200 letters or deeper than 12 steps.
 */
export const parsePath = (path: string): ReadonlyArray<string | number> | undefined => {
  const text = path.trim()
  if (!text.startsWith("$") || text.length > longestPath) return undefined
  const found: Array<string | number> = []
  let at = 1
  while (at < text.length) {
    steps.lastIndex = at
    const step = steps.exec(text)
    if (step === null || found.length === mostSteps) return undefined
    found.push(step[2] === undefined ? (step[1] ?? step[3] ?? "") : Number(step[2]))
    at = steps.lastIndex
  }
  return found
}

/** What is under the path; undefined when nothing is, or the path is none. Inherited names are nothing. */
export const readPath = (value: unknown, path: string): unknown => {
  const found = parsePath(path)
  if (found === undefined) return undefined
  let here = value
  for (const step of found) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Readonly<Record<string | number, unknown>>)[step]
  }
  return here
}
